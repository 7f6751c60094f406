"""Every field's ladder, rung by rung, on small pages."""

import json
import time
from datetime import UTC, datetime

import pytest

from newscrawl.extract import extract
from newscrawl.extract.body import Body
from newscrawl.extract.fields import read_fields, read_headline
from newscrawl.extract.page import Page
from newscrawl.items import Article
from newscrawl.source import Source

URL = "https://www.example.com/news/1.html"
LONG_ZH = "昨天下午沿江各地气象部门先后发布了暴雨预警信号并要求居民留意最新的天气变化情况。" * 4
LONG_EN = "The river rose for the third day and people along it were told to leave their homes by the evening. " * 3
NOW = datetime(2024, 5, 12, 12, tzinfo=UTC)


def read(html, source=None, url=URL):
    """Fields of a page whose body is its <article>, without asking how bodies are found."""
    page = Page(html, url, source)
    article = Article(url, fetched_at=NOW)
    read_headline(page, article)
    element = next(page.root.iter("article"), None)
    text = " ".join("".join(element.itertext()).split()) if element is not None else None
    read_fields(page, Body(text, None, element, "test"), article)
    return article


def zh(meta="", end="", start="", head=""):
    return (
        f"<html><head><title>江水上涨沿岸加强巡查</title>{head}</head><body><h1>江水上涨沿岸加强巡查</h1><div>{meta}</div>"
        f"<article><p>{start}{LONG_ZH}</p><p>{LONG_ZH}</p>{end}</article></body></html>"
    )


def en(meta="", head="", end=""):
    return (
        f"<html lang=en><head>{head}</head><body><h1>River rises over its banks</h1>{meta}"
        f"<article><p>{LONG_EN}</p><p>{LONG_EN}</p>{end}</article></body></html>"
    )


def ld(**said):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **said})}</script>'


def meta(name, content):
    return f'<meta name="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("html", "publisher", "via"),
    [
        (zh("2024-05-12 10:00 来源：某某网 作者：张三 编辑：李四"), "某某网", "text:来源"),
        (zh("2024-05-12 10:00来源: <a>某某日报</a>"), "某某日报", "text:来源"),
        (zh("<span>来源：</span><span>某某网2024-05-12 10:00</span>"), "某某网", "text:来源"),
        (zh("<p>来源：</p><p>某某网</p>"), "某某网", "text:来源"),
        (zh("来 源：某某网 | 字号：大 小"), "某某网", "text:来源"),
        (zh("稿源：某某晚报"), "某某晚报", "text:稿源"),
        (zh("信息来源：某某市水利局"), "某某市水利局", "text:信息来源"),
        (zh("转载自：某某周刊"), "某某周刊", "text:转载自"),
        (zh(end="<p>（文章来源：某某网）</p>"), "某某网", "text:文章来源"),
        (zh(end="<p>来源丨某某发布</p>"), "某某发布", "text:来源"),
        (zh("来源：本站", end="<p>（文章来源：某某网）</p>"), "某某网", "text:文章来源"),
        (zh("来源：网络整理"), None, None),
        (zh("主要收入来源：卖水"), None, None),
        (zh(head=meta("source", "来源：某某网-时政频道 原创稿")), "某某网-时政频道", "meta"),
        (zh(head=meta("mediaid", "某某日报")), "某某日报", "meta"),
        (zh("2024年05月12日 10:00 <a>某某新闻</a> 我有话说"), "某某新闻", "byline"),
        (zh("<a class='source'>某某消息</a>"), "某某消息", "byline"),
        (zh("<p class='author-name'>加油大必读</p>"), "加油大必读", "byline"),
        (zh("某某社"), "某某社", "byline"),
        (zh("相关新闻"), None, None),
        (zh("张三/某某青年报"), "某某青年报", "text:记者"),
        (zh("<b>2024-05-12 10:00</b><span>来源：某某网</span><span>作者：张小三</span>"), "某某网", "text:来源"),
        (zh("发表于2024-05-12 10:00| 164次阅读| 来源SOME| 0 条评论| 作者张小三"), "SOME", "text:来源"),
        (zh("2024年05月12日 来源 某某网"), "某某网", "text:来源"),
        (zh("2024年05月12日，这里的收入来源于卖水"), None, None),
        (zh("<p><span>某某人文</span> <span>2024-05-12 10:00:21</span></p>"), "某某人文", "byline"),
        (zh("<p><i>原创</i> <span>某某人文</span> <span>2024-05-12 10:00:21</span></p>"), "某某人文", "byline"),
        (zh("<p><span>张小三</span> <span>2024-05-12 10:00:21</span></p>"), None, None),
        (zh("<p><span>时政要闻</span> <span>2024-05-12 10:00:21</span></p>"), None, None),
        (zh("<p><span>2024-05-12 10:00:21</span> <span>某某人文</span></p>"), None, None),
        (zh("<p><i class=rich_media_meta>原创</i> <a class=meta_nickname>某某Code</a></p>"), "某某Code", "byline"),
        (zh().replace("<h1>", "<h1 class=some_media_title>"), None, None),
        (zh(start="新华社武汉5月12日电（记者张三）"), "新华社", "text:记者"),
        (zh(start="新华社武汉5月12日电 "), "新华社", "text:记者"),
        (en(head=ld(publisher={"@type": "Organization", "name": "Example &amp; Sons"})), "Example & Sons", "json-ld"),
        (en(head=ld(sourceOrganization="A Wire", publisher={"name": "Example"})), "A Wire", "json-ld"),
        (en(head='<meta property="article:publisher" content="https://social.example/x">'), None, None),
        (en(head='<meta property="article:publisher" content="Example Post">'), "Example Post", "meta"),
        (en(head='<meta property="og:site_name" content="Example Post">'), "Example Post", "site"),
        (en(head='<meta property="og:site_name" content="https://www.example.com">'), None, None),
    ],
)
def test_publisher(html, publisher, via):
    article = read(html)
    assert (article.publisher, article.via.get("publisher")) == (publisher, via)


