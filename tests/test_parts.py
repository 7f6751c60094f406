"""Articles over several pages: which link leads on, and what becomes of the texts."""

import pytest

from newscrawl.extract import extract
from newscrawl.extract.parts import stitch
from newscrawl.items import Article

FIRST = "https://example.com/news/2026/harbour.html"
TEXT = "<h1>The harbour opens</h1><p>The harbour opened on Monday, after years of work, to ships of every size.</p>"


def next_of(link: str, url: str = FIRST, part_of: str | None = None) -> str | None:
    head, body = (link, "") if link.startswith("<link") else ("", link)
    page = f"<html><head>{head}</head><body><article>{TEXT}</article>{body}</body></html>"
    return extract(page, url, part_of=part_of).next_part


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ('<a href="harbour_2.html">下一页</a>', "harbour_2.html"),
        ('<a href="harbour_2.html">下一页 &gt;</a>', "harbour_2.html"),
        ('<a href="harbour-2.html">Next page</a>', "harbour-2.html"),
        ('<a href="harbour_1.html">下一页</a>', "harbour_1.html"),
        ('<a href="/news/2026/harbour/2">Next »</a>', "harbour/2"),
        ('<a href="?page=2">nächste Seite</a>', "harbour.html?page=2"),
        ('<link rel="next" href="harbour_2.html">', "harbour_2.html"),
        ('<a rel="next" href="harbour_2.html">2</a>', "harbour_2.html"),
        ('<a href="harbour_3.html">下一页</a>', None),
        ('<a href="harbour_2.html">2</a>', None),
        ('<a href="pier.html">下一页</a>', None),
        ('<a href="pier.html">Next</a>', None),
        ('<a rel="next" href="/news/2026/pier.html">Next story</a>', None),
        ('<a href="https://other.example/news/2026/harbour_2.html">下一页</a>', None),
        ('<a href="javascript:next()">下一页</a>', None),
        ('<a href="http://[">下一页</a>', None),
    ],
)
def test_which_link_leads_on(link, expected):
    assert next_of(link) == (expected and f"https://example.com/news/2026/{expected}")


def test_the_third_page_follows_the_second():
    second = FIRST.replace(".html", "_2.html")
    link = '<a href="harbour.html">上一页</a><a href="harbour_3.html">下一页</a>'
    assert next_of(link, second, FIRST) == FIRST.replace(".html", "_3.html")
    assert next_of('<a href="harbour_2.html">下一页</a>', second, FIRST) is None


def test_an_article_whose_address_is_a_number_is_not_followed_by_its_neighbour():
    assert next_of('<a href="/news/13">Next</a>', "https://example.com/news/12") is None


def part(body: str, **values) -> Article:
    return Article(url=FIRST, article_body=body, article_body_html=f"<p>{body}</p>", **values)


def test_texts_are_joined_and_a_page_that_comes_again_is_not():
    whole = part("one", authors=["A"])
    stitch(whole, [part("two", authors=["B"]), part("one"), part("three", editors=["E"])])
    assert whole.article_body == "one\n\ntwo\n\nthree"
    assert whole.article_body_html == "<p>one</p>\n<p>two</p>\n<p>three</p>"
    assert (whole.authors, whole.editors) == (["A"], ["E"])
