"""Feeds of every kind, whole and broken, as entries."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl import feeds, stream
from newscrawl.entries import Entry, article_of, changed
from newscrawl.extract.fragment import line_of, read_fragment
from newscrawl.feeds import Feed
from newscrawl.source import Source, SourceError
from newscrawl.source import read as read_source
from newscrawl.stream import NotAListError

URL = "https://news.example/feed.xml"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SOURCE = Source("s", "Some News", (URL,), timezone="Asia/Shanghai")
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
)


def rss(*items: str, head: str = "<title>News</title>", declared: str = '<?xml version="1.0"?>') -> bytes:
    inside = "".join(f"<item>{item}</item>\n" for item in items)
    return f'{declared}\n<rss version="2.0" {NAMESPACES}><channel>{head}{inside}</channel></rss>'.encode()


def item(number: int, more: str = "") -> str:
    return f"<title>Story {number}</title><link>/{number}.html</link>{more}"


def entries(data: bytes, **said: str) -> list[Entry]:
    return list(Feed(data, URL, **said))


def read(data: bytes, **said: str) -> tuple[list[str], Feed]:
    feed = Feed(data, URL, **said)
    return [entry.url.removeprefix("https://news.example/") for entry in feed], feed


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>T</title><link rel="next" href="/feed?p=2"/>
<entry><title type="html">A &lt;em&gt;word&lt;/em&gt;</title><link href="https://news.example/1.html"/>
<published>2026-11-23T08:00:00+01:00</published><updated>2026-11-23T09:00:00+01:00</updated>
<author><name>Ann Brown</name></author><category term="city"/><summary>In short.</summary>
<content type="html">&lt;p&gt;In full.&lt;/p&gt;</content></entry></feed>"""
RDF = f"""<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" {NAMESPACES}
><channel rdf:about="x"><title>T</title><items><rdf:Seq><rdf:li resource="y"/></rdf:Seq></items></channel>
<item rdf:about="/1.html"><title>A word</title><link>/1.html</link><dc:date>2026-11-23T08:00:00+01:00</dc:date>
<dc:creator>Ann Brown</dc:creator><dc:subject>city</dc:subject><description>In short.</description></item></rdf:RDF>"""
RSS = rss(
    """<title>A word</title><link>/1.html</link><pubDate>Mon, 23 Nov 2026 08:00:00 +0100</pubDate>
    <dc:creator>Ann Brown</dc:creator><category>city</category><description>In short.</description>
    <content:encoded><![CDATA[<p>In full.</p>]]></content:encoded>""",
    head="<title>T</title><language>de-DE</language>",
).decode()
OLD = """<rss version="0.91"><channel><title>T</title><item><title>A word</title><link>/1.html</link>
<description>In short.</description></item></channel></rss>"""
JSON = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "T", "language": "de", "next_url": "/feed?p=2",
    "items": [{
        "id": "1", "url": "/1.html", "title": "A word", "content_html": "<p>In full.</p>", "summary": "In short.",
        "date_published": "2026-11-23T08:00:00+01:00", "authors": [{"name": "Ann Brown"}], "tags": ["city"],
    }],
})  # fmt: skip


@pytest.mark.parametrize("text", [ATOM, RDF, RSS, OLD, JSON], ids=["atom", "rdf", "rss", "rss 0.91", "json"])
def test_every_kind_of_feed(text):
    feed = Feed(text.encode(), URL, "text/plain")
    (entry,) = feed
    article = article_of(entry, SOURCE, NOW)
    assert (entry.url, article.headline) == ("https://news.example/1.html", "A word")
    assert (article.description, feed.broken, +feed.notes) == ("In short.", None, {})
    assert feed.next_page == ("https://news.example/feed?p=2" if text in (ATOM, JSON) else None)
    if text is not OLD:
        assert article.date_published == datetime(2026, 11, 23, 7, tzinfo=UTC)
        assert (article.authors, article.keywords) == (["Ann Brown"], ["city"])
    if text not in (OLD, RDF):
        assert article.in_language == "de"
        assert article_of(entry, SOURCE, NOW, full_text=True).article_body == "In full."


