"""A source file from the URL of a list."""

import gzip

import pytest

from newscrawl import scout, source
from newscrawl.extract.page import Page
from tests.site import serve
from tests.test_failures import ARTICLE, Pages

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title>{}</channel></rss>"""
ITEM = "<item><title>第{0}条消息的标题写在这里</title><link>{1}/a/{0}.html</link></item>"
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (FEED.encode(), "feed"),
        (b"<?xml version='1.0'?><!-- made by x --><feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "feed"),
        (SITEMAP.encode(), "sitemap"),
        (INDEX.encode(), "sitemap"),
        (gzip.compress(b"<urlset>", mtime=0), "sitemap"),
        (b"<!doctype html><html>", "html"),
        (b"", "html"),
    ],
)
def test_kinds(data, kind):
    assert scout.kind_of(data) == kind


def test_a_selector_of_the_articles_and_nothing_else():
    items = "".join(f'<li class="item"><h3><a href="/a/{n}">x</a></h3><a href="/tag/{n}">t</a></li>' for n in range(8))
    page = Page(f'<nav><a href="/">h</a></nav><ul class="list">{items}</ul>', "https://example.com/")
    assert scout.link_selector(page, [f"https://example.com/a/{n}" for n in range(8)]) == "h3 > a"
    assert scout.link_selector(page, ["https://example.com/nowhere"]) is None


def test_pages_that_scripts_draw():
    assert scout.needs_javascript(Page("<div id=app></div><script>draw()</script>", "https://example.com/"))
    assert not scout.needs_javascript(Page(f"<p>{'text ' * 100}</p><script></script>", "https://example.com/"))


def test_a_category_page(scrapy):
    with serve() as site:
        done = scrapy("newsource", "city", f"{site.url}/city/", DOWNLOAD_DELAY=0)
        assert "robots" not in done.stderr
        found = source.load(scrapy.sources / "city.toml")
        assert (found.kind, found.language, found.timezone) == ("html", "zh", "Asia/Shanghai")
        assert found.article_links
        assert "article links found" in done.stdout
        again = scrapy("newsource", "city", f"{site.url}/city/", code=2, DOWNLOAD_DELAY=0)
        assert "there is a source named 'city' already" in again.stderr
        assert not scrapy.db.exists()


def pages(lists: dict) -> Pages:
    return Pages({f"/a/{n}.html": ARTICLE.format(n) for n in range(8)} | lists)


def test_a_feed_and_a_sitemap_index(scrapy):
    with pages({}) as served:
        urls = [f"{served.url}/a/{n}.html" for n in range(8)]
        served.pages["/feed"] = FEED.format("".join(ITEM.format(n, served.url) for n in range(8)))
        served.pages["/map"] = SITEMAP.format("".join(f"<url><loc>{url}</loc></url>" for url in urls))
        served.pages["/index"] = INDEX.format(f"<sitemap><loc>{served.url}/map</loc></sitemap>")
        for name, path, kind in (("one", "/feed", "feed"), ("two", "/index", "sitemap")):
            done = scrapy("newsource", name, served.url + path, DOWNLOAD_DELAY=0)
            assert source.load(scrapy.sources / f"{name}.toml").kind == kind
            assert done.stdout.count("条消息的标题") == 5


def test_nothing_to_find_writes_nothing(scrapy):
    with pages({"/list": "<div id=app></div><script>draw()</script>"}) as served:
        done = scrapy("newsource", "x", f"{served.url}/list", code=2, DOWNLOAD_DELAY=0)
        assert "render = true" in done.stdout
        assert "nothing was written" in done.stderr
        dead = scrapy("newsource", "x", f"{served.url}/nowhere", code=2, DOWNLOAD_DELAY=0)
        assert "/nowhere: http_404 (its page is not there); nothing was written" in dead.stderr
    assert "is not an http(s) URL" in scrapy("newsource", "x", "example.com", code=2).stderr
    assert not list(scrapy.sources.glob("*.toml"))
