"""Sitemaps, their indexes, and robots.txt: whole, packed, broken and hostile."""

import gzip
import zlib
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl import stream
from newscrawl.entries import article_of, changed
from newscrawl.sitemaps import Sitemap, in_robots
from newscrawl.source import Source
from newscrawl.stream import NotAListError

URL = "https://news.example/sitemap.xml"
packed = partial(gzip.compress, mtime=0)  # the same bytes each time, of which tests have their names
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SOURCE = Source("s", "Some News", (URL,), timezone="Asia/Shanghai")
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
)


def urlset(*locs: str, head: str = HEAD) -> bytes:
    return (head + "".join(f"<url>{loc}</url>\n" for loc in locs) + "</urlset>").encode()


def loc(number: int) -> str:
    return f"<loc>https://news.example/{number}.html</loc>"


def index(*urls: str) -> bytes:
    inside = "".join(f"<sitemap><loc>{url}</loc><lastmod>2026-11-20</lastmod></sitemap>" for url in urls)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inside}</sitemapindex>'.encode()


def read(data: bytes, **said: str) -> tuple[list[str], str | None]:
    sitemap = Sitemap(data, URL, **said)
    return [entry.url and entry.url.removeprefix("https://news.example/") for entry in sitemap], sitemap.broken


NEWS = (
    loc(1)
    + """<lastmod>2026-11-24T01:00:00+08:00</lastmod><image:image><image:loc>/1.jpg</image:loc>
<image:title>not this</image:title></image:image><news:news><news:publication><news:name>Some News</news:name>
<news:language>zh-cn</news:language></news:publication><news:publication_date>2026-11-23T08:00+08:00</news:publication_date>
<news:title>央行宣布降准 &amp; 更多</news:title><news:keywords>bank, money</news:keywords></news:news>"""
)


@pytest.mark.parametrize("prefix", ["news:", "n:"])
def test_a_news_sitemap(prefix):
    data = urlset(NEWS).decode().replace("news:", prefix).encode()
    (entry,) = Sitemap(data, URL)
    article = article_of(entry, SOURCE, NOW)
    assert (article.headline, article.publisher) == ("央行宣布降准 & 更多", "Some News")
    assert article.date_published == datetime(2026, 11, 23, 0, tzinfo=UTC)
    assert (article.date_precision, article.date_modified) == ("minute", None)
    assert (article.keywords, article.in_language) == (["bank", "money"], "zh")
    assert article.image == "https://news.example/1.jpg"
    assert changed(entry, SOURCE, NOW) == datetime(2026, 11, 23, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("<loc>\n https://news.example/a?b=1&amp;c=2 \n</loc>", "a?b=1&c=2"),
        ("<loc>https://news.example/a?b=1&c=2</loc>", "a?b=1&c=2"),
        ("<loc><![CDATA[https://news.example/a?b=1&c=2]]></loc>", "a?b=1&c=2"),
        ("<loc>/a</loc>", "a"),
        ("<loc>ftp://news.example/a</loc>", None),
        ("<loc></loc>", None),
        ("<lastmod>2026-11-20</lastmod>", None),
    ],
)
def test_links(said, url):
    assert read(urlset(said)) == ([url], None)


def test_without_namespaces_with_prefixes_and_comments():
    assert read(urlset(loc(1), head="<urlset>")) == (["1.html"], None)
    prefixed = urlset(loc(1), head="<urlset>").replace(b"</", b"</s:").replace(b"<u", b"<s:u").replace(b"<l", b"<s:l")
    assert read(prefixed.replace(b"<s:urlset", b'<s:urlset xmlns:s="x"')) == (["1.html"], None)
    assert read(urlset(loc(1), "<!-- " + loc(2) + " --><loc>/3.html</loc>")) == (["1.html", "3.html"], None)


def test_an_index():
    sitemap = Sitemap(index("https://news.example/a.xml", "/b.xml.gz"), URL)
    assert sitemap.is_index
    assert [(entry.url, entry.lastmod) for entry in sitemap] == [
        ("https://news.example/a.xml", "2026-11-20"),
        ("https://news.example/b.xml.gz", "2026-11-20"),
    ]


def test_robots_txt_names_sitemaps():
    text = b"User-agent: *\r\nDisallow: /x\r\nSitemap: https://news.example/a.xml\r\n sitemap : /b.xml\nSitemap:\n" * 2
    assert in_robots(text, "https://news.example/robots.txt") == [
        "https://news.example/a.xml",
        "https://news.example/b.xml",
    ]
    assert in_robots(b"\xff\0 no lines", "https://news.example/robots.txt") == []