def test_a_next_page_behind_the_entries_and_many_windows():
    many = [item(n, f"<description>{'word ' * 500}</description>") for n in range(200)]
    data = rss(*many).replace(b"</channel>", b'<atom:link rel="next" href="?page=2"/></channel>')
    urls, feed = read(data)
    assert urls == [f"{n}.html" for n in range(200)]
    assert (feed.next_page, feed.broken) == (f"{URL}?page=2", None)


@pytest.mark.parametrize(
    ("more", "published"),
    [
        ("<pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate>", (23, 8, "second")),
        ("<pubDate>2026-11-23 08:00</pubDate>", (23, 0, "minute")),
        ("<dc:date>2026-11-23T08:00:00Z</dc:date>", (23, 8, "second")),
        ("<pubDate>whenever</pubDate>", None),
        ("<pubDate/>", None),
        ("", None),
    ],
)
def test_dates(more, published):
    (entry,) = entries(rss(item(1, more)))
    article = article_of(entry, SOURCE, NOW)
    if published is None:
        assert (article.date_published, article.date_published_raw) == (None, None)
    else:
        moment = article.date_published.astimezone(UTC)
        assert (moment.day, moment.hour, article.date_precision) == published
        assert article.date_published_raw in more


def test_an_atom_entry_that_was_only_updated_says_no_publication_date():
    (entry,) = entries(ATOM.replace("published>", "other>").encode())
    assert entry.published is None
    assert article_of(entry, SOURCE, NOW).date_modified.hour == 9
    assert changed(entry, SOURCE, NOW) == datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("<link>https://news.example/1</link>", "https://news.example/1"),
        ("<link>\n /a?b=1&amp;c=2 \n</link>", "https://news.example/a?b=1&c=2"),
        ("<link>/a?b=1&c=2</link>", "https://news.example/a?b=1&c=2"),
        ("<link><![CDATA[/a?b=1&c=2]]></link>", "https://news.example/a?b=1&c=2"),
        ("<guid>https://news.example/1</guid>", "https://news.example/1"),
        ('<guid isPermaLink="false">https://news.example/1</guid>', "https://news.example/1"),
        ('<guid isPermaLink="false">tag:1</guid>', None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>http://[bad/1</link>", None),
        ("<title>only</title>", None),
    ],
)
def test_links(said, url):
    assert [entry.url for entry in entries(rss(said))] == [url]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&T &mdash; more", "AT&T — more"),
        ("<![CDATA[Fish &amp; chips]]>", "Fish & chips"),
        ("a &lt;b&gt;bold&lt;/b&gt; move", "a bold move"),
        ("&nbsp;央行&ldquo;降准&rdquo; ", "央行“降准”"),
        ("bell\x07s", "bells"),
        ("", None),
    ],
)
def test_titles(said, title):
    (entry,) = entries(rss(f"<title>{said}</title><link>/1</link>"))
    assert article_of(entry, SOURCE, NOW).headline == title


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("gb2312", "gb18030", "text/xml"),
        ("utf-8", "gb18030", "text/xml; charset=utf-8"),
        ("gb2312", "utf-8", "text/xml; charset=gb2312"),
        ("utf-8", "utf-16", None),
        ("utf-8", "utf-8-sig", "application/rss+xml"),
        ("no-such", "utf-8", "text/xml; charset=none"),
    ],
)
def test_encodings_that_are_not_what_is_said(text, encoding, said):
    title = "央行宣布下调存款准备金率"
    feed = rss(f"<title>{title}</title><link>/1</link>", declared=f'<?xml version="1.0" encoding="{text}"?>')
    found = entries(feed.decode().encode(encoding), encoding=said, language="zh")
    assert [entry.headline for entry in found] == [title]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "html"),
        (b"<html><body><rss>x</rss></body></html>", "html"),
        (b"Access denied", "not_a_feed"),
        (b'<?xml version="1.0"?><urlset><url><loc>/1</loc></url></urlset>', "not_a_feed"),
        (b'{"error": "no such feed"}', "not_a_feed"),
        (b'{"items": {"a": 1}}', "not_a_feed"),
        (b'{"a": {"items": [1]}}', "not_a_feed"),
        (b"\x1f\x8bnot really", "empty"),
        (b"%PDF-1.4", "not_a_feed"),
    ],
)
def test_what_is_no_feed(data, reason):
    with pytest.raises(NotAListError, match=f"^{reason}$"):
        Feed(data, URL)


