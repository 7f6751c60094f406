"""List pages: which links are articles, which is the next page."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl import source
from newscrawl.listing import Listing, read

URL = "https://news.example.com/list/index.html"
SITE = "https://news.example.com"
TITLES = (
    "City council approves plan for new tram line along the river",
    "Flood warning lifted after two days of heavy rain in the hills",
    "Local bakery wins national prize for its sourdough bread again",
    "School roof repairs to begin in June, mayor tells parents' meeting",
    "Museum opens night tours with lanterns through its oldest rooms",
    "Farmers expect late harvest because of a cold and cloudy spring",
)
ZH = (
    "市政府批准沿江新建有轨电车线路",
    "连日暴雨后山区洪水预警解除",
    "本地面包店再次获得全国大奖",
    "学校屋顶维修工程六月启动",
    "博物馆推出夜间灯笼导览活动",
)
NAV = (
    '<div class="nav"><a href="/">Home</a><a href="/world/">World</a><a href="/sport/">Sport</a>'
    '<a href="/about">About us</a></div>'
)
FOOT = (
    '<div class="footer"><a href="/privacy">Privacy policy of the whole company</a>'
    '<a href="https://gov.example.org/">Licence 123456789</a></div>'
)


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>News</title>{head}</head><body>{NAV}{body}{FOOT}</body></html>"


def items(template: str, titles=TITLES) -> str:
    return "".join(template.format(i=i, id=2024051200 + i, t=title) for i, title in enumerate(titles))


def urls(template: str, titles=TITLES) -> list[str]:
    return [SITE + template.format(i=i, id=2024051200 + i) for i in range(len(titles))]


def declared(**keys) -> source.Source:
    return source.read({"title": "A", "start_urls": [URL], **keys}, "a")


LISTS = {
    "chinese finance": (
        '<ul id="list">' + items('<li><div class="pic"><a href="/a/{id}.html"><img src="{i}.jpg"></a></div>'
        '<div class="text"><p class="title">'
        '<a href="/a/{id}.html">{t}</a></p><p class="info">…</p><p class="time">05月1{i}日 17:56</p></div>'
        '</li>', ZH) + "</ul>",
        urls("/a/{id}.html", ZH),
    ),
    "channel, title, time": (
        "<ul>" + items('<li><div class="lm">[<a href="/world/">国际</a>]</div><div class="bt">'
        '<a href="/gj/2024/05-12/{id}.shtml">{t}</a></div>'
        '<div class="time">5-12 10:2{i}</div></li>', ZH) + "</ul>",
        urls("/gj/2024/05-12/{id}.shtml", ZH),
    ),
    "blog archive": (
        items('<article class="post-{i} post category-c{i}"><h2 class="entry-title">'
        '<a href="/2024/05/story-number-{i}/">{t}</a></h2>'
        '<span class="cat"><a href="/category/city/">City news and more</a></span> by '
        '<a href="/author/jo/">Jo Doe</a><p>Text …</p>'
        '<a class="more" href="/2024/05/story-number-{i}/">Continue reading</a></article>'),
        urls("/2024/05/story-number-{i}/"),
    ),
    "cards": (
        '<div class="grid">' + items('<div class="card"><a href="/news/{id}"><img src="{i}.jpg" alt=""></a><h3>'
        '<a href="/news/{id}">{t}</a></h3>'
        '<time datetime="2024-05-12">today</time></div>') + "</div>",
        urls("/news/{id}"),
    ),
    "card is one link": (
        items('<a class="card" href="/news/{id}"><img src="{i}.jpg"><h3>{t}</h3>'
        '<p>And a summary that is longer than it.</p></a>'),
        urls("/news/{id}"),
    ),
    "table": (
        "<table>" + items('<tr><td>{i}</td><td><a href="view.php?id={id}">{t}</a></td><td>12.05.2024</td>'
        '</tr>') + "</table>",
        urls("/list/view.php?id={id}"),
    ),
    "jekyll": (
        '<ul class="posts">' + items('<li><span>2024-05-12</span> <a href="/2024/05/12/{id}.html">{t}</a>'
        '</li>', ZH) + "</ul>",
        urls("/2024/05/12/{id}.html", ZH),
    ),
    "opaque addresses": (
        '<div class="list">' + items('<div class="item"><h2><a href="/articles/c{i}xq{i}zw9o">{t}</a></h2>'
        '</div>') + "</div>",
        urls("/articles/c{i}xq{i}zw9o"),
    ),
    "titles not linked": (
        items('<div class="teaser"><h2>{t}</h2><p>12 May 2024</p><a href="/story/{id}.html">Read more</a></div>'),
        urls("/story/{id}.html"),
    ),
    "lead story above": (
        f'<div class="lead"><h1><a href="/story/2024051299.html">{TITLES[0]} today</a></h1><time>today</time>'
        '</div><ul class="l">'
        + items('<li><a href="/story/{id}.html">{t}</a> <i>12:0{i}</i></li>') + "</ul>",
        [SITE + "/story/2024051299.html", *urls("/story/{id}.html")],
    ),
    "most read beside": (
        '<ul class="l">' + items('<li><a href="/story/{id}.html">{t}</a> <i>12:0{i}</i></li>') + '</ul>'
        '<div class="sidebar"><ol>'
        + items('<li><a href="/story/9{id}.html">{t}</a></li>') + "</ol></div>",
        urls("/story/{id}.html"),
    ),
    "most read without a name": (
        '<div class="c1"><ul>' + items('<li><a href="/story/{id}.html">{t}</a> <i>12:0{i}</i></li>') + '</ul>'
        '</div><div class="c2"><ol>'
        + items('<li><a href="/story/9{id}.html">{t}</a></li>', TITLES[:4]) + "</ol></div>",
        urls("/story/{id}.html"),
    ),
    "tags, paging, partners": (
        '<ul class="l">' + items('<li><a href="/n/{id}.html">{t}</a></li>') + '</ul><div class="t">'
        + items('<a href="/tag/word-{i}">Word {i} of the many long words</a>') + '</div><div class="p">'
        '<a href="index_2.html">2</a>'
        '<a href="index_3.html">3</a></div>'
        '<div class="f">' + items('<a href="https://partner{i}.example.net/">Partner site number {i}</a>') + "</div>",
        urls("/n/{id}.html"),
    ),
    "other hosts of the domain": (
        "<ul>" + items('<li><a href="https://m{i}.example.com/art/{id}.html">{t}</a></li>', ZH) + "</ul>",
        [f"https://m{i}.example.com/art/{2024051200 + i}.html" for i in range(len(ZH))],
    ),
    "aggregator": (
        "<ul>" + items('<li><a href="https://paper{i}.example.org/2024/05/12/{id}.html">{t}</a> 12:0{i}'
        '</li>') + "</ul>",
        [f"https://paper{i}.example.org/2024/05/12/{2024051200 + i}.html" for i in range(len(TITLES))],
    ),
    "no list": ("<p>Nothing here.</p>", []),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_articles_are_found_by_structure(name):
    body, expected = LISTS[name]
    assert read(page(body), URL).articles == expected


def test_articles_keep_page_order_and_count_once():
    body = (
        '<a href="/n/3.html#c">A headline that is long enough, third</a><a href="/n/1.html">First</a>'
        '<a href="/n/3.html">3</a>'
    )
    assert read(page(body), URL, declared(article_links=["//body/a"])).articles == [
        SITE + "/n/3.html",
        SITE + "/n/1.html",
    ]


@pytest.mark.parametrize(
    "selector",
    ["ul.x a", "ul.x li", "ul.x a::attr(href)", "//ul[@class='x']//a", "//ul[@class='x']//a/@href", "(//ul//li)"],
)
def test_declared_links_decide_whatever_the_selector_matches(selector):
    body = (
        '<ul class="x"><li>[<a>no</a>] <a href="/short">A</a></li><li>'
        '<a href="https://other.example.org/b">B</a></li></ul>'
    )
    found = read(page(body), URL, declared(article_links=selector))
    assert found.articles == [SITE + "/short", "https://other.example.org/b"]
    assert found.refused == []


def test_the_longest_text_of_a_declared_item_is_its_headline():
    body = '<ul class="x"><li><a href="/c">国际</a><a href="/n/1.html">' + ZH[0] + "</a></li></ul>"
    assert read(page(body), URL, declared(article_links="ul.x li")).articles == [SITE + "/n/1.html"]


@pytest.mark.parametrize(
    ("href", "reason"),
    [
        ("javascript:void(0)", "not_http"),
        ("JavaScript:open()", "not_http"),
        (" mailto:x@example.com", "not_http"),
        ("data:text/html,x", "not_http"),
        ("ftp://example.com/x", "not_http"),
        ("#top", "itself"),
        ("index.html", "itself"),
        ("http://news.example.com/list/index.html#x", "itself"),
        ("http://[broken/", "malformed"),
        ("http:///nohost", "malformed"),
        ("/" + "x" * 3000, "too_long"),
    ],
)
def test_declared_links_that_are_no_other_page_are_refused_with_a_reason(href, reason):
    body = f'<div class="x"><a href="{href}">one</a><a href="/ok">ok</a></div>'
    found = read(page(body), URL, declared(article_links=".x a"))
    assert (found.articles, found.refused) == ([SITE + "/ok"], [(href, reason)])


@pytest.mark.parametrize(
    ("base", "href", "expected"),
    [
        ("", "a.html", "https://news.example.com/list/a.html"),
        ("", "../a.html", "https://news.example.com/a.html"),
        ("", "//cdn.example.com/a", "https://cdn.example.com/a"),
        ("", "\n /a\n.html ", "https://news.example.com/a.html"),
        ("", "\\a\\b", "https://news.example.com/a/b"),
        ("", "?id=5", "https://news.example.com/list/index.html?id=5"),
        ("", "HTTPS://Example.org/A", "HTTPS://Example.org/A"),
        ("/deep/er/", "a.html", "https://news.example.com/deep/er/a.html"),
        ("https://www.example.org/x/", "a.html", "https://www.example.org/x/a.html"),
        ("https://www.example.org/x/", "/a.html", "https://www.example.org/a.html"),
        ("http://[broken", "a.html", "https://news.example.com/list/a.html"),
        ("javascript:1", "a.html", "https://news.example.com/list/a.html"),
    ],
)
def test_addresses_resolve_as_in_a_browser(base, href, expected):
    head = f'<base href="{base}">' if base else ""
    found = read(page(f'<p class="x"><a href="{href}">a</a></p>', head), URL, declared(article_links=".x a")).articles
    assert [url.lower() for url in found] == [expected.lower()]


NEXT = SITE + "/list/index_2.html"


@pytest.mark.parametrize(
    "text",
    ["Next", "next page »", "Older posts", "« Older Entries", "Weiter »", "Nächste Seite", "Suivant", "Page suivante",
     "Siguiente ›", "Próxima", "Successiva", "Volgende", "Следующая", "Далее", "Następna strona", "Další", "Sonraki",
     "Nästa", "Επόμενη", "下一页", "下页", "后页", "下一頁 >",
     "次へ", "次のページ", "다음", "التالي", "अगला", "Trang sau",
     "Berikutnya", "›", ">", "»", "Load more"],
)  # fmt: skip
def test_next_page_by_its_words_in_many_languages(text):
    assert read(page(f'<div class="pages"><a href="index_2.html">{text}</a></div>'), URL).next_page == NEXT


@pytest.mark.parametrize(
    "link",
    [
        '<a class="next" href="index_2.html"></a>',
        '<li class="pagination-next"><a href="index_2.html"><i></i></a></li>',
        '<a aria-label="Next page" href="index_2.html"><svg></svg></a>',
        '<a title="Next Page - Results 21 to 40" href="index_2.html"><img src="r.gif"></a>',
        '<a href="index_2.html"><img src="r.gif" alt="next"></a>',
        '<a rel="nofollow next" href="index_2.html">Ancient</a>',
        '<div class="pager"><a href="index.html">1</a><a href="index_2.html">2</a><a href="index_3.html">3</a></div>',
        '<div><b>1</b> <a href="index_2.html">2</a> <a href="index_3.html">3</a></div>',
        '<div>1 <a href="index_2.html">2</a> | <a href="index_3.html">3</a></div>',
        '<ul><li class="active"><a href="?p=1">1</a></li><li><a href="index_2.html">2</a></li></ul>',
        '<nav><a aria-current="page" href="x.html">1</a><a href="index_2.html">2</a></nav>',
        '<div class="pager"><a href="index.html">‹</a><a href="index_2.html">›</a><a href="index_9.html">»</a></div>',
        '<div><a href="index_1.html">上一页</a><a href="index_2.html">下一页</a><a href="index_9.html">末页</a></div>',
    ],
)
def test_next_page_by_its_marks_or_its_number(link):
    assert read(page(link), URL).next_page == NEXT


def test_next_page_declared_by_the_page_comes_first():
    head = '<link rel="next" href="index_2.html">'
    assert read(page('<a class="next" href="index_7.html">Next</a>', head), URL).next_page == NEXT


def test_next_page_declared_by_the_source_decides():
    body = '<a class="next" href="index_7.html">Next</a><a class="on" href="index_2.html">x</a>'
    assert read(page(body), URL, declared(next_page="a.on")).next_page == NEXT
    assert read(page(body), URL, declared(next_page="a.none")).next_page is None


@pytest.mark.parametrize(
    ("url", "following"),
    [
        ("/list?page=4", "/list?page=5"),
        ("/list/page/4/", "/list/page/5/"),
        ("/list_4.html", "/list_5.html"),
        ("/list-p4", "/list-p5"),
        ("/list?paged=4&c=1", "/list?paged=5&c=1"),
        ("/list?start=30", "/list?start=40"),
    ],
)
def test_the_number_after_this_one_is_next(url, following):
    pager = (
        f'<div class="pg"><a href="/list">1</a> … <a href="/list-x">3</a> <span>4</span> '
        f'<a href="{following}">5</a></div>'
    )
    assert read(page(pager), SITE + url).next_page == SITE + following


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/n/5.html">Next article</a>',
        '<a href="/n/5.html">下一篇</a>',
        '<div class="article-nav"><a class="next-article" href="/n/5.html">Next: the tram line is open again</a></div>',
        '<a class="next" href="javascript:next()">Next</a>',
        '<a class="next" href="#">Next</a>',
        '<a class="next" href="index.html#list">Next</a>',
        '<a class="next" href="https://elsewhere.example.org/2">Next</a>',
        '<a rel="prev" href="index_2.html">Newer posts</a>',
        '<div class="nav-next"><a href="index_2.html">Newer posts</a></div>',
        '<div class="carousel"><a class="carousel-next" href="index_2.html">›</a></div>',
        '<table class="calendar"><tr><td>1</td><td><a href="/2024/05/02/">2</a></td></tr></table>',
        '<p><a href="/n/1.html">Weiter</a></p><p><a href="/n/2.html">Weiter</a></p><p>'
        '<a href="/n/3.html">Weiter</a></p>',
        '<div><a href="/list/index_1.html">1</a></div>',
        "",
    ],
)
def test_what_is_not_the_next_page(body):
    assert read(page(body), URL).next_page is None


def test_last_page_has_no_next():
    pager = (
        '<div class="pages"><a href="/l?page=1">1</a><a href="/l?page=2">2</a><b>3</b><a href="/l?page=2">»</a></div>'
    )
    assert read(page(pager), SITE + "/l?page=3").next_page is None


@pytest.mark.parametrize(
    ("html", "reason"), [("", "empty"), ("  \n", "empty"), (b"%PDF-1.4", "not_html"), ('{"a": 1}', "not_html")]
)
def test_a_page_that_is_none_says_why(html, reason):
    assert read(html, URL) == Listing([], None, [(URL, reason)])


def test_encoding_and_bytes():
    html = page('<ul class="x"><li><a href="/a">' + ZH[0] + "</a></li></ul>").encode("gb18030")
    assert read(html, URL, declared(article_links="//a[contains(., '电车')]"), encoding="gbk").articles == [SITE + "/a"]


@given(
    st.lists(
        st.sampled_from(
            ["<a href='", "'>", "</a>", "<ul>", "<li class='", "next", "1", "2", "<div>", "</div>", "http://[", "//",
             "?page=", "x", "<base href='", "<table><td>", "新闻", "<nav>", "&#0;", "\x00", "<a rel=next href=",
             "<link rel=next href=", ">", "\ud800"]
        ),
        max_size=40,
    ).map("".join)
    | st.text(),
    st.text() | st.sampled_from([URL, "http://[x", "", "x"]),
)  # fmt: skip
@settings(deadline=None)
def test_no_page_and_no_address_raises(html, url):
    for given_source in (None, declared(article_links=["a", "li"], next_page=["a::attr(href)"])):
        found = read(html, url, given_source)
        assert found.next_page is None or found.next_page.lower().startswith("http")
        assert len(set(found.articles)) == len(found.articles)


@pytest.mark.parametrize(
    "html",
    [
        "<a href=/1>" * 100_000,
        "".join(f"<div class=side><a href=/x/{i}.html>A headline of some length</a>" for i in range(20_000)),
        "".join(f"<a href=/p/{i}>{i}</a>" for i in range(100_000)),
        "<table><tr>" + "".join(f"<td><a href=/x/{i}.html>A headline of some length</a>" for i in range(50_000)),
        "<a href=/1>" + "<b>x</b>" * 200_000,
        "<link rel=next href=#>" * 50_000 + "<p>" * 50_000,
    ],
    ids=["links", "deep", "numbers", "one row", "one link", "declarations"],
)
def test_hostile_pages_take_bounded_time(html):
    started = time.process_time()
    read(html, URL)
    assert time.process_time() - started < 5