@pytest.mark.parametrize(
    ("html", "authors", "via"),
    [
        (zh("来源：某某网 作者：张三 编辑：李四"), ["张三"], "text:作者"),
        (zh("作者：张三　李四 责任编辑：王五"), ["张三", "李四"], "text:作者"),
        (zh("作者：某某网 责任编辑：DF142"), [], None),
        (zh("责任编辑：DF142"), [], None),
        (zh("文/张三"), ["张三"], "text:文"),
        (zh("【文/某某网专栏作者 张三】"), ["张三"], "text:文"),
        (zh("记者 | 张三 编辑 | 李四"), ["张三"], "text:记者"),
        (zh("执笔/张三、李小刀&王五"), ["张三", "李小刀", "王五"], "text:执笔"),
        (zh(start="某某讯（记者 张三 通讯员 李四）"), ["张三", "李四"], "text:记者"),
        (zh(start="本站讯（职工通讯员 张三 李四）"), ["张三", "李四"], "text:记者"),
        (zh("某某新闻记者 张三 李四"), ["张三", "李四"], "text:记者"),
        (zh(end="<p>某某晚报记者 张三</p>"), ["张三"], "text:记者"),
        (zh(end=f"<p>{LONG_ZH}（张小三）</p>"), ["张小三"], "text:记者"),
        (zh(end=f"<p>{LONG_ZH}（完）</p>"), [], None),
        (zh(end="<p>新华社记者 张三 摄</p>"), [], None),
        (zh("<b>2024-05-12 10:00</b><span>来源：某某网</span><span>作者：张小三</span>"), ["张小三"], "text:作者"),
        (zh("发表于2024-05-12 10:00| 来源SOME| 0 条评论| 作者张小三"), ["张小三"], "text:作者"),
        (zh("2024-05-12 10:00 作者认为这里"), [], None),
        (zh(start="某某网5月12日讯（记者张小三 整合）"), ["张小三"], "text:记者"),
        (zh(end="<p><b>平安出行，安全到家。</b></p>"), [], None),
        (zh(head=meta("author", "网易")), [], None),
        (zh(head=meta("author", "104363")), [], None),
        (zh(head=meta("author", "张小三")), ["张小三"], "meta"),
        (en(head=ld(author={"@type": "Person", "name": "Ann Lee"})), ["Ann Lee"], "json-ld"),
        (en(head=ld(author=["Ann Lee", "Bob Ray"])), ["Ann Lee", "Bob Ray"], "json-ld"),
        (en(head=ld(author={"givenName": "Ann", "familyName": "Lee"})), ["Ann Lee"], "json-ld"),
        (en(head=ld(author="Ann Lee and Bob Ray, Reuters")), ["Ann Lee", "Bob Ray"], "json-ld"),
        (
            en(head=ld(author={"@id": "#a"}) + ld(**{"@type": "Person", "@id": "#a", "name": "Ann Lee"})),
            ["Ann Lee"],
            "json-ld",
        ),
        (
            en(head=ld(author={"@type": "Organization", "name": "Ann Lee"}) + meta("author", "Bob Ray")),
            ["Bob Ray"],
            "meta",
        ),
        (en(head=ld(creator=["Ann Lee"])), ["Ann Lee"], "json-ld"),
        (en(head=meta("parsely-author", "Ann Lee")), ["Ann Lee"], "meta"),
        (en(head=meta("dc.creator", "Lee, Ann")), ["Ann Lee"], "meta"),
        (en(head='<meta property="article:author" content="https://social.example/ann">'), [], None),
        (en(head=meta("twitter:creator", "@annlee")), [], None),
        (
            en("<div class=byline>By <a rel=author>Ann Lee</a> <span>Political Correspondent</span></div>"),
            ["Ann Lee"],
            "byline",
        ),
        (en("<p><span itemprop=author>Ann Lee</span> | 3 min</p>"), ["Ann Lee"], "byline"),
        (en("<p>By Ann Lee and Bob Ray</p>"), ["Ann Lee", "Bob Ray"], "byline"),
        (en("<p>The Post | 12 May 2024 • Updated 13 May | By Ann Lee (with Bob Ray)</p>"), ["Ann Lee"], "byline"),
        (en("<p>BY ANN LEE 5/12/24 09:19 PM ET</p>"), ["ANN LEE"], "byline"),
        (en("<p>By Ann Lee Sunday, May. 12, 2024</p>"), ["Ann Lee"], "byline"),
        (en("<p>By Ann Lee and Bob Ray on 12 May 2024</p>"), ["Ann Lee", "Bob Ray"], "byline"),
        (en("<p class=firma><em>Ana Gil</em> | Madrid</p>"), ["Ana Gil"], "byline"),
        (en("<p class=confirma-aqui>Red Button</p>"), [], None),
        (en("<figure><span class=byline>Cy Poe</span></figure>"), [], None),
        (en("<div class=img__author>Photograph by <b>Cy Poe</b></div>"), [], None),
        (en("<p class=figcaption>The river / <span class=firma>CY POE</span></p>"), [], None),
        (en("<p><strong>ANN LEE</strong></p>"), ["ANN LEE"], "signed"),
        (en(end="<p><b>With thanks to Ann Lee and the Foo</b></p>"), [], None),
        (
            en(head=ld(author={"@type": "Organization", "name": "A Wire Agency"})),
            ["A Wire Agency"],
            "json-ld:organisation",
        ),
        (en(head=ld(author={"@type": "Person", "name": "admin"})), [], None),
        (en(head=ld(author=[None, 3, {"name": None}, {"name": ["Ann Lee"]}])), ["Ann Lee"], "json-ld"),
    ],
)
def test_authors(html, authors, via):
    article = read(html)
    assert (article.authors, article.via.get("authors")) == (authors, via)


