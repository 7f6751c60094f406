"""Crawls of feeds and sitemaps: what is stored, what is counted, and no false 'nothing new'."""

import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from newscrawl.middlewares import BATCH, _batches
from newscrawl.source import Source
from newscrawl.spiders import entries, sitemap
from newscrawl.spiders.feed import FeedSpider
from newscrawl.spiders.sitemap import SitemapSpider
from newscrawl.store import Store
from tests import aside
from tests.test_failures import ARTICLE, Pages, last_run

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NOW = datetime.now(UTC)


class Raw(bytes):
    """A page in bytes, as Pages asks for it."""

    def encode(self) -> bytes:
        return self


def rss(*numbers: int, head: str = "", more: str = "") -> str:
    items = "".join(
        f"<item><title>News number {n}</title><link>/a/{n}.html</link>{more}<category>city</category></item>"
        for n in numbers
    )
    return f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>{head}{items}</channel></rss>'


def urlset(*numbers: int, days: int = 0, host: str = "") -> str:
    at = (NOW - timedelta(days=days)).isoformat()
    urls = "".join(f"<url><loc>{host}/a/{n}.html</loc><lastmod>{at}</lastmod></url>" for n in numbers)
    return f'<urlset xmlns="{SITEMAP}">{urls}</urlset>'


def index(*urls: str, days: tuple[int, ...] = ()) -> str:
    times = [f"<lastmod>{(NOW - timedelta(days=day)).isoformat()}</lastmod>" for day in days] or [""] * len(urls)
    inside = "".join(f"<sitemap><loc>{url}</loc>{at}</sitemap>" for url, at in zip(urls, times, strict=True))
    return f'<sitemapindex xmlns="{SITEMAP}">{inside}</sitemapindex>'


def site(pages: dict) -> Pages:
    return Pages({f"/a/{n}.html": ARTICLE.format(n) for n in range(10)} | pages)


def source(scrapy, kind: str, start_url: str, **lines: str) -> None:
    lines = {"title": '"t"', "kind": f'"{kind}"', "start_urls": f'["{start_url}"]'} | lines
    scrapy.source("s", **lines, settings="{DOWNLOAD_DELAY = 0}")


def crawl(
    scrapy, kind: str, pages: dict, *, code: int = 0, start: str = "/list", **lines: str
) -> tuple[dict, list[str]]:
    """The run's row, with what was logged, and the paths asked for; pages are those named and ten articles."""
    with site(pages) as served:
        source(scrapy, kind, served.url + start, **lines)
        done = scrapy("crawl", "s", code=code, LOG_LEVEL="INFO")
    return last_run(scrapy) | {"log": done.stderr}, [path for path, _ in served.asked if path != "/robots.txt"]


def stored(scrapy) -> list[dict]:
    with Store(scrapy.db) as store:
        return list(store.db.query("SELECT * FROM articles ORDER BY url"))


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_what_is_listed_is_fetched_once(scrapy, kind):
    with site({"/list": rss(1, 2, 3) if kind == "feed" else urlset(1, 2, 3)}) as served:
        source(scrapy, kind, served.url + "/list")
        scrapy("crawl", "s")
        assert last_run(scrapy)["counts"]["stored"] == 3
        scrapy("crawl", "s")
    run = last_run(scrapy)
    assert (run["state"], run["counts"]["links"], run["counts"]["known"]) == ("ok", 3, 3)
    assert "stored" not in run["counts"]


def test_a_feed_fills_what_a_page_lacks(scrapy):
    bare = ARTICLE.format(1).replace("<time", "<b").replace("2026-11-20</time>", "</b>")
    more = "<pubDate>Mon, 16 Nov 2026 08:00:00 GMT</pubDate><description>In short.</description>"
    crawl(scrapy, "feed", {"/list": rss(1, more=more), "/a/1.html": bare})
    (row,) = stored(scrapy)
    assert row["date_published"] == "2026-11-16T08:00:00+00:00"
    assert (row["description"], row["keywords"]) == ("In short.", '["city"]')
    assert row["headline"] == "第1条消息的标题写在这里"
    assert json.loads(row["via"])["date_published"] == "list"


