"""A page before anything is read from it: its bytes, its end, its data, and what is refused."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import pytest

from newscrawl.extract import extract, tree
from newscrawl.extract.page import Page
from newscrawl.extract.tree import LARGE, LONG_TAG, UnreadableError

URL = "https://news.example/a.html"
TEXT = "<p>The council met on Tuesday, heard what the engineers had found, and voted to repair the bridge.</p>" * 4


def attributes(form: str, count: int) -> str:
    return f"<html><body><div {' '.join(form.format(n) for n in range(count))}>{TEXT}</div></body></html>"


@pytest.mark.parametrize("form", ["a{}", "a{}='>'", 'a{}="b c"', "a{}=b"])
def test_an_element_with_thousands_of_attributes_is_not_parsed(form):
    assert extract(attributes(form, 1500), URL).article_body
    assert extract(attributes(form, 4000), URL).via["page"] == "too_large"


def test_no_page_is_so_large_that_its_tags_are_taken_on_trust():
    padding = f"<p>{'a ' * (LARGE // 2)}</p>"
    with pytest.raises(UnreadableError, match="too_large"):
        Page(padding + attributes("a{}='<>'", 3000), URL)


def test_long_tags_and_scripts_are_no_long_rows_of_attributes():
    style = f"<div style='{'color: red; ' * LONG_TAG}'>"
    script = f"<script>if (1 < a) {{ b = [{'1, ' * LONG_TAG}] }}</script>"
    assert extract(f"<html><body>{style}{script}{TEXT}</div></body></html>", URL).article_body


@pytest.mark.parametrize("end", ["</body>", "</html>", "</BODY></HTML>"])
def test_what_follows_an_early_end_is_read(end):
    assert "the bridge" in extract(f"<html><body><h1>A</h1>{end}{TEXT}</body></html>", URL).article_body


@pytest.mark.parametrize(
    "json_ld",
    ['{"a": 1}', ' <!-- {"a": 1} --> ', '//<![CDATA[\n{"a": 1}\n//]]>', '{"a": 1};', "{&quot;a&quot;: 1}", '{"a": 1,}'],
)
def test_json_ld_is_read_as_pages_have_it(json_ld):
    page = Page(f'<html><script type="application/ld+json">{json_ld}</script><p>b</p></html>', URL)
    assert page.json_ld == [{"a": 1}]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \0\r\n", "empty"),
        ("\u3000\xa0\n".encode(), "empty"),
        (b"\xef\xbb\xbf%PDF-1.7", "not_html"),
        (' {"a": 1}', "not_html"),
        ("\u3000[{}]".encode(), "not_html"),
        (b"<?xml version='1.0'?><rss></rss>", "not_html"),
    ],
)
def test_what_is_no_page_is_refused_with_a_reason(html, reason):
    assert extract(html, URL).via["page"] == reason


def test_bytes_and_text_give_the_same_page():
    html = f"<html><meta charset=gbk><body><h1>大桥将修复</h1>{TEXT}</body></html>"
    for said in (html, html.encode(), html.encode("gbk"), b"\xef\xbb\xbf" + html.encode(), html.encode("utf-16")):
        assert Page(said, URL).root.findtext(".//h1") == "大桥将修复"


def test_what_a_page_is_encoded_in_is_found_behind_any_number_of_errors():
    html = f"<html><meta charset=gbk><body>{'</b>' * 500}<h1>大桥将修复</h1>{TEXT}</body></html>"
    assert Page(html.encode("gbk"), URL).root.findtext(".//h1") == "大桥将修复"


def test_a_page_is_not_blamed_for_the_errors_of_one_that_another_thread_reads():
    page, broken = (f"<html><body><h1>大桥将修复</h1>{TEXT}".encode(said) for said in ("utf-8", "gbk"))
    with ThreadPoolExecutor(1) as pool:
        assert Page(page, URL).root.findtext(".//h1") == "大桥将修复"
        assert pool.submit(tree._PARSER.tree, broken).result() is not None
        assert (tree._PARSER.errors, pool.submit(lambda: tree._PARSER.errors).result() > 0) == (0, True)


@pytest.mark.parametrize("character", ["\0", "\b", "&#8;", "\x1b", "&#x1b;"])
def test_control_characters_are_in_no_text(character):
    author = {"@type": "NewsArticle", "author": {"name": "Jane\b Doe"}, "keywords": ["bridges\x1b"]}
    article = extract(
        f"<html><head><title>Bridge t{character}o be repaired</title>"
        f"<meta property=og:image content='/a{character}.png'>"
        f"<script type='application/ld+json'>{json.dumps(author)}</script></head><body><h1>Bridge t{character}o be "
        f"repaired</h1><img src='/b{character}.png' alt='x{character}'>{TEXT.replace('Tues', f'Tues{character}')}",
        URL,
    )
    assert article.headline == "Bridge to be repaired"
    assert "on Tuesday" in article.article_body
    assert (article.authors, article.keywords) == (["Jane Doe"], ["bridges"])
    assert "\\u00" not in json.dumps(asdict(article), default=str)


def test_a_cut_keeps_the_text_behind_an_element_whatever_is_in_it():
    page = Page("<html><body><p>a <b>b<i>c</i></b> d&#8;e <b>f</b></p></body></html>", URL)
    page.cut(("b", "p i"))
    assert page.root.findtext(".//p") == "a  d\be "


def test_named_elements_are_those_left_after_a_cut():
    page = Page(f"<html><body><div><h1>A</h1></div><h1>B</h1>{TEXT}</body></html>", URL)
    assert [element.text for element in page.named("h1")] == ["A", "B"]
    page.cut(("div",))
    assert [element.text for element in page.named("h1")] == ["B"]


def test_so_many_entities_that_no_article_has_them_leave_only_the_text():
    article = extract(f"<html><body>{TEXT}<p>{'a &amp; b. ' * 120_000}</p>{TEXT}</body></html>", URL)
    assert article.article_body.count("&") == 120_000
    assert article.article_body_html is None