@pytest.mark.parametrize(
    ("html", "editors", "via"),
    [
        (zh("来源：某某网 作者：张三 编辑：李四"), ["李四"], "text:编辑"),
        (zh(end="<p>（责任编辑：DF142）</p>"), ["DF142"], "text:责任编辑"),
        (zh(end="<p>编辑 张小三 校对 李小四</p>"), ["张小三"], "text:编辑"),
        (zh(end="<p>本文来源：某某社 责任编辑：李四_NN2587</p>"), ["李四_NN2587"], "text:责任编辑"),
        (zh(end="<p>(责编：张三、李四)</p>"), ["张三", "李四"], "text:责编"),
        (zh(end="<p>［责任编辑: 张三 ］</p>"), ["张三"], "text:责任编辑"),
        (zh(end="<p>编辑|张三</p><p>责编|李四</p>" + f"<p>{LONG_ZH}</p>" * 12), ["张三", "李四"], "text:编辑"),
        (zh(end="<p>每经编辑：张三</p>"), ["张三"], "text:编辑"),
        (zh(end="<p>摄影/王五 编辑/张三 校对/李四</p>"), ["张三"], "text:编辑"),
        (zh(head=meta("editor", "1610")), [], None),
        (en(head=ld(editor={"@type": "Person", "name": "Ann Lee"})), ["Ann Lee"], "json-ld"),
    ],
)
def test_editors(html, editors, via):
    article = read(html)
    assert (article.editors, article.via.get("editors")) == (editors, via)


def source(**fields):
    return Source("s", "某某网新闻", (URL,), language="zh", publisher="某某网", fields=fields)


