"""Kept pages are read again with newer rules; only what differs is written, and nothing twice."""

import json
import os
import signal

import pytest

from newscrawl import reading
from newscrawl import reextract as reextracting
from newscrawl.store import Store
from tests.test_failures import site, source


@pytest.fixture
def crawled(scrapy):
    """Five articles, the publisher wrongly declared."""
    with site() as pages:
        source(scrapy, pages.url, publisher='"Wrong"', fields='{headline = "time"}')
        scrapy("crawl", "s")
        yield scrapy, pages.url


def revisions(scrapy) -> list[dict]:
    with Store(scrapy.db) as store:
        return list(store.db.query("SELECT * FROM revisions ORDER BY id"))


def test_nothing_to_do(crawled):
    scrapy, _ = crawled
    assert "0 articles read" in scrapy("reextract").stdout
    assert "5 articles read, 0 revised" in scrapy("reextract", "--all").stdout
    assert revisions(scrapy) == []


def test_a_source_file_put_right(crawled):
    scrapy, url = crawled
    source(scrapy, url, publisher='"Right"')
    dry = scrapy("reextract", "--dry-run").stdout
    assert "5 articles read, 5 would be revised" in dry
    assert revisions(scrapy) == []
    done = scrapy("reextract").stdout
    assert "5 articles read, 5 revised" in done
    assert "headline" in done
    assert json.loads(revisions(scrapy)[0]["previous"])["headline"].startswith("2026-11-20")
    assert {row["reason"] for row in revisions(scrapy)} == {"reextracted"}
    with Store(scrapy.db) as store:
        assert store.articles.get(1).headline.endswith("条消息的标题写在这里")
        assert store.articles.get(1).section == "list"
    assert "0 articles read" in scrapy("reextract").stdout


def test_only_a_part_of_them_and_a_mistake(crawled):
    scrapy, url = crawled
    source(scrapy, url)
    assert "2 articles read" in scrapy("reextract", "--since", "2026-11-20T08:03+08:00").stdout
    assert "3 articles read" in scrapy("reextract", "--source", "s").stdout
    assert "nothing is stored of 'x'" in scrapy("reextract", "--source", "x", code=2).stderr
    wrong = scrapy("reextract", "--sorce", "s", code=2)  # would read all of them, if it were passed over
    assert wrong.stderr == "scrapy: error: unknown argument '--sorce'; name a source with --source\n"
    assert wrong.stdout == ""


def test_an_interruption_loses_a_batch_at_most(crawled, monkeypatch):
    from newscrawl import reextract as module

    scrapy, _ = crawled
    monkeypatch.setattr(module, "BATCH", 2)
    with Store(scrapy.db) as store:
        calls = []

        def progress(count):
            calls.append(count)
            if len(calls) == 2:
                raise KeyboardInterrupt

        chosen = module.Selection(store, "s", None)
        with pytest.raises(KeyboardInterrupt):
            module.reextract(chosen, module.Tally(), 0, progress=progress)
        tally = module.Tally()
        module.reextract(chosen, tally, 0, progress=calls.append)
        assert (calls, tally.read) == ([2, 2, 1], 1)


def test_without_its_file_a_source_is_left_alone(crawled):
    scrapy, _ = crawled
    (scrapy.sources / "s.toml").unlink()
    done = scrapy("reextract", code=1)
    assert "s: left out: it has no source file" in done.stderr
    assert revisions(scrapy) == []


def test_pages_are_bounded_and_articles_stay(crawled):
    scrapy, _ = crawled
    assert "nothing is bounded" in scrapy("prune", code=2).stderr
    for days in ("1e12", "1000000", "-5", "nan", "1.5", "x"):
        assert "is no whole number from 0 to" in scrapy("prune", f"--days={days}", code=2).stderr
    assert "pages of 0 articles" in scrapy("prune", "--days", "1").stdout
    with Store(scrapy.db) as store:
        store.db.execute("UPDATE pages SET fetched_at = '2020-01-01T00:00:00+00:00' WHERE article_id = 2")
        assert "pages of 1 articles" in scrapy("prune", "--days", "1").stdout
        assert store.pages.of(2) == []
        assert "pages of 4 articles" in scrapy("prune", NEWSCRAWL_PAGES_MB=0).stdout
        assert store.pages.of(1) == []
        assert store.db["articles"].count == 5


def test_no_pages_are_kept_where_none_are_wanted(scrapy):
    with site() as pages:
        source(scrapy, pages.url)
        scrapy("crawl", "s", NEWSCRAWL_PAGES_DAYS=0)
    with Store(scrapy.db) as store:
        assert (store.db["articles"].count, store.db["pages"].count) == (5, 0)


def test_what_is_unreadable_now_is_left_alone(crawled):
    scrapy, url = crawled
    source(scrapy, url, remove='"h1, .text, title"')
    with Store(scrapy.db) as before:
        texts = [row["article_body"] for row in before.db.query("SELECT article_body FROM articles")]
        done = scrapy("reextract").stdout
        assert "5 unreadable now" in done
        assert [row["article_body"] for row in before.db.query("SELECT article_body FROM articles")] == texts


def deadly(task: reading.Task):
    """Read a page, unless it is the third article's, which kills."""
    if task.url.endswith("/3.html"):
        os.kill(os.getpid(), signal.SIGKILL)
    return reading.read(None, task)


def test_a_page_that_kills_its_reader_is_left_alone_and_the_rest_is_read(crawled, monkeypatch):
    scrapy, _ = crawled
    monkeypatch.setattr(reading, "read_here", deadly)
    monkeypatch.setattr(reextracting, "read_here", deadly)
    tally, progress = reextracting.Tally(), []
    with Store(scrapy.db) as store:
        chosen = reextracting.Selection(store, "s", None)
        reextracting.reextract(chosen, tally, 2, progress=progress.append)
        (killer,) = tally.deadly
        assert store.articles.get(killer).url.endswith("/3.html")
        assert (tally.read, progress, chosen.ids()) == (4, [5], [])