WHOLE = urlset(*map(loc, range(50)))
ALL = [f"{n}.html" for n in range(50)]


@pytest.mark.parametrize(
    ("data", "urls", "broken"),
    [
        (packed(WHOLE), ALL, None),
        (packed(WHOLE[:900]) + packed(WHOLE[900:]), ALL, None),
        (packed(WHOLE) + b"\0\0\0", ALL, None),
        (packed(WHOLE) + b"rubbish", ALL, None),
        (packed(WHOLE)[:-4], ALL, None),
        (packed(WHOLE[:-80]), ALL[:-2], "cut_off"),
        (WHOLE[:-30], ALL[:-1], "cut_off"),
        (WHOLE[:-9], ALL, "cut_off"),
        (WHOLE + b"<!-- made in 3 s -->", ALL, None),
        (b"\n\n" + WHOLE, ALL, None),
        (WHOLE.replace(b"/30.html</loc></url>", b"/30.html</loc>"), ALL, None),
        (WHOLE.replace(b"/30.html", b"/\x0030\xff.html"), None, None),
        (WHOLE.decode().replace("UTF-8", "UTF-16").encode("utf-16"), ALL, None),
        (urlset(), [], None),
        (b"<urlset/>", [], None),
    ],
    ids=range(15),
)
def test_packed_and_broken(data, urls, broken):
    found = read(data)
    if urls is None:
        assert len(found[0]) == 50
    else:
        assert (set(found[0]) >= set(urls[:30]), found[1]) == (True, broken)
        assert b"/30.html</loc>\n" in data or found[0] == urls


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (packed(b""), "empty"),
        (packed(WHOLE)[:12], "empty"),
        (b"<!doctype html><html><urlset></urlset></html>", "html"),
        (b"<rss><channel/></rss>", "not_a_sitemap"),
        (b"https://news.example/1.html\n", "not_a_sitemap"),
    ],
)
def test_what_is_no_sitemap(data, reason):
    with pytest.raises(NotAListError, match=f"^{reason}$"):
        Sitemap(data, URL)


def bomb(size: int, start: bytes = HEAD.encode()) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    blank = b" " * 1_000_000
    return packer.compress(start) + b"".join(packer.compress(blank) for _ in range(size)) + packer.flush()


def test_gz_bombs():
    assert read(bomb(30)) == ([], "too_large")
    assert read(bomb(30, HEAD.encode() + f"<url>{loc(1)}</url>".encode())) == (["1.html"], "gz_bomb")
    with pytest.raises(NotAListError, match=r"^empty$"):
        Sitemap(bomb(30, b""), URL)


def test_what_is_too_large(monkeypatch):
    monkeypatch.setattr(stream, "MAX_UNPACKED", 100_000)
    urls, broken = read(packed(urlset(*map(loc, range(5000)))))
    assert broken == "too_large"
    assert 1000 < len(urls) < 5000
    monkeypatch.setattr(stream, "MAX_PIECE", 100_000)
    sitemap = Sitemap(urlset(loc(1), "x" * 300_000, loc(2)), URL)
    assert [entry.url[-6:] for entry in sitemap] == ["1.html", "2.html"]
    assert sitemap.notes == {"too_large": 1}


def test_entities_do_not_grow():
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE urlset [<!ENTITY l0 "lol">{lol}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    data = HEAD.replace("<urlset", f"{doctype}<urlset")
    (url, other), _ = read(urlset("<loc>/&l9;&f;</loc>", loc(1), head=data))
    assert len(url) < 100
    assert other == "1.html"


SEEDS = [urlset(NEWS, loc(2), loc(3)), index("/a.xml", "/b.xml"), packed(urlset(NEWS, loc(2)))]
WILD = [
    b"<",
    b">",
    b"]]>",
    b"<![CDATA[",
    b"<url>",
    b"</url>",
    b"&",
    b'"',
    b"\xff",
    b"\0",
    b"<!--",
    b"http://[",
    b"xmlns",
]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 900), st.integers(0, 30), st.sampled_from(WILD))))
def test_mutated_sitemaps_never_raise(data, changes):
    for at, length, new in changes:
        data = data[:at] + new + data[at + length :]
    try:
        for entry in Sitemap(data, URL):
            changed(entry, SOURCE, NOW)
            if entry.url:
                article_of(entry, SOURCE, NOW)
    except NotAListError:
        pass


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SEEDS), st.integers(0, 1200))
def test_truncated_sitemaps_are_never_an_empty_success(data, end):
    try:
        sitemap = Sitemap(data[:end], URL)
        found = list(sitemap)
    except NotAListError:
        return
    assert found or sitemap.broken == "cut_off"