def test_the_source_file_names_the_top_rung():
    html = en(
        "<i class=w>By Ann Lee</i><i class=e>Bob Ray</i><i class=p>A Post</i><i class=s>City</i><i class=d>Sum</i>"
        "<i class=k>one, two</i><img class=i src=/own.jpg>",
        ld(author="Cy Poe", publisher="Other", articleSection="World", description="x", keywords="y", image="/z.jpg"),
    )
    article = read(html, source(authors=(".w",), editors=(".e",), publisher=(".p",), section=(".s",),
                                description=(".d",), keywords=(".k",), image=("img.i",)))  # fmt: skip
    assert (article.authors, article.editors, article.publisher) == (["Ann Lee"], ["Bob Ray"], "A Post")
    assert (article.section, article.description, article.keywords) == ("City", "Sum", ["one", "two"])
    assert article.image == "https://www.example.com/own.jpg"
    fields = ("authors", "editors", "publisher", "section", "description", "keywords", "image")
    assert {article.via[field] for field in fields} == {"declared"}


def test_the_source_files_publisher_is_the_default():
    assert read(zh(), source()).via["publisher"] == "source"
    assert read(zh("来源：另一网"), source()).publisher == "另一网"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="/news/1">', "https://www.example.com/news/1"),
        ('<link rel="canonical" href="https://m.example.com/1?a=1">', "https://m.example.com/1?a=1"),
        ('<link rel="canonical" href="https://other.org/1">', None),
        ('<link rel="canonical" href="/">', None),
        ('<link rel="canonical" href="javascript:x">', None),
        ('<link rel="canonical" href="http://[bad">', None),
        ('<link rel="canonical" href="/"><meta property="og:url" content="/news/2">', "https://www.example.com/news/2"),
    ],
)
def test_canonical_url(head, url):
    assert read(en(head=head)).canonical_url == url


@pytest.mark.parametrize(
    ("head", "image"),
    [
        (ld(image="/a.jpg"), "https://www.example.com/a.jpg"),
        (ld(image=[{"url": "https://img.example/a.jpg"}, "b"]), "https://img.example/a.jpg"),
        (ld(image={"url": ["//img.example/a.jpg"]}), "https://img.example/a.jpg"),
        (
            ld(image={"@id": "#primaryimage"}) + '<meta property="og:image" content="/b.png">',
            "https://www.example.com/b.png",
        ),
        (meta("twitter:image", "/c.png"), "https://www.example.com/c.png"),
        (ld(image="data:image/gif;base64,AAAA"), None),
    ],
)
def test_image(head, image):
    assert read(en(head=head)).image == image


@pytest.mark.parametrize(
    ("head", "keywords"),
    [
        (ld(keywords=["a", "b", "a"]), ["a", "b"]),
        (ld(keywords="a, b; c"), ["a", "b", "c"]),
        (meta("keywords", "水位，长江、暴雨 预警"), ["水位", "长江", "暴雨 预警"]),
        (meta("keywords", "水位 长江 暴雨 预警"), ["水位", "长江", "暴雨", "预警"]),
        ('<meta property="article:tag" content="A"><meta property="article:tag" content="B &amp; C">', ["A", "B & C"]),
        (meta("keywords", "&lt;b&gt;, _internal, @x, ok"), ["ok"]),
    ],
)
def test_keywords(head, keywords):
    assert read(en(head=head)).keywords == keywords


@pytest.mark.parametrize(
    ("head", "free"),
    [
        (ld(isAccessibleForFree=True), True),
        (ld(isAccessibleForFree=False), False),
        (ld(isAccessibleForFree="False"), False),
        (ld(isAccessibleForFree="http://schema.org/True"), True),
        ('<meta property="article:content_tier" content="free">', True),
        ('<meta property="article:content_tier" content="locked">', False),
        ('<meta property="article:content_tier" content="metered">', False),
        ("", None),
    ],
)
def test_access(head, free):
    article = read(en(head=head))
    assert article.is_accessible_for_free is free
    assert ("is_accessible_for_free" in article.via) == (free is not None)


CRUMBS = {
    "@type": "BreadcrumbList",
    "itemListElement": [{"name": "Home"}, {"item": {"name": "City"}}, {"name": "This"}],
}


@pytest.mark.parametrize(
    ("html", "section"),
    [
        (en(head=ld(articleSection=["World", "Asia"])), "World"),
        (en(head=ld(articleSection="news,slider")), "news"),
        (en(head='<meta property="article:section" content="Sport">'), "Sport"),
        (en(head=ld(**CRUMBS)), "City"),
        (en('<nav class="breadcrumb"><a>Home</a> &gt; <a>Local</a></nav>'), "Local"),
        (zh("<div class='crumbs'><a>首页</a><a>要闻</a></div>"), "要闻"),
        (en(head=ld(articleSection="Homepage")), None),
    ],
)
def test_section(html, section):
    assert read(html).section == section


