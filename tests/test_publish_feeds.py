"""Feeds of stored articles are valid, their entries' ids stay, their times are right, and nothing in them runs."""

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from newscrawl.items import Article
from newscrawl.publish.entries import published_of
from newscrawl.store import Store
from tests import nasty

SCHEMAS = Path(__file__).parent / "schemas"
RUBY = shutil.which("ruby")
KINDS = ("rss", "atom", "jsonfeed")
OLD = datetime(2026, 11, 1, 8, tzinfo=UTC)


def article(n: int, **fields: object) -> Article:
    values = {
        "url": f"https://example.com/a/{n}", "source": "a", "headline": f"News {n}", "section": "finance",
        "article_body": f"Body of number {n}. " * 20, "article_body_html": f"<p>Body of number <b>{n}</b>.</p>",
        "date_published": OLD + timedelta(hours=n), "date_precision": "minute", "fetched_at": OLD + timedelta(days=2),
        "in_language": "en",
    }  # fmt: skip
    return Article(**values | fields)


@pytest.fixture
def store(scrapy):
    with Store(scrapy.db) as with_one_source:
        with with_one_source.transaction():
            with_one_source.runs.start("a")
        yield with_one_source


def export(scrapy, kind: str, *options: str) -> str:
    out = scrapy.folder / f"feed.{kind}"
    scrapy("export", "--format", kind, "-o", str(out), *options)
    return out.read_text("utf-8")