@pytest.mark.parametrize(
    ("data", "urls", "broken"),
    [
        (rss(), [], None),
        (b"<rss/>", [], None),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"><title>none</title></feed>', [], None),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', [], None),
        (rss(item(1), item(2))[:-16], ["1.html", "2.html"], "cut_off"),
        (rss(item(1), item(2))[:-40], ["1.html"], "cut_off"),
        (rss(item(1))[:40], None, None),
        (b"<br />\n<b>Warning</b>: line 3\n" + rss(item(1)), ["1.html"], None),
        (rss(item(1), "<title>open<b></title><link>/2.html</link>", item(3)), ["1.html", "2.html", "3.html"], None),
        (rss(item(1, "<description><![CDATA[an </item> tag]]></description>")), ["1.html"], None),
        (rss(item(1) + "<!-- </item><item> -->"), ["1.html"], None),
        (rss(item(1, "<description><![CDATA[a]]> b ]]></description>"), item(2)), ["1.html", "2.html"], None),
        (rss(item(1)) + b"<script>injected()</script>", ["1.html"], None),
    ],
)
def test_broken_feeds_give_what_they_have(data, urls, broken):
    if urls is None:
        with pytest.raises(NotAListError):
            Feed(data, URL)
    else:
        found, feed = read(data)
        assert (found, feed.broken) == (urls, broken)


def test_a_json_feed_that_is_cut_off():
    items = [{"url": f"/{n}.html", "content_text": 'a "quoted" ] } word\n\nand more \\'} for n in range(3)]
    whole = json.dumps({"items": items, "title": "T"}).encode()
    assert read(whole)[0] == ["0.html", "1.html", "2.html"]
    assert read(whole)[1].broken is None
    for cut in (b'"title"', b"more"):
        at = whole.rindex(cut)
        urls, feed = read(whole[: at + 2])
        assert (urls, feed.broken) == (["0.html", "1.html", "2.html"][: 3 if cut == b'"title"' else 2], "cut_off")
    assert entries(whole)[0].content == '<p>a "quoted" ] } word</p><p>and more \\</p>'


def test_entities_do_not_grow():
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{lol}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    (entry,) = entries(rss("<title>&l9; &f;</title><link>/1</link>", declared=doctype))
    assert len(entry.headline) < 100
    assert "root:" not in entry.headline


def test_bounds(monkeypatch):
    monkeypatch.setattr(stream, "MAX_PIECE", 300_000)
    monkeypatch.setattr(stream, "MAX_HEAD", 500_000)
    monkeypatch.setattr(feeds, "MAX_ENTRIES", 5)
    huge = rss(item(1), item(2, f"<description>{'word ' * 100_000}</description>"), item(3))
    urls, feed = read(huge)
    assert (urls, feed.notes["too_large"]) == (["1.html", "3.html"], 1)
    urls, feed = read(rss(*map(item, range(9))))
    assert (len(urls), feed.broken) == (5, "too_many_entries")
    with pytest.raises(NotAListError, match=r"^not_a_feed$"):
        Feed(b" x" * 400_000 + rss(item(1)), URL)


@pytest.mark.parametrize(
    "data",
    [
        rss("<a>" * 20_000),
        rss(item(1, "<![CDATA[" * 20_000)),
        rss(item(1, "]]>" * 20_000)),
        rss(item(1, "<![CDATA[</item>" * 20_000)),
        rss(item(1, "<!--" * 50_000)),
        rss(*["<item>" * 5] * 2000),
        b"<rss " * 100_000,
        b'{"items": [' + b'"\\"' * 100_000,
        b'{"items": [' + b"[" * 100_000,
        b'{"items": [{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]}",
    ],
    ids=range(10),
)
def test_wild_input_ends_soon(data):
    with suppress(NotAListError):
        assert len(entries(data)) < 20_000