GERMAN = "Der Fluss ist am dritten Tag gestiegen und die Menschen mussten mit den Kindern auf das Dach, weil es nicht "
GERMAN += "mehr anders ging, sagte der Sprecher, und das Wasser stand bis zu dem Fenster, wie sich im Dorf zeigte. " * 2


@pytest.mark.parametrize(
    ("attribute", "head", "text", "language", "via"),
    [
        ("lang=en-US", "", LONG_EN, "en", "html lang"),
        ("lang=EN_us", "", LONG_EN, "en", "html lang"),
        ("", ld(inLanguage="en"), LONG_EN, "en", "json-ld"),
        ("", '<meta property="og:locale" content="en_GB">', LONG_EN, "en", "meta"),
        ("", '<meta http-equiv="Content-Language" content="zh-CN, en">', LONG_ZH, "zh", "meta"),
        ("lang=en", "", LONG_ZH, "zh", "text"),
        ("", "", "川の水位が三日続けて上がり、住民は夕方までに避難するように言われました。" * 2, "ja", "text"),
        ("lang=en", "", "강물이 사흘째 불어나 주민들은 저녁까지 대피하라는 말을 들었다. " * 3, "ko", "text"),
        ("lang=en", "", GERMAN, "de", "text"),
        ("", "", GERMAN, "de", "text"),
        ("lang=utf-8", "", "", None, None),
    ],
)
def test_language(attribute, head, text, language, via):
    article = read(f"<html {attribute}><head>{head}</head><body><article><p>{text}</p></article></body></html>")
    assert (article.in_language, article.via.get("in_language")) == (language, via)


def test_a_language_is_told_without_a_word_in_the_log(caplog):
    caplog.set_level("DEBUG")
    assert read(f"<html><body><article><p>{GERMAN}</p></article></body></html>").in_language == "de"
    assert not caplog.records


def test_stocks_are_read_from_marks_in_the_body():
    first, second = '<span id="stock_1.600160">某某股份</span>', '<span id="bk_90.BK0473">某板块</span>'
    assert read(zh(end=f"<p>{first}与{second}，{first}</p>")).stocks == [
        {"market": "1", "code": "600160", "name": "某某股份"},
        {"market": "90", "code": "BK0473", "name": "某板块"},
    ]
    assert read(zh()).stocks == []


def test_dates_are_wired():
    article = read(en(head=ld(datePublished="2024-05-12T10:00:00+08:00", dateModified="2024-05-12T11:00:00+08:00")))
    assert article.date_published == datetime(2024, 5, 12, 2, tzinfo=UTC)
    assert article.date_published_raw == "2024-05-12T10:00:00+08:00"
    assert article.date_precision == "second"
    assert article.date_modified == datetime(2024, 5, 12, 3, tzinfo=UTC)
    assert article.via["date_published"]
    assert article.via["date_modified"]


def test_nothing_found_leaves_nothing_behind():
    article = read("<html><body><p>x</p></body></html>")
    assert article == Article(URL, fetched_at=NOW)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000 + "来源：某某网",
        "<h1>" * 5_000 + "x",
        "<h1>a</h1>" * 20_000,
        "<title>" + "a - b | c_" * 50_000,
        zh("来源：作者：编辑：" * 20_000),
        zh("（记者" * 50_000),
        en(head=ld(author=["Ann Lee"] * 50_000, keywords=["k"] * 50_000)),
        en(head=meta("author", "a, " * 100_000)),
        en("<b class=author>" * 3_000 + "Ann Lee"),
        zh(end="<p>" + " " * 200_000 + "</p>"),
        "<h1>x</h1>" + "<span>a </span>" * 100_000,
    ],
)  # fmt: skip
def test_wild_pages_take_bounded_time(html):
    started = time.process_time()
    read(html)
    assert time.process_time() - started < 3  # seconds; the slowest takes a tenth of it on a slow machine


def test_extract_fills_the_article():
    article = extract(zh("2024-05-12 10:00 来源：某某网 作者：张三 编辑：李四").encode(), URL)
    assert (article.headline, article.publisher) == ("江水上涨沿岸加强巡查", "某某网")
    assert (article.authors, article.editors, article.in_language) == (["张三"], ["李四"], "zh")