def check(kind: str, text: str) -> None:
    """By the rules of the format: a schema, Ruby's validating parser where there is one, feedparser."""
    if kind == "jsonfeed":
        feed = json.loads(text)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        for item in feed["items"]:
            assert item["id"]
            assert "content_text" in item or "content_html" in item
            times = [item[key] for key in ("date_published", "date_modified") if key in item]
            assert all(datetime.fromisoformat(one).tzinfo for one in times)
        return
    schema = etree.RelaxNG(etree.parse(SCHEMAS / f"{kind}.rng"))
    schema.assertValid(etree.fromstring(text.encode()))
    assert not feedparser.parse(text).bozo
    if RUBY:
        script = "require 'rss'; RSS::Parser.parse(STDIN.read.force_encoding('UTF-8'), true, true)"
        done = subprocess.run([RUBY, "-e", script], input=text.encode(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()


def entries(kind: str, text: str) -> list[dict]:
    """(id, title, published, updated, content) of each, as a reader sees them."""
    if kind == "jsonfeed":
        return [
            {"id": i["id"], "link": i["url"], "title": i["title"], "published": i.get("date_published"),
             "updated": i["date_modified"], "content": i.get("content_html"), "summary": i.get("summary")}
            for i in json.loads(text)["items"]
        ]  # fmt: skip
    return [
        {"id": e.id, "link": e.link, "title": e.title, "published": e.get("published"), "updated": e.updated,
         "content": e.content[0].value if "content" in e else None, "summary": e.summary}
        for e in feedparser.parse(text).entries
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_newest_articles_the_newest_first(scrapy, store, kind):
    for n in range(5):
        store.save(article(n, in_language="zh" if n == 0 else "en"))
    text = export(scrapy, kind, "--limit", "4", "--source", "a", "--feed-url", "https://me.example/f?a=1&b=2")
    check(kind, text)
    found = entries(kind, text)
    assert [one["title"] for one in found] == ["News 4", "News 3", "News 2", "News 1"]
    assert found[0]["link"] == "https://example.com/a/4"
    assert found[0]["content"] is None
    assert found[0]["summary"].startswith("Body of number 4. Body")
    if kind == "jsonfeed":
        feed = json.loads(text)
        assert (feed["title"], feed["home_page_url"]) == ("a", "https://example.com/")
        assert (feed["feed_url"], feed["language"]) == ("https://me.example/f?a=1&b=2", "en")
    else:
        feed = feedparser.parse(text).feed
        assert (feed.title, feed.link, feed.language) == ("a", "https://example.com/", "en")
        assert {"rel": "self", "href": "https://me.example/f?a=1&b=2"}.items() <= feed.links[-1].items()


@pytest.mark.parametrize("kind", KINDS)
def test_full_text(scrapy, store, kind):
    store.save(article(1))
    store.save(article(2, article_body_html=None, article_body="One <b>.\n\nTwo."))
    text = export(scrapy, kind, "--full-text")
    check(kind, text)
    plain, html = (one["content"] for one in entries(kind, text))
    assert html == "<p>Body of number 1.</p>"  # sanitised again
    assert plain == "<p>One &lt;b&gt;.</p><p>Two.</p>"


@pytest.mark.parametrize("kind", KINDS)
def test_a_revised_article_keeps_its_id_and_says_when(scrapy, store, kind):
    store.save(article(1))
    store.save(article(2))
    before = entries(kind, export(scrapy, kind))
    store.save(article(1, article_body="Body of number 1. " * 20 + "Corrected.", date_published=OLD))
    after = entries(kind, export(scrapy, kind))
    assert {one["id"] for one in before} == {one["id"] for one in after}
    assert all(one["id"].startswith("urn:uuid:") for one in before)
    was, now = (next(one for one in found if one["title"] == "News 1") for found in (before, after))
    assert datetime.fromisoformat(was["updated"]) == OLD + timedelta(hours=1)
    assert abs(datetime.fromisoformat(now["updated"]) - datetime.now(UTC)) < timedelta(minutes=5)


def test_ids_are_the_same_in_every_format_and_database(scrapy, make_scrapy, store):
    store.save(article(1))
    other = make_scrapy()
    with Store(other.db) as with_more:
        with_more.save(article(7))
        with_more.save(article(1))
    ids = {entries(kind, export(scrapy, kind))[0]["id"] for kind in KINDS}
    ids |= {entries(kind, export(other, kind))[1]["id"] for kind in KINDS}
    assert len(ids) == 1


def test_times_in_rss_have_a_zone_and_atom_an_offset(scrapy, store):
    store.save(article(1))
    store.save(article(2, date_published=datetime(2026, 11, 19, 16, tzinfo=UTC), date_precision="day"))
    store.save(article(3, date_published=None))
    rss, atom = export(scrapy, "rss"), export(scrapy, "atom")
    check("rss", rss)
    check("atom", atom)
    assert [one["published"] for one in entries("rss", rss)] == [
        "Fri, 20 Nov 2026 00:00:00 +0800",  # only the day is known: as the page had it
        None,
        "Sun, 01 Nov 2026 09:00:00 +0000",
    ]
    assert [(one["published"], one["updated"]) for one in entries("atom", atom)] == [
        ("2026-11-20T00:00:00+08:00", "2026-11-20T00:00:00+08:00"),
        (None, "2026-11-03T08:00:00+00:00"),
        ("2026-11-01T09:00:00+00:00", "2026-11-01T09:00:00+00:00"),
    ]


@given(st.datetimes(timezones=st.sampled_from([timezone(timedelta(minutes=m)) for m in range(-660, 735, 15)])))
def test_a_day_reads_as_its_page_had_it(when):
    midnight = when.replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        stored = midnight.astimezone(UTC)
    except OverflowError:
        return
    found = published_of({"date_published": stored.isoformat(), "date_precision": "day"})
    assert found == stored
    if 1 < stored.year < 9999:
        assert found.date() == midnight.date()


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_site_has_taken_down_is_not_in_its_feed(scrapy, store, kind):
    store.save(article(1))
    store.save(article(2))
    with store.transaction():
        store.ledger.settle("https://example.com/a/2", "a", "gone", "404")
    assert [one["title"] for one in entries(kind, export(scrapy, kind))] == ["News 1"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_of_a_search_and_of_nothing(scrapy, store, kind):
    store.save(article(1, headline="央行降准"))
    store.save(article(2, headline="北京天气"))
    assert [one["title"] for one in entries(kind, export(scrapy, kind, "--search", "央行"))] == ["央行降准"]
    empty = export(scrapy, kind, "--search", "没有")
    check(kind, empty)
    assert entries(kind, empty) == []
    assert export(scrapy, kind, "--search", "没有") == empty


@pytest.mark.parametrize("full", [(), ("--full-text",)])
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_articles_hold_the_feed_is_valid_and_inert(scrapy, kind, full):
    nasty.fill(scrapy.db)
    text = export(scrapy, kind, "--outlet", "..", "--outlet", "/", "--feed-title", "a]]>\x00\n<b>")
    check(kind, text)
    text = export(scrapy, kind, *full)
    check(kind, text)
    found = entries(kind, text)
    assert len(found) == len(nasty.HEADLINES)
    assert any("{{ site.title }}" in one["title"] for one in found)
    assert "\x00" not in json.dumps(found, ensure_ascii=False)
    contents = [one["content"] for one in (json.loads(text)["items"] if kind == "jsonfeed" else ()) if "content" in one]
    for raw in [*contents, *raw_contents(kind, text)]:
        assert not any(word in raw for word in ("<script", "onclick", "onerror", "javascript:"))


def raw_contents(kind: str, text: str) -> list[str]:
    """What a reader that cleans nothing would show."""
    if kind == "jsonfeed":
        return [one.get("content_html", "") + one.get("image", "") for one in json.loads(text)["items"]]
    names = ("{*}summary", "{*}content", "description", "{*}encoded")
    root = etree.fromstring(text.encode())
    return [one.text or "" for name in names for one in root.iter(name)]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--format", "rss", "--limit", "0"), "--limit: 0 is no number of articles"),
        (("--format", "rss", "--limit", "9" * 25), "is no number of articles; write 1 to 100,000"),
        (("--format", "rss", "--limit", "x"), "invalid int value"),
        (("--format", "atom", "--feed-url", "javascript:alert(1)"), "--feed-url: 'javascript:alert(1)' is no address"),
        (("--format", "rss", "--search", '"open'), "--search: "),
        (("--limit", "3"), "--limit is for rss, atom, jsonfeed, not for jsonl"),
        (("--format", "rss", "--bom"), "--bom is for csv, not for rss"),
    ],
)
def test_mistakes_are_one_line(scrapy, store, options, words):
    store.save(article(1))
    done = scrapy("export", *options, code=2)
    assert words in done.stderr
    assert done.stdout == ""
