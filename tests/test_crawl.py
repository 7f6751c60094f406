"""The main job, end to end: the demo site is crawled twice, as a user would, and compared with the truth."""

import json
import re
from datetime import datetime, timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from newscrawl.store import Store
from tests.site import serve, write_sources

NAMES = ("demo-city", "demo-finance", "demo-world")


@pytest.fixture(scope="module")
def crawled(make_scrapy):
    """The site after a first and a second crawl of its three categories, and what the second one asked for."""
    scrapy = make_scrapy()
    with serve() as site:
        write_sources(site.url, scrapy.sources)
        first = {name: scrapy("crawl", name) for name in NAMES}
        truth = site.expected()
        before = len(site.requests)
        with Store(scrapy.db) as store:
            rows = {row["url"]: row for row in store.db.query("SELECT * FROM ledger")}
            articles = {row["url"]: row for row in store.db.query("SELECT * FROM articles")}
            second = {name: scrapy("crawl", name) for name in NAMES}
            asked = [path for _, path in site.requests[before:]]
            site.advance()
            third = {name: scrapy("crawl", name) for name in NAMES}
            yield SimpleNamespace(
                url=site.url, truth=truth, ledger=rows, articles=articles, first=first, second=second, third=third,
                asked=asked, store=store, scrapy=scrapy, after=site.expected(),
            )  # fmt: skip


def address(crawled, href: str) -> str:
    return crawled.url + href if href.startswith("/") else href


def test_every_link_of_every_list_has_its_fate(crawled):
    wrong = {}
    for href, expected in crawled.truth.items():
        if expected["state"] is None or "trouble" in expected["category"]:
            continue
        entry = crawled.store.ledger.history(address(crawled, href))
        got = (entry["state"], entry["reason"]) if entry else None
        if got != (expected["state"], expected["reason"]):
            wrong[href] = got
    twins = {href for href in wrong if crawled.truth[href].get("twin")}  # which of two is the copy, order decides
    assert set(wrong) <= twins
    assert len(wrong) in (0, 2)


def stored(crawled):
    for href, expected in crawled.truth.items():
        if expected["state"] == "stored" and "trouble" not in expected["category"]:
            entry = crawled.store.ledger.get(address(crawled, href))
            if entry.state == "stored":
                yield expected, crawled.articles[address(crawled, expected["url"])]


def test_every_article_reads_as_it_was_written(crawled):
    count = 0
    for expected, row in stored(crawled):
        count += 1
        assert row["headline"] == expected["headline"]
        text = re.sub(r"[\s|]", "", row["article_body"])  # a bar stands between cells
        for paragraph in expected["paragraphs"]:
            assert re.sub(r"\s", "", paragraph) in text, (row["url"], paragraph)
        extra = len(text) - sum(len(re.sub(r"\s", "", p)) for p in (*expected["paragraphs"], *expected["cells"]))
        assert extra <= sum(map(len, expected["captions"])), row["url"]
    assert count >= 38


def test_every_time_is_the_instant_that_the_page_shows(crawled):
    for expected, row in stored(crawled):
        if expected["date"] is None:
            assert row["date_published"] is None
            continue
        off = abs(datetime.fromisoformat(row["date_published"]) - datetime.fromisoformat(expected["date"]))
        assert off <= timedelta(seconds=expected["tolerance"] + 60), row["url"]
        assert row["date_published_raw"], row["url"]


def test_people_and_outlets(crawled):
    for expected, row in stored(crawled):
        assert json.loads(row["authors"]) == expected["authors"], row["url"]
        assert json.loads(row["editors"]) == expected["editors"], row["url"]
        assert row["publisher"] == expected["publisher"], row["url"]


def test_what_was_found_names_its_origin(crawled):
    for _, row in stored(crawled):
        via = json.loads(row["via"])
        for name in ("headline", "article_body", "date_published", "authors", "publisher", "image", "description"):
            assert bool(row[name] not in (None, "[]")) == (name in via), (row["url"], name)


def test_a_second_run_fetches_only_the_lists(crawled):
    lists = {"/city/", "/finance/", "/world/"}
    assert all(path == "/robots.txt" or any(path.startswith(name) for name in lists) for path in crawled.asked)
    articles = {expected["url"] for expected, _ in stored(crawled)}
    assert not articles & set(crawled.asked)
    assert all("stored" not in done.stderr for done in crawled.second.values())


def test_a_third_run_stores_what_is_new_and_nothing_twice(crawled):
    new = {h for h, e in crawled.after.items() if e["state"] == "stored" and "trouble" not in e["category"]}
    new -= set(crawled.truth)
    assert new
    for href in new:
        assert crawled.store.article_at(address(crawled, href))
    assert crawled.store.db["articles"].count == len(crawled.articles) + len(new)
    texts = crawled.store.db.execute("SELECT count(DISTINCT text_key) FROM articles").fetchone()[0]
    assert texts == crawled.store.db["articles"].count


def test_runs_say_what_happened(crawled):
    runs = list(crawled.store.db.query("SELECT * FROM runs ORDER BY id"))
    assert [run["source"] for run in runs] == [*NAMES] * 3
    assert {run["state"] for run in runs} == {"ok"}
    counts = [json.loads(run["counts"]) for run in runs]
    assert sum(c.get("stored", 0) for c in counts[:3]) == len(crawled.articles)
    assert sum(c.get("stored", 0) for c in counts[3:6]) == 0
    assert "stored" in crawled.first["demo-city"].stderr


def test_no_time_depends_on_the_zone_of_the_machine(crawled):
    for name in ("discovered_at", "updated_at"):
        assert all(row[name].endswith("+00:00") for row in crawled.ledger.values())


def test_links_are_stored_without_trackers(crawled):
    assert not [url for url in crawled.articles if "utm_" in url]


def test_hosts_that_no_source_names_are_not_asked(crawled):
    assert crawled.ledger["http://example.org/partner/market-week.html"]["reason"] == "other_host"
    assert {urlsplit(url).netloc for url in crawled.articles} == {urlsplit(crawled.url).netloc}


def test_trouble_is_a_counted_reason_and_the_run_goes_on(make_scrapy):
    scrapy = make_scrapy()
    with serve() as site:
        write_sources(site.url, scrapy.sources)
        done = scrapy("crawl", "demo-trouble", code=None, RETRY_TIMES=0)
        truth = {h: e for h, e in site.expected().items() if {"trouble", "loop"} & set(e["category"])}
        with Store(scrapy.db) as store:
            got = {}
            for href in truth:
                entry = store.ledger.history(site.url + href)
                got[href] = (entry["state"], entry["reason"]) if entry else None
            assert got == {href: (e["state"], e["reason"]) for href, e in truth.items()}
            for row in store.db.query("SELECT url, headline, article_body FROM articles"):
                expected = truth[urlsplit(row["url"]).path]
                assert row["headline"] == expected["headline"]
                assert "\x00" not in row["article_body"]
                assert "\ufffd" not in row["article_body"]
                start = expected["paragraphs"][0]
                assert start in row["article_body"]
            counts = json.loads(store.db.execute("SELECT counts FROM runs").fetchone()[0])
            assert counts["next_page_loops"] == 1
            assert "too_large" in done.stderr
