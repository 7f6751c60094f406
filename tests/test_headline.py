"""The headline is the article's own, whatever the title element adds to it."""

import pytest

from newscrawl.extract.headline import element_of, page_title, read
from newscrawl.extract.page import Page
from newscrawl.source import Source

URL = "https://www.example-post.com/news/1.html"


def page(head="", body="", **source):
    given = Source("x", "X", (URL,), **source) if source else None
    return Page(f"<html><head>{head}</head><body>{body}<p>text</p></body></html>", URL, given)


def ld(headline):
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{headline}"}}</script>'


def og(title):
    return f'<meta property="og:title" content="{title}">'


STORY = "River rises over its banks again"
ZH = "长江水位再次上涨沿岸加强巡查"


@pytest.mark.parametrize(
    ("head", "body", "headline"),
    [
        (f"<title>{STORY} - Example Post</title>", f"<h1>{STORY}</h1>", STORY),
        (f"<title>{STORY} | News | Example Post</title>", f"<h1>{STORY}</h1>", STORY),
        (f"<title>{STORY}</title>", f"<h1>Example Post</h1><h2>{STORY}</h2>", STORY),
        (og(STORY) + f"<title>{STORY} - X</title>", f"<h1>Sport</h1><h1>{STORY}</h1>", STORY),
        (ld(STORY) + og("Another way to say it"), f"<h1>{STORY}</h1>", STORY),
        (ld("SEO words") + og(STORY), f"<h1>{STORY}</h1>", STORY),
        (og(f"{STORY} - Example Post") + f"<title>{STORY} - Example Post</title>", f"<h1>{STORY}</h1>", STORY),
        (og(f"{STORY} | Foo") + f"<title>{STORY} | Foo</title>", "", STORY),
        ('<meta property="og:site_name" content="Foo Bar">' + og(f"{STORY} - Foo Bar"), "", STORY),
        ('<meta property="og:site_name" content="Foo-Bar si">' + og(f"{STORY} | Foo-Bar si"), "", STORY),
        (og(f"{STORY} | Sport | Foo-Bar"), "", STORY),
        ('<meta property="og:site_name" content="某某網">' + og(f"{ZH}　：某某網"), "", ZH),
        ("<title>SEO words for robots | Foo</title>", f"<h1>{STORY}</h1>", STORY),
        (f"<title>{ZH}_时政频道_某某网</title>", f"<h1>{ZH}</h1>", ZH),
        (f"<title>{ZH}_时政频道_某某网</title>", "", ZH),
        (f"<title>{ZH}-某某网</title>", f"<h1>某某网</h1><div class=t>{ZH}</div>", ZH),
        (f"<title>{ZH}--时政--某某网</title>", f"<h1></h1><div>{ZH}</div>", ZH),
        (f"<title>今日要闻--{ZH}</title>", f"<div>{ZH}</div>", ZH),
        (f"<title>{ZH}2007 年末通报_某某网</title>", f"<div>{ZH}2007<br>年末通报</div>", f"{ZH}2007 年末通报"),
        ("<title>新闻动态--某某官网</title>", f"<h4>新闻动态</h4><h5>{ZH}</h5><b>发布时间：2024-05-12</b>", ZH),
        ("<title>新闻动态--某某官网</title>", f"<h5>{ZH}</h5><b>发布时间：</b><i>2024年5月12日</i>", ZH),
        ("<title>新闻动态--某某官网</title>", "<h5>联系我们</h5>", "新闻动态"),
        (f'<meta name="headline" content="{STORY}">' + og(f"{STORY}-Weather | Foo"), "", STORY),
        ('<meta itemprop="headline" content="SEO words">' + og("SEO words"), f"<h1>{STORY}</h1>", STORY),
        (ld("A &amp;amp; B win it all"), "", "A & B win it all"),
        ("", "<h1>Bread&shy;winner\u3000 and <span>sons</span></h1>", "Breadwinner and sons"),
        ("<title></title>", "", None),
    ],
)
def test_which_candidate_wins(head, body, headline):
    assert read(page(head, body))[0] == headline


def test_a_miss_has_no_rung():
    assert read(page()) == (None, None)


def test_the_source_file_comes_first():
    given = page(og(STORY), f"<h1>{STORY}</h1><h2 class=own>Own words</h2>", fields={"headline": ("h2.own",)})
    assert read(given) == ("Own words", "declared")


def test_the_title_is_the_heads():
    assert page_title(Page("<svg><title>Logo</title></svg><p>x</p>", URL)) == "Logo"
    assert page_title(page("<title>Real</title>", "<svg><title>Logo</title></svg>")) == "Real"
    assert page_title(Page("<title>" + "word " * 10_000, URL)) == ""


def test_the_element_that_shows_it():
    shown = page("", f"<h1>Example Post</h1><h1>Other</h1><div>{STORY}</div>")
    assert element_of(shown, STORY).tag == "div"
    assert element_of(page("", f"<h1>{STORY}</h1>"), STORY).tag == "h1"
    assert element_of(page("", "<h1>Alone</h1>"), STORY).tag == "h1"
    assert element_of(page("", "<h1>One</h1><h1>Two</h1>"), STORY) is None
    assert element_of(page(), None) is None
