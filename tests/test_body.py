"""What of a page is the article's text, and what is not."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from newscrawl.extract.body import Body, read_body
from newscrawl.extract.page import Page
from newscrawl.extract.tree import UnreadableError
from newscrawl.source import Source

URL = "https://news.example/2024/05/harbour.html"
FIRST = "The harbour was closed on Monday, after a crane fell into the water, the port authority said."
SECOND = "Nobody was hurt, but two ferries had to wait for hours, and a third one was sent back to sea."
THIRD = "Divers will look at the crane on Tuesday; until then, the port expects long delays."
CHINESE = "港口周一因起重机落水而关闭，港务局表示，目前没有人员受伤。潜水员将于周二检查起重机，预计航班仍会延误。"
PARAGRAPHS = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def read(html: str, headline: str | None = None, **fields: object) -> Body:
    source = Source("test", "Test", (URL,), **fields) if fields else None
    return read_body(Page(html, URL, source), headline)


def article(inner: str, around: str = "{}") -> str:
    return f"<html><body>{around.format(f'<div class=story>{inner}</div>')}</body></html>"


def test_the_article_is_found_among_the_other_parts_of_a_page():
    links = "".join(f"<li><a href=/{n}>Another story of this site, number {n}</a></li>" for n in range(40))
    teasers = "".join(
        f"<div><h3><a href=/{n}>Story {n}</a></h3><p>A teaser, which is short.</p></div>" for n in range(5)
    )
    page = f"<nav><ul>{links}</ul></nav><div>{PARAGRAPHS}</div><div>{teasers}</div><footer><p>{FIRST * 9}</p></footer>"
    assert read(page).text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_paragraphs_headings_lists_quotes_and_tables_keep_their_order():
    body = read(
        article(
            f"<p>{FIRST}</p><h3>The ferries</h3><ul><li>One waited</li><li>One turned back</li></ul>"
            f"<blockquote><p>{SECOND}</p></blockquote>"
            f"<table><tr><th>Ship</th><th>Delay</th></tr><tr><td>Anna</td><td>2 h</td></tr></table><p>{THIRD}</p>"
        )
    )
    assert body.text == (
        f"{FIRST}\n\nThe ferries\n\nOne waited\nOne turned back\n\n{SECOND}\n\nShip | Delay\nAnna | 2 h\n\n{THIRD}"
    )
    html = body.html.replace("\n", "")
    assert "<h3>The ferries</h3><ul><li>One waited</li><li>One turned back</li></ul>" in html
    assert f"<blockquote><p>{SECOND}</p></blockquote>" in html
    assert "<tr><td>Anna</td><td>2 h</td></tr>" in html


BESIDE = [
    "<figure><img src=/a.jpg><figcaption>OUT</figcaption></figure>",
    '<p class="photo-caption">OUT</p>',
    '<p class="byline">By OUT Somebody</p>',
    '<div class="share-bar"><a href=/s>OUT</a></div>',
    '<div class="elementor-widget elementor-widget-share-buttons"><p>OUT with it.</p></div>',
    '<div id="related-stories"><p>OUT, a long sentence about another story, which ends here.</p></div>',
    "<p><strong>Read more:</strong> <a href=/x>OUT and another story that one could read</a></p>",
    "<p><a href=/x>OUT, another story that is linked among the paragraphs</a></p>",
    "<p>Lesen Sie auch: OUT</p>",
    "<p>Lire aussi : OUT</p>",
    "<p>相关阅读：OUT</p>",
    "<h3>Related articles</h3><ul><li>OUT <a href=/x>and more of it</a></li></ul>",
    '<div class="nextstory"><p>OUT, a long sentence about another story, which ends here.</p></div>',
    '<div class="typeInteresting-articles"><p>OUT, a sentence about another story.</p></div>',
    '<div class="advertisement">OUT</div>',
    "<p>Advertisement</p>",
    "<p>Anzeige</p>",
    "<h4>Ähnliche Beiträge</h4><ul><li>OUT <a href=/x>and more of it</a></li></ul><p>Kommentare geschlossen</p>",
    "<p>Weiterlesen</p><p>Im Video: OUT, in einer Minute</p>",
    "<p>Schlagworte: OUT, Kran</p>",
    "<p>Ein Beitrag geteilt von OUT (@out) am Mai 12, 2024 um 12:30 PDT</p>",
    "<p>A post shared by OUT (@out) on May 12, 2024 at 7:30am PDT</p>",
    "<p>[+] Enlarge</p><p>Full Screen</p>",
    "<h4>Kapcsolódó írások:</h4><ul><li>OUT <a href=/x>and more of it</a></li></ul>",
    '<div id="comentarios"><p>OUT. I do not agree, said a reader, and wrote a whole sentence.</p></div>',
    '<section id="comments"><p>OUT. I do not agree, said a reader, and wrote a whole sentence.</p></section>',
    '<div class="cookie-consent"><p>OUT. We use cookies, and we ask you to agree.</p></div>',
    '<div class="newsletter-signup"><p>OUT. Our letter, every day, in your post.</p></div>',
    "<p>Sign up for our OUT newsletter and never miss a story.</p>",
    "<p>Follow us on OUT for more.</p>",
    "<p>(责任编辑：OUT)</p>",
    "<p>（文章来源：OUT日报）</p>",
    "<p>编辑|OUT<br>校对|OUT</p>",
    "<p>原标题：OUT</p>",
    "<p>编辑 张小三 校对 李小四</p>",
    "<p>相关资讯请关注：OUT专区</p>",
    "<p>您所在的位置：首页 > OUT > 公司</p>",
    "<div class=tuijian><p>OUT，另一条消息的摘要，写得像一句完整的话，读者会以为是正文。</p></div>",
    "<p>© 2024 OUT Agency</p>",
    "<p>Photo: OUT / Agency</p>",
    "<p>Fot. OUT/Agency</p>",
    "<p>Mitarbeit: OUT Somebody</p>",
    "<p>Reporting by OUT Somebody; editing by Somebody Else</p>",
    "<p>out.somebody@news.example OUT</p>",
    '<p style="display:none">OUT, a hidden sentence, which nobody sees.</p>',
    '<p style="font-size:1px">OUT</p>',
    "<p hidden>OUT</p>",
    '<span class="sr-only">OUT</span>',
    "<script>var OUT = 1;</script>",
    "<style>.OUT {}</style>",
    "<noscript>OUT</noscript>",
    "<form><p>OUT</p><input></form>",
    "<aside><p>OUT. A box beside the text, with a sentence in it.</p></aside>",
]


@pytest.mark.parametrize("part", BESIDE)
def test_what_stands_beside_the_text_is_left_out(part):
    for html in (f"<p>{FIRST}</p><p>{SECOND}</p>{part}<p>{THIRD}</p>", f"{PARAGRAPHS}{part}"):
        assert read(article(html)).text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


BOXES = [
    "<div><img src=/a.jpg><p>OUT, seen from the air.</p></div>",
    "<div class=x><a href=/a><picture><img src=/a.jpg></picture></a><div><div>OUT in May.</div><b>OUT</b></div></div>",
    "<div><div><img src=/a.jpg></div><span>OUT</span></div><div><div><img src=/b.jpg></div><span>OUT</span></div>",
]


@pytest.mark.parametrize("box", BOXES)
def test_the_few_words_that_share_a_box_with_a_picture_are_its_caption(box):
    body = read(article(f"<p>{FIRST}</p><p>{SECOND}</p>{box}<p>{THIRD}</p>"))
    assert body.text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
    assert 'src="https://news.example/a.jpg"' in body.html


KEPT = [
    ("<div><img src=/a.jpg><h3>The crane</h3><p>It was old.</p></div>", "It was old."),
    (f"<div><img src=/a.jpg><p>{SECOND}</p><p>{THIRD}</p><p>{FIRST}</p></div>", f"{SECOND}\n\n{THIRD}\n\n{FIRST}"),
    ("<div><img src=/a.jpg><p>One crane, and no more.</p></div>" * 9, "One crane"),
    ("<p><img src=/a.jpg>A short paragraph.</p>", "A short"),
    ("<p>记者：您怎么看待这次事故？</p>", "记者：您怎么看待这次事故？"),
    ("<h3>Von der Leyen</h3>", "Von der Leyen"),
    ("<p>The ship was called Related, a name that nobody liked.</p>", "Related, a name"),
    ('<p class="has-comments">A class that speaks of the comments says nothing of this text.</p>', "A class that"),
    ('<p class="sc-a bAdXy">A generated class name is not a word, and must not be read as one.</p>', "generated"),
    ('<blockquote class="twitter-tweet"><p>A post that was quoted, and that belongs here.</p></blockquote>', "A post"),
    ('<p class="section--has-ads">A name that ends in what else there is says nothing of this text.</p>', "A name"),
    ('<p class="field--label-hidden">A label that is hidden says nothing of the text that it labels.</p>', "A label"),
    (
        '<p class="elementor-widget-wrap">A tool that calls all parts of a page widgets says nothing, either.</p>',
        "tool",
    ),
    ('<p class="4b02ad6088550e8 ad7725df4e098c1">A name of random letters is not a word, either.</p>', "random"),
    ("<table><tr class='player-1'><td>Anna</td><td>3</td></tr></table>", "Anna | 3"),
    ('<p aria-hidden="true">A paragraph that screen readers skip, but that everybody can see.</p>', "screen readers"),
    ("<p>She went to <a href=/x>the harbour, the ferries and the crane</a>, which she saw.</p>", "She went to the"),
]


@pytest.mark.parametrize(("part", "text"), KEPT)
def test_what_only_looks_so_is_kept(part, text):
    assert text in read(article(f"<p>{FIRST}</p><p>{SECOND}</p>{part}<p>{THIRD}</p>")).text


@pytest.mark.parametrize(
    "head",
    [
        "<h1>Crane falls</h1>",
        "<h2>Crane falls!</h2>",
        "<p>12 May 2024, 10:15</p>",
        "<p>2024-05-12 10:15</p>",
        "<p>By Anna Writer</p>",
    ],
)
def test_headline_and_date_line_are_not_repeated(head):
    assert read(article(head + PARAGRAPHS), "Crane falls").text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


SPACES = [
    ("　　港口关闭。　", "港口关闭。"),
    ("\xa0\xa0港口关闭。", "港口关闭。"),
    ("港口\n  关闭了。", "港口关闭了。"),
    ("港口<b>关闭</b>了。", "港口关闭了。"),
    ("港口\n<b>关闭</b>\n了。", "港口关闭了。"),
    ("항구가\n닫혔다.", "항구가 닫혔다."),
    ("The\n harbour\tis  shut.", "The harbour is shut."),
    ("The <b>har</b>bour is shut.", "The harbour is shut."),
    ("har\u00adbour and har\u200bbour", "harbour and harbour"),
    ("One line<br>and one more", "One line\nand one more"),
    ("One.<br><br>Two.<br> <br/>Three.", "One.\n\nTwo.\n\nThree."),
    ("一。<br>　　二。<br>　　三。", "一。\n\n二。\n\n三。"),
]


@pytest.mark.parametrize(
    "end",
    [
        "<p>Weiterführende Links:</p>",
        "<p>Pages: 1 2 3</p>",
        "<p>Con información de Ana Gil y Luis Paz.</p>",
        "<p>Illustration by Cy Poe</p>",
    ],
)
def test_what_ends_a_page_is_not_the_end_of_its_text(end):
    assert read(article(PARAGRAPHS + end)).text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_a_part_left_out_parts_paragraphs_but_not_words():
    apart = read(article(f'{FIRST}<div class="advert">x</div>{SECOND}<p>{THIRD}</p>'))
    assert apart.text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
    within = read(article(f"<p>{FIRST}</p><p>har<script>x</script>bour, and <i hidden>no</i>more.</p><p>{THIRD}</p>"))
    assert within.text == f"{FIRST}\n\nharbour, and more.\n\n{THIRD}"


@pytest.mark.parametrize(("inner", "text"), SPACES)
def test_white_space_is_as_people_read_it(inner, text):
    body = read(article(f"<p>{CHINESE}</p><p>{inner}</p><p>{CHINESE}</p>"))
    assert body.text == f"{CHINESE}\n\n{text}\n\n{CHINESE}"


def test_text_that_stands_in_a_table_for_looks_is_read_as_paragraphs():
    page = f"<table><tr><td><a href=/>Home</a></td><td>{FIRST}<br><br>{SECOND}<p>{THIRD}</p></td></tr></table>"
    assert read(page).text.endswith(f"{SECOND}\n\n{THIRD}")


def test_a_part_that_holds_the_page_is_not_left_out_because_it_can_be_shared():
    page = f"<div><p>2024-05-12 10:00</p></div><div class='image_share_area'><div>{PARAGRAPHS}</div></div>"
    assert read(page).text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_an_article_that_is_cut_into_sections_is_read_whole():
    sections = "".join(
        f"<section><div>{'<p>' + text + '</p>'}<p>{text}</p></div></section>" for text in (FIRST, SECOND, THIRD)
    )
    text = read(article(sections)).text
    assert [text.count(one) for one in (FIRST, SECOND, THIRD)] == [2, 2, 2]


def test_what_stands_beside_the_article_that_holds_the_headline_is_not_of_it():
    teasers = "".join(f"<div><h4>{n}</h4><p>{CHINESE}</p></div>" for n in range(3))
    page = f"<div class=article><h1>Crane</h1><div>{PARAGRAPHS}</div></div><div>{teasers}</div>"
    assert read(f"<div>{page}</div>", "Crane").text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_text_behind_the_end_of_the_html_is_read():
    page = f"<html><body><p>{FIRST}</p></body></html>\n<div><p>{SECOND}</p><p>{THIRD}</p></div></body></html>"
    assert read(page).text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


FLASHES = [
    ("<p>港股收盘上涨。</p>", None, "港股收盘上涨。"),
    ("<h2>港股收盘上涨</h2><p>港股收盘上涨。</p>", "港股收盘上涨", "港股收盘上涨。"),
    ("<p>The crane is up.</p>", "The crane is up", "The crane is up."),
]


@pytest.mark.parametrize(("inner", "headline", "text"), FLASHES)
def test_a_flash_of_one_sentence_is_a_body(inner, headline, text):
    assert read(article(inner), headline).text == text


@pytest.mark.parametrize("name", ["nav-zone", "Section--Ads", "menu"])
def test_an_article_is_read_whatever_its_parts_are_called_if_there_is_no_other_text(name):
    parts = f'<div class="{name}">{PARAGRAPHS}</div><aside><p>{CHINESE}</p></aside>'
    assert read(f"<article><h1>Crane</h1>{parts}</article><footer>{FIRST}</footer>").text.endswith(THIRD)
    assert read(f"<h1>Crane</h1>{parts}") == Body()


def test_of_several_articles_the_page_is_the_first():
    other = f"<p>{CHINESE * 5}</p>" * 2
    page = f"<article><h1>One</h1>{PARAGRAPHS}</article><article><h1>Two</h1>{other}</article>"
    assert read(page).text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


LEADS = [
    ("", '<p class="article-lead">{}</p>'),
    ("", '<header><h2 class="subtitle">{}</h2></header>'),
    ('<meta name="description" content="{}">', "<div><h2>{}</h2></div>"),
]


@pytest.mark.parametrize(("head", "lead"), LEADS)
def test_a_lead_apart_from_the_text_comes_first(head, lead):
    said = "A crane fell into the harbour, and nobody knows why"
    top = f"<h1>Crane</h1>{lead.format(said)}<div><i>1</i></div>"
    page = f"<head>{head.format(said)}</head><body>{top}{article(PARAGRAPHS)}"
    assert read(page, "Crane").text == f"{said}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}"


@pytest.mark.parametrize(
    "other",
    [
        '<div class="author-box"><div class="description"><p>{}</p></div></div>',
        '<div><p class="site-description">{}</p></div>',
        '<div class="subscribe__description"><p>{}</p></div>',
    ],
)
def test_what_describes_another_than_the_text_is_no_lead(other):
    said = "Ann Lee has written for this site for years, and lives by the sea"
    page = f"<body>{other.format(said)}<h1>Crane</h1><div><i>1</i></div>{article(PARAGRAPHS)}"
    assert read(page, "Crane").text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_a_text_is_not_its_own_lead():
    said = "A crane fell into the harbour, and nobody there can say why it did"
    inner = f"{said}<ul class=tags><li>A tag</li></ul><p>{FIRST}</p><p>{SECOND}</p>"
    body = read(f'<head><meta name="description" content="{said}"></head><body>{article(inner)}')
    assert body.text == f"{said}\n\n{FIRST}\n\n{SECOND}"


def test_html_holds_nothing_that_runs():
    html = read(
        article(
            f'<p onclick="x()">{FIRST} <a href="javascript:x()">no</a> <a href="data:text/html,x">no</a></p>'
            f'<p>{SECOND} <a href="../map.html" style="x" onmouseover="x()">map</a> &lt;script&gt;</p>'
            "<object data=x></object>"
        )
    ).html
    assert not re.search(r"<script|javascript:|data:|onclick|onmouseover|style|<object", html)
    assert 'href="https://news.example/2024/map.html"' in html
    assert "&lt;script&gt;" in html


IMAGES = [
    ('<img src="/a.jpg">', "https://news.example/a.jpg"),
    ('<img src="//cdn.example/a.jpg">', "https://cdn.example/a.jpg"),
    ('<img src="data:image/gif;base64,R0" data-src="/a.jpg">', "https://news.example/a.jpg"),
    ('<img src="/img/blank.gif" data-original="/a.jpg">', "https://news.example/a.jpg"),
    ('<img srcset="/s.jpg 300w, /l.jpg 900w">', "https://news.example/l.jpg"),
    ('<picture><source srcset="/p.webp 2x"><img src="data:x"></picture>', "https://news.example/p.webp"),
    ('<noscript><img src="/a.jpg"></noscript>', "https://news.example/a.jpg"),
    ('<img src="/a.jpg"><noscript><img src="/a.jpg"></noscript>', "https://news.example/a.jpg"),
    ('<img src="/p.gif" width="1" height="1">', None),
    ('<img src="data:image/gif;base64,R0">', None),
    ('<img src="javascript:x()">', None),
    ('<img src="http://[broken">', None),
]


@pytest.mark.parametrize(("image", "source"), IMAGES)
def test_pictures_have_the_address_that_a_reader_sees(image, source):
    body = read(article(f"<p>{FIRST}</p><figure>{image}</figure><p>{SECOND}</p>"))
    assert re.findall(r'<img src="([^"]*)"', body.html) == ([source] if source else [])
    assert body.text == f"{FIRST}\n\n{SECOND}"


def test_addresses_honour_the_base_of_the_page():
    page = f'<head><base href="https://other.example/x/"></head>{article(f"<p>{FIRST} <a href=y>y</a></p>")}'
    assert 'href="https://other.example/x/y"' in read(page).html


def test_the_source_s_selectors_come_first():
    page = (
        article(PARAGRAPHS)
        + f"<div class=mine><p>{CHINESE}</p><p class=byline>By Me</p></div><div class=mine>Mine.</div>"
    )
    body = read(page, fields={"article_body": (".mine",)})
    assert (body.via, body.text) == ("declared", f"{CHINESE}\n\nMine.")
    assert read(page, fields={"article_body": (".mine p::text",)}).text == f"{CHINESE}"
    assert read(page, fields={"article_body": (".nowhere",)}).via == "heuristic"


def test_what_the_source_removes_is_not_read():
    page = article(f"<p>{FIRST}</p><p class=odd>{SECOND}</p>")
    assert read(page, remove=(".odd",)).text == FIRST
    assert read(page, remove=(".odd",), fields={"article_body": (".story",)}).text == FIRST


def test_nested_matches_of_a_selector_are_read_once():
    body = read(article(PARAGRAPHS), fields={"article_body": ("div, p",)})
    assert body.text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def json_ld(body: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>'


def test_json_ld_is_read_where_the_page_shows_but_the_beginning():
    whole = f"{FIRST}\\n{SECOND * 5}\\n{THIRD}"
    body = read(f"<head>{json_ld(whole)}</head>{article(f'<p>{FIRST}</p>')}")
    assert (body.via, body.text) == ("json-ld", f"{FIRST}\n\n{SECOND * 5}\n\n{THIRD}")


@pytest.mark.parametrize("said", [f"{SECOND * 9}...", f"{CHINESE * 20}", SECOND])
def test_json_ld_that_is_cut_short_or_speaks_of_something_else_is_not(said):
    body = read(f"<head>{json_ld(said)}</head>{article(f'<p>{FIRST}</p>')}")
    assert (body.via, body.text) == ("heuristic", FIRST)


def test_text_that_scripts_would_write_is_read_where_the_page_has_none():
    markup = "".join(f"\\u003cp\\u003e{text * 2}\\u003c/p\\u003e" for text in (FIRST, SECOND, THIRD))
    plain_json = f'<script>window.STATE = {{"title": "x", "html": "{markup}"}}</script><div id=app></div>'
    body = read(plain_json)
    assert (body.via, body.text) == ("script", f"{FIRST * 2}\n\n{SECOND * 2}\n\n{THIRD * 2}")
    quoted = markup.replace("\\", "\\\\")
    assert read(f'<script>push([1, "5:{{\\"html\\":\\"{quoted}\\"}}"])</script>').text == body.text


def test_the_tree_stays_as_it_was_and_holds_the_element():
    page = Page(article(PARAGRAPHS + BESIDE[4]), URL)
    before = etree.tostring(page.root)
    body = read_body(page, None)
    assert etree.tostring(page.root) == before
    assert body.element.get("class") == "story"
    assert body.element.getroottree().getroot() is page.root


@pytest.mark.parametrize(
    "html", ["<p></p>", "<nav><a href=/>Home</a></nav>", "<html></html>", "<frameset><frame></frameset>"]
)
def test_a_page_without_text_has_no_body(html):
    assert read(html) == Body()


HUGE = {
    "deep": "<div>" * 50_000 + FIRST,
    "deep_inline": f"<p>{FIRST}" + "<b><i>" * 20_000 + SECOND,
    "links": "<a href=/a>one of very many links on this page</a> " * 50_000,
    "paragraphs": "<p>x, y.</p>" * 50_000,
    "breaks": f"<p>{FIRST}" + "<br>" * 50_000 + SECOND,
    "classes": "".join(
        f'<p class="c{n} {"a" * 300}">A sentence, which is long enough to count.</p>' for n in range(2_000)
    ),
    "quotes": "<script>" + '"' * 100_000 + '</script><script>"' + "\\\\" * 100_000 + "</script><p>x</p>",
    "one_line": "<p>" + "by a, b@c.d " * 100_000,
    "boxes": f"<p>{FIRST}</p><div>" + "<div><img src=/a.jpg>" * 2_000 + FIRST * 5_000,
    "srcset": f'<p>{FIRST}<img srcset="{"a, " * 50_000}">',
}


@pytest.mark.parametrize("name", HUGE)
def test_huge_pages_are_read_in_bounded_time(name):
    assert isinstance(read(f"<html><body>{HUGE[name]}</body></html>"), Body)


TAGS = "p div h1 h2 ul li table tr td blockquote article nav figure figcaption pre form".split()
INLINE_TAGS = "span a b br script style img".split()
CLASSES = [
    "",
    ' class="article-body"',
    ' class="related"',
    ' id="comments"',
    " hidden",
    ' style="display:none"',
    " href=/x",
]
pieces = st.one_of(
    st.sampled_from(
        [FIRST, SECOND, CHINESE, "Read more:", "编辑：", " ", "\n", "&nbsp;", "　", "<", "&", '"', "]]>", "<!--"]
    ),
    st.builds(lambda tag, cls: f"<{tag}{cls}>", st.sampled_from(TAGS), st.sampled_from(CLASSES)),
    st.builds(lambda tag: f"<{tag}>", st.sampled_from(INLINE_TAGS)),
    st.builds(lambda tag: f"</{tag}>", st.sampled_from(TAGS + INLINE_TAGS)),
    st.text(max_size=20),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, max_size=60))
def test_any_page_is_read_without_an_error_and_without_inventions(parts):
    try:
        page = Page("".join(parts), URL)
    except UnreadableError:
        return
    body = read_body(page, FIRST)
    texts = [
        text for text in page.root.xpath("//text()") if text.is_tail or text.getparent().tag not in ("script", "style")
    ]
    shown = re.sub(r"[\s\u00ad\u200b\u2060\ufeff]+", "", "".join(texts))
    for word in (body.text or "").replace(" | ", " ").split():
        assert word in shown
    assert not re.search(r"<\s*(?:script|style)", body.html or "", re.I)
    assert (body.text is None) == (body.html is None) == (body.via == "")