def test_a_full_text_feed_needs_no_page(scrapy):
    text = "<p>第一段写在这里，句子完整，标点齐全。</p><p>第二段也写在这里，同样如此。</p>"
    whole = f"<description><![CDATA[{text}]]></description><pubDate>Mon, 16 Nov 2026 08:00:00 +0800</pubDate>"
    run, asked = crawl(scrapy, "feed", {"/list": rss(1, more=whole)}, full_text="true", publisher='"某报"')
    (row,) = stored(scrapy)
    assert (asked, run["state"]) == (["/list"], "ok")
    assert row["article_body"] == "第一段写在这里，句子完整，标点齐全。\n\n第二段也写在这里，同样如此。"
    assert row["article_body_html"].count("<p>") == 2
    assert (row["headline"], row["publisher"], row["in_language"]) == ("News number 1", "某报", "zh")
    assert row["date_published"] == "2026-11-16T00:00:00+00:00"
    assert json.loads(row["via"]) == {
        "headline": "feed", "date_published": "feed", "description": "feed", "article_body": "feed",
        "keywords": "feed", "publisher": "source", "in_language": "text",
    }  # fmt: skip


def test_a_full_text_feed_without_text_stores_nothing_and_says_why(scrapy):
    run, _ = crawl(scrapy, "feed", {"/list": rss(1)}, full_text="true")
    assert run["counts"]["reasons"] == {"refused/no_article_body": 1}


def test_further_pages_of_a_feed(scrapy):
    pages = {f"/list?p={n}": rss(n, head=f'<atom:link rel="next" href="/list?p={n + 1}"/>') for n in range(2, 9)}
    first = {"/list": rss(1, head='<atom:link rel="next" href="/list?p=2"/>')}
    run, asked = crawl(scrapy, "feed", first | pages, max_pages="3")
    assert [path for path in asked if "list" in path] == ["/list", "/list?p=2", "/list?p=3"]
    assert run["counts"]["stored"] == 3


HTML = "<!DOCTYPE html><html><body>Please log in</body></html>"


@pytest.mark.parametrize(
    ("kind", "lists"),  # no more than three, as many as a run's reason names
    [
        ("feed", {"html": HTML, "empty": "", "not_a_feed": "Service unavailable"}),
        ("feed", {"cut_off": rss(1)[:-60]}),
        ("sitemap", {"html": HTML, "not_a_sitemap": rss(1), "empty": Raw(gzip.compress(b" " * 20_000_000))}),
        ("sitemap", {"cut_off": urlset(1)[:-30], "no_sitemaps": index(), "itself": index("/itself")}),
        ("sitemap", {"other_host": index("https://other.example/s.xml"), "no_link": index("mailto:x")}),
    ],
)
def test_a_list_that_can_not_be_read_is_a_failure(scrapy, kind, lists):
    with site({f"/{reason}": text for reason, text in lists.items()}) as served:
        source(scrapy, kind, '", "'.join(f"{served.url}/{reason}" for reason in lists))
        scrapy("crawl", "s", code=1)
    assert last_run(scrapy)["state"] == "failed"
    assert all(f"/{reason}: {reason}" in last_run(scrapy)["reason"] for reason in lists)


@pytest.mark.parametrize(
    ("kind", "pages"),
    [
        ("feed", {"/list": rss()}),
        ("feed", {"/list": "<rss><channel><item><title>no link</title></item></channel></rss>"}),
        ("sitemap", {"/list": urlset()}),
        ("sitemap", {"/list": index("/s1", "/s2"), "/s1": urlset(), "/s2": urlset()}),
    ],
)
def test_a_list_without_links_makes_the_run_ill(scrapy, kind, pages):
    run, _ = crawl(scrapy, kind, pages, code=1)
    assert run["state"] == "ill"
    assert "no links found on 1 list pages" in run["reason"]


def test_a_feed_that_is_cut_off_gives_what_it_has_and_says_so(scrapy):
    run, _ = crawl(scrapy, "feed", {"/list": rss(1, 2, 3)[:-30]})
    assert (run["state"], run["counts"]["stored"]) == ("ok", 2)
    assert "/list: 1 cut_off" in run["log"]


@pytest.mark.parametrize(("age", "old"), [(None, 1), ("60d", 0)])
def test_old_entries_are_passed_over_and_counted(scrapy, age, old):
    both = urlset(1, 2, days=1).replace("</urlset>", "") + urlset(3, days=40).partition(">")[2]
    run, _ = crawl(scrapy, "sitemap", {"/list": both}, **({"max_age": f'"{age}"'} if age else {}))
    assert (run["state"], run["counts"]["stored"], run["counts"]["links"]) == ("ok", 3 - old, 3)
    assert ("/list: 1 old" in run["log"]) == bool(old)


def test_nothing_but_old_entries_is_no_fault(scrapy):
    run, _ = crawl(scrapy, "sitemap", {"/list": index("/s1", days=(90,))})
    assert (run["state"], "stored" in run["counts"]) == ("ok", False)


