"""What lists showed: sections of an article, keys by id, what a list said of an article that is still to be fetched."""

from datetime import UTC, datetime

import pytest

from newscrawl.items import Article, Fetch
from newscrawl.store import Store
from newscrawl.urls import fold

AT = datetime(2026, 11, 20, 8, 5, 30, tzinfo=UTC)


@pytest.fixture
def store():
    with Store(":memory:") as store:
        yield store


def article(url: str, body: str = "Body.", **values: object) -> Article:
    return Article(url=url, source="s", headline="H", article_body=body, fetched_at=AT, **values)


def seen(store: Store, url: str, section: str | None, listed: Article | None = None, run_id: int = 1) -> bool:
    with store.transaction():
        store.ledger.sight(url, "s", section)
        return store.ledger.discover(url, "s", section, run_id, listed)


def sections(store: Store) -> list[list[str]]:
    return [one["sections"] for one in store.articles.select()]


def test_every_list_that_showed_an_article_counts_known_or_not(store):
    assert seen(store, "https://example.com/1", "b")
    store.save(article("https://example.com/1", section="b"))
    for section in ("a", "b", "a", None):
        assert not seen(store, "https://example.com/1", section)
    assert sections(store) == [["b", "a"]]


def test_lists_that_showed_another_url_of_it_count(store):
    seen(store, "https://example.com/1", "a")
    seen(store, "https://example.com/other", "b")
    store.save(article("https://example.com/1", section="a"))
    with store.transaction():
        store.ledger.settle("https://example.com/other", "s", "duplicate", "url", article_id=1)
    assert sections(store) == [["a", "b"]]


def test_an_article_that_no_list_showed_has_its_own_section(store):
    store.save(article("https://example.com/1", section="of the page"))
    store.save(article("https://example.com/2", "Other."))
    assert sections(store) == [["of the page"], []]


def test_urls_with_one_id_are_one(store):
    store.ledger.key = lambda url: "id#" + url[-1] if url[-1].isdigit() else fold(url)
    assert seen(store, "https://example.com/NW1", "a")
    assert not seen(store, "https://m.example.org/1", "b")
    one = article("https://example.com/1")
    one.fetch = Fetch(listed_url="https://example.com/NW1")
    assert (store.save(one), store.save(one)) == ("stored", "unchanged")
    assert store.article_at("https://other.example/x1") == 1
    assert store.ledger.history("https://example.com/NW1")["key"] == "id#1"
    store.ledger.key = fold  # as a command has it that knows no source
    assert store.ledger.history("https://example.com/NW1")["key"] == "id#1"


def test_what_a_list_said_is_kept_until_the_article_is_settled(store):
    listed = article(
        "https://example.com/1", date_published=AT, date_precision="second", authors=["张三"], stocks=[{"code": "1"}],
        via={"headline": "declared:list"},
    )  # fmt: skip
    listed.fetch = Fetch(listed_url="https://example.com/1", body_url="https://example.com/body/1")
    seen(store, "https://example.com/1", "a", listed)
    for _ in range(2):
        found = store.ledger.listed("https://example.com/1")
        assert found == listed
        assert found.fetch.body_url == "https://example.com/body/1"
        with store.transaction():
            store.ledger.fail("https://example.com/1", "s", "timeout", 1)
    store.save(article("https://example.com/1"))
    found = store.ledger.listed("https://example.com/1")  # where its text is, to look at it again
    assert (found.headline, found.fetch.body_url) == (None, "https://example.com/body/1")
    assert store.ledger.listed("https://example.com/unknown") is None


def test_a_list_that_says_less_does_not_erase_what_another_said(store):
    seen(store, "https://example.com/1", "a", article("https://example.com/1"))
    assert seen(store, "https://example.com/1", "a", None, run_id=2)
    assert store.ledger.listed("https://example.com/1").headline == "H"
