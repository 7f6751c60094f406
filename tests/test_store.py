"""The database: what is kept, what is known, what happens when it can't be."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlite_utils import Database

from newscrawl.items import Article, Fetch, RawPage
from newscrawl.packing import pack
from newscrawl.store import Store, StoreError
from newscrawl.store.ledger import FIRST_RETRY, LONGEST_RETRY, MAX_ATTEMPTS, retry_delay
from newscrawl.store.schema import migrations

BEIJING = timezone(timedelta(hours=8))


def article(url="https://example.com/a/1.html", body="正文第一段。\n\n正文第二段。", **values) -> Article:
    values = {
        "source": "demo",
        "headline": "标题",
        "article_body": body,
        "date_published": datetime(2026, 11, 20, 8, 5, tzinfo=BEIJING),
        "date_precision": "minute",
        "fetched_at": datetime(2026, 11, 20, 1, 0, tzinfo=UTC),
    } | values
    return Article(url=url, **values)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.db"


@pytest.fixture
def store(path):
    with Store(path) as store:
        yield store


def discover(store, url, run_id=1):
    with store.transaction():
        return store.ledger.discover(url, "demo", "city", run_id)


def test_times_are_stored_in_utc_and_come_back_aware(store):
    store.save(article())
    assert store.db.execute("SELECT date_published FROM articles").fetchone() == ("2026-11-20T00:05:00+00:00",)
    assert store.articles.get(1).date_published == datetime(2026, 11, 20, 8, 5, tzinfo=BEIJING)


def test_a_naive_time_is_refused(store):
    with pytest.raises(ValueError, match="naive"):
        store.save(article(date_published=datetime(2026, 11, 20)))  # noqa: DTZ001
    assert store.db["articles"].count == store.db["ledger"].count == 0


def test_everything_an_article_says_comes_back(store):
    said = article(
        authors=["张三", "李四"], editors=["王五"], keywords=["a"], stocks=[{"market": "1", "code": "600519"}],
        via={"headline": "h1"}, is_accessible_for_free=False, publisher="北方网",
    )  # fmt: skip
    store.save(said)
    assert store.articles.get(1) == said


def test_every_url_that_led_to_an_article_is_known(store):
    one = article(url="https://example.com/a/1.html", canonical_url="https://example.com/story/1")
    one.fetch = Fetch(listed_url="http://www.example.com/go/1", etag='"x"')
    store.save(one)
    for url in ("https://example.com/go/1", "http://m.example.com/a/1.html"):
        assert store.article_at(url) == 1
    again = article(url="https://example.com/b/1.html", body="x", canonical_url="https://example.com/story/1")
    assert store.twin(again) == (1, "url")
    assert store.twin(article(url="https://example.com/b/2.html", body="x", headline="y",
                              canonical_url="https://example.com/story/1")) is None  # fmt: skip
    assert store.ledger.history("https://example.com/a/1.html")["etag"] == '"x"'


def test_seen_means_stored(store):
    assert discover(store, "https://example.com/a/1.html", run_id=1)
    assert not discover(store, "https://example.com/a/1.html", run_id=1)  # in hand
    assert discover(store, "https://example.com/a/1.html", run_id=2)  # the first run never stored it
    store.save(article(), run_id=2)
    assert not discover(store, "https://example.com/a/1.html", run_id=3)


def test_an_article_and_its_ledger_row_stand_or_fall_together(store, monkeypatch):
    def broken(*args, **kwargs):
        raise sqlite3.OperationalError("no")

    monkeypatch.setattr(store.ledger, "settle", broken)
    with pytest.raises(StoreError):
        store.save(article())
    assert store.db["articles"].count == 0


def test_a_correction_becomes_a_revision_and_none_erases_nothing(store):
    store.save(article(publisher="北方网"))
    assert store.save(article(body="正文改过了。", publisher=None)) == "revised"
    assert store.articles.get(1).article_body == "正文改过了。"
    assert store.articles.get(1).publisher == "北方网"
    (previous,) = store.db.execute("SELECT previous FROM revisions").fetchone()
    assert json.loads(previous) == {"article_body": "正文第一段。\n\n正文第二段。"}


def test_what_a_revision_keeps_keeps_its_origin(store):
    store.save(article(publisher="北方网", via={"publisher": "text", "article_body": "heuristic"}))
    store.save(article(body="正文改过了。", publisher=None, via={"article_body": "declared"}))
    assert store.articles.get(1).via == {"publisher": "text", "article_body": "declared"}


def test_the_same_again_is_unchanged(store):
    store.save(article())
    assert store.save(article()) == "unchanged"
    assert store.db["revisions"].count == 0
    assert store.db["articles"].count == 1


PAGE = b"<html>" + b"x" * 10_000
LONG = "这是一段足够长的正文，用来说明两篇报道的文字完全相同。" * 12


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"body": LONG, "headline": "两篇报道文字相同"}, (1, "text")),
        ({"body": LONG, "headline": "请先登录"}, (1, "same_text")),
        ({"body": LONG, "headline": "请先登录", "source": "other"}, None),
        ({"body": LONG.replace("，", ",") + " \n", "headline": "x"}, (1, "text")),
        ({"body": LONG.replace("两篇", "三篇")}, None),
        ({"body": "x", "canonical_url": "https://example.com/a/1.html"}, (1, "url")),
    ],
)
def test_twins(store, other, expected):
    store.save(article(body=LONG))
    assert store.twin(article(url="https://other.example/2", **other)) == expected


def test_short_texts_are_twins_only_under_one_headline(store):
    store.save(article(body="北向资金净流入达30亿元。", headline="北向资金净流入达30亿元"))
    same = {"url": "https://other.example/2", "body": "北向资金净流入达30亿元。"}
    assert store.twin(article(**same, headline="午评")) is None
    assert store.twin(article(**same, headline="北向资金净流入达30亿元")) == (1, "text")
    assert store.twin(article(**same | {"body": "北向资金净流入达40亿元。"}, headline="北向资金净流入达30亿元")) is None


def test_a_failed_url_waits_longer_each_time_and_is_then_given_up(store):
    url = "https://example.com/a/1.html"
    delays = [retry_delay(n) for n in range(1, MAX_ATTEMPTS + 1)]
    assert delays[0] == FIRST_RETRY
    assert delays[:-1] == sorted(delays[:-1])
    assert max(delays[:-1]) == LONGEST_RETRY
    assert delays[-1] is None
    for attempt in range(1, MAX_ATTEMPTS + 1):
        with store.transaction():
            store.ledger.fail(url, "demo", "timeout", run_id=attempt)
        assert store.ledger.get(url).attempts == attempt
        assert not discover(store, url, run_id=100)
    assert store.ledger.get(url).retry_at is None


def test_what_a_run_left_is_waiting_for_the_next(store):
    discover(store, "https://example.com/a/1.html", run_id=1)
    with store.transaction():
        store.ledger.fail("https://example.com/a/2.html", "demo", "timeout", run_id=1)
        store.ledger.fail("https://example.com/a/3.html", "demo", "timeout", run_id=1)
        store.db.execute("UPDATE ledger SET retry_at = '2020-01-01T00:00:00+00:00' WHERE url LIKE '%3.html'")
    assert store.ledger.waiting("demo", 1) == []
    assert sorted(store.ledger.waiting("demo", 2)) == [
        ("https://example.com/a/1.html", "city"),
        ("https://example.com/a/3.html", None),
    ]
    assert store.ledger.waiting("other", 2) == []


def test_a_retry_keeps_count_of_the_attempts(store):
    url = "https://example.com/a/1.html"
    for run in (1, 2):
        with store.transaction():
            store.ledger.fail(url, "demo", "timeout", run_id=run)
            store.db.execute("UPDATE ledger SET retry_at = '2020-01-01T00:00:00+00:00'")
        discover(store, url, run_id=run + 1)
    assert store.ledger.get(url).attempts == 2


def test_an_older_database_is_migrated_and_keeps_what_it_held(path):
    with closing(Database(path)) as db:
        migrations.apply(db, stop_before="0005_pages")
        db["runs"].insert({"source": "demo", "started_at": "x", "state": "ok", "counts": "{}", "coverage": "{}"})
    with Store(path) as store:
        assert store.db["pages"].exists()
        assert store.runs.sources() == ["demo"]


def test_a_newer_database_is_refused(path):
    with Store(path) as store, store.transaction():
        store.db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('newscrawl', '9999_x', '')"
        )
    with pytest.raises(StoreError, match=r"news\.db: written by a newer newscrawl.*9999_x.*update"):
        Store(path)


@pytest.mark.parametrize("table", ["notes", "articles"])
def test_the_database_of_another_program_is_left_alone(path, table):
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, text TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"news\.db: it is another program's database, .*; name another file"):
        Store(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_bytes(b"not a database" * 100), "not a SQLite database"),
        (lambda path: path.mkdir(), "can't be opened"),
    ],
)
def test_a_file_that_is_no_database_is_said_so(path, make, words):
    make(path)
    with pytest.raises(StoreError, match=words):
        Store(path)


def test_a_locked_database_is_said_so(path, store):
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Store(path, busy_timeout=0.05) as impatient:
            with pytest.raises(StoreError, match="another program holds it locked"):
                impatient.save(article())
            other.execute("ROLLBACK")
            assert impatient.save(article()) == "stored"


def test_a_missing_database_is_said_so(path):
    with pytest.raises(StoreError, match="no such database"):
        Store(path, create=False)
    assert not path.exists()


def test_a_reader_is_not_blocked_by_a_writer(path, store):
    store.save(article())
    with store.transaction():
        store.db.execute("DELETE FROM ledger")
        with Store(path, busy_timeout=0.05) as reader:
            assert reader.article_at("https://example.com/a/1.html") == 1


def test_the_page_is_kept_compressed(store):
    one = article()
    one.fetch = Fetch(listed_url=one.url, pages=[RawPage(one.url, None, pack(PAGE))])
    store.save(one)
    assert [html for _, html, _ in store.pages.of(1)] == [PAGE]
    assert store.db.execute("SELECT length(html) FROM pages").fetchone()[0] < 200


def test_usual_fields(store):
    for coverage in ({"read": 10, "headline": 10, "authors": 2}, {"read": 10, "headline": 10, "authors": 9}):
        with store.transaction():
            store.runs.finish(store.runs.start("demo"), "ok", None, {}, coverage)
    assert store.runs.usual_fields("demo") == {"headline", "authors"}
    assert store.runs.usual_fields("other") == set()