def test_indexes_are_followed_on_their_own_site_the_newest_first(scrapy):
    pages = {
        "/list": index("/s1", "/s2.gz", "/list", "https://other.example/x", "/s3", days=(5, 1, 1, 1, 3)),
        "/s1": urlset(1),
        "/s2.gz": Raw(gzip.compress(urlset(2).encode())),
        "/s3": index("/s4", "/list", "/s1"),
        "/s4": urlset(4),
    }
    run, asked = crawl(scrapy, "sitemap", pages)
    assert (run["state"], run["counts"]["stored"]) == ("ok", 3)
    lists = [path for path in asked if not path.startswith("/a/")]
    assert sorted(lists) == ["/list", "/s1", "/s2.gz", "/s3", "/s4"]
    assert "1 itself, 1 other_host" in run["log"]


def spider(kind: type):
    crawler = get_crawler(kind.of(Source("s", "t", ("https://news.example/list",), timezone="Asia/Shanghai")))
    return crawler._create_spider("s")


def test_the_sitemaps_that_changed_last_come_first():
    text = index("/s1", "/s2", "/s3", "/s4", days=(5, 1, 90, 3)).replace("</sitemapindex>", "")
    text += "<sitemap><loc>/undated</loc></sitemap></sitemapindex>"
    requests = list(spider(SitemapSpider).parse(Response("https://news.example/list", body=text.encode())))
    assert [request.url[21:] for request in requests] == ["s2", "s4", "s1", "undated"]
    assert [request.priority for request in requests] == [0, -1, -2, -3]
    assert {request.meta["download_maxsize"] for request in requests} == {entries.MAX_SIZE}


def test_an_index_of_too_many_sitemaps_says_so(monkeypatch):
    monkeypatch.setattr(sitemap, "MAX_SITEMAPS", 3)
    failed = []
    monkeypatch.setattr(SitemapSpider, "list_failed", lambda self, response, reason: failed.append(reason))
    text = index(*(f"/s{n}" for n in range(9)))
    requests = list(spider(SitemapSpider).parse(Response("https://news.example/list", body=text.encode())))
    assert (len(requests), failed) == (3, ["too_many_sitemaps"])


@pytest.mark.parametrize("depth", [sitemap.MAX_DEPTH - 1, sitemap.MAX_DEPTH])
def test_indexes_in_indexes_have_an_end(monkeypatch, depth):
    failed = []
    monkeypatch.setattr(SitemapSpider, "list_failed", lambda self, response, reason: failed.append(reason))
    found = Response("https://news.example/list", body=index("/s1").encode())
    assert len(list(spider(SitemapSpider).parse(found, None, depth))) == int(depth < sitemap.MAX_DEPTH)
    assert failed == ["too_deep"] * (depth == sitemap.MAX_DEPTH)


@pytest.mark.parametrize("kind", [FeedSpider, SitemapSpider])
def test_of_a_long_list_a_run_takes_so_many_new_links_and_leaves_the_rest_to_the_next(monkeypatch, kind):
    monkeypatch.setattr(entries, "MOST_NEW", 100)
    text = rss(*range(1000)) if kind is FeedSpider else urlset(*range(1000))
    found = spider(kind)
    stats = found.crawler.stats
    taken = 0
    for _ in found.parse(Response("https://news.example/list", body=text.encode())):
        taken += 1
        if taken > 300:  # the first are known
            stats.inc_value("ledger/new")
    assert (taken, stats.get_value("lists/left_for_next_run")) == (400, 1)


def test_robots_txt_as_a_start(scrapy):
    pages = {"/robots.txt": "User-agent: *\nSitemap: /s1\n", "/s1": urlset(1, 2)}
    run, _ = crawl(scrapy, "sitemap", pages, start="/robots.txt")
    assert (run["state"], run["counts"]["stored"]) == ("ok", 2)


def test_a_known_sitemap_does_not_hide_another(scrapy):
    with site({"/list": index("/s1"), "/s1": urlset(*range(5), *range(100, 130))}) as served:
        source(scrapy, "sitemap", served.url + "/list")
        scrapy("crawl", "s", code=None)
        served.pages |= {"/list": index("/s1", "/s2"), "/s2": urlset(7)}
        scrapy("crawl", "s", code=None)
    assert last_run(scrapy)["counts"]["stored"] == 1


def test_a_long_list_is_taken_in_batches():
    taken = []

    async def source():
        for number in range(2 * BATCH + 1):
            taken.append(number)
            yield number

    async def sizes() -> list[tuple[int, int]]:
        return [(len(batch), len(taken)) async for batch in _batches(source())]

    assert aside.run(sizes()) == [(BATCH, BATCH), (BATCH, 2 * BATCH), (1, 2 * BATCH + 1)]