SEEDS = [text.encode() for text in (ATOM, RDF, RSS, OLD, JSON)]
WILD = [
    b"<",
    b">",
    b"]]>",
    b"<![CDATA[",
    b"<item>",
    b"</item>",
    b"&",
    b'"',
    b"{",
    b"}",
    b"\xff",
    b"\0",
    b"<!--",
    b"http://[",
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 900), st.integers(0, 30), st.sampled_from(WILD))))
def test_mutated_feeds_never_raise(data, changes):
    for at, length, new in changes:
        data = data[:at] + new + data[at + length :]
    try:
        for entry in Feed(data, URL):
            if entry.url:
                article_of(entry, SOURCE, NOW, full_text=True)
                changed(entry, SOURCE, NOW)
    except NotAListError:
        pass


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SEEDS), st.integers(0, 1200))
def test_truncated_feeds_are_never_an_empty_success(data, end):
    try:
        feed = Feed(data[:end], URL)
        found = list(feed)
    except NotAListError:
        return
    assert found or feed.broken == "cut_off"


def test_what_an_entry_says_of_an_article():
    (entry,) = entries(
        rss(
            item(
                1,
                '<dc:creator>Some News</dc:creator><source url="https://agency.example/">新华社</source>'
                '<media:content url="/big.jpg" medium="image"/><media:thumbnail url="/small.jpg"/>'
                "<description>&lt;p&gt;One &lt;b&gt;line&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</description>",
            )
        )
    )
    article = article_of(entry, SOURCE, NOW)
    assert (article.authors, article.publisher) == ([], "新华社")
    assert (article.image, article.description) == ("https://news.example/big.jpg", "One line. Two.")
    assert article.article_body is None
    assert set(article.via) == {"headline", "publisher", "image", "description"}


def test_a_summary_that_is_the_whole_text_is_no_description():
    entry = Entry("https://news.example/1", summary=f"<p>{'A sentence of some length. ' * 50}</p>")
    article = article_of(entry, SOURCE, NOW, full_text=True)
    assert article.description is None
    assert article.article_body.startswith("A sentence")


def test_times_without_a_zone_are_the_source_s():
    entry = Entry("https://news.example/1", lastmod="2026-11-23T08:00:00")
    assert changed(entry, SOURCE, NOW) == datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(("key", "wrong"), [("full_text", "yes"), ("full_text", 1), ("max_age", 30), ("max_age", "0d")])
def test_what_a_source_can_not_say(key, wrong):
    said = {"title": "t", "kind": "feed", "start_urls": [URL]}
    with pytest.raises(SourceError, match=key):
        read_source(said | {key: wrong}, "s")
    found = read_source(said | {"full_text": True, "max_age": "7d"}, "s")
    assert (found.full_text, found.max_age) == (True, 7 * 86400)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p><p>Two &amp; three.</p>", "One.\n\nTwo & three."),
        ("One.<br><br>Two.", "One.\n\nTwo."),
        ("Plain &amp; simple.\n\nSecond line.", "Plain & simple.\n\nSecond line."),
        ("<p>One.</p><script>bad()</script><div hidden>not this</div>", "One."),
        ("<h1>Title</h1><p>One.</p></div></body></html><p>Two.</p>", "One.\n\nTwo."),
        ("<p>", None),
        ("", None),
    ],
)
def test_fragments(html, text):
    assert read_fragment(html, URL, "Title")[0] == text


def test_a_fragment_is_made_safe_and_its_addresses_absolute():
    html = (
        '<img src="c.jpg" onerror="x"><p onclick="x()">A <a href="/b">link</a> and <a href="javascript:x">none</a>.</p>'
    )
    assert read_fragment(html, "https://news.example/a/1")[1] == (
        '<p><img src="https://news.example/a/c.jpg" alt=""></p>\n'
        '<p>A <a href="https://news.example/b" rel="noopener noreferrer nofollow">link</a> and none.</p>'
    )
    assert line_of("a <b>bold</b><br>line") == "a bold line"
