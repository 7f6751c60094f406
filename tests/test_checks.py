"""A list that has not changed costs one answer without a body; stored articles are looked at again for corrections."""

import json

import pytest

from newscrawl.store import Store
from tests.test_failures import ARTICLE, LIST, Pages, last_run, source

PAST = "2020-01-01T00:00:00+00:00"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>
<link>{url}/</link><description>d</description>
<item><title>{title}</title><link>{url}/a/1.html</link><pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>
<description>&lt;p&gt;{text}&lt;/p&gt;&lt;p&gt;第二段写得也足够长，好让人看出它是一篇文章的正文。&lt;/p&gt;</description></item></channel></rss>"""


@pytest.fixture
def crawled(scrapy):
    """Five articles, stored; ``pages.answered`` is what was asked since."""
    with Pages({"/list": LIST} | {f"/a/{n}.html": ARTICLE.format(n) for n in range(5)}, etags=True) as pages:
        source(scrapy, pages.url)
        scrapy("crawl", "s")
        pages.answered.clear()
        yield scrapy, pages


def change(scrapy, sql: str, *values: object) -> None:
    with Store(scrapy.db) as store:
        store.db.execute(sql, values)


def look_again(scrapy, pages: Pages, **settings: object) -> dict[str, int]:
    """Crawl when all articles are due to be looked at; returns the articles' answers by path."""
    change(scrapy, "UPDATE ledger SET check_at = ? WHERE article_id IS NOT NULL", PAST)
    pages.answered.clear()
    scrapy("crawl", "s", RETRY_TIMES=0, **settings)
    return {path: status for path, status in pages.answered if path.startswith("/a/")}


def rows(scrapy, sql: str) -> list[dict]:
    with Store(scrapy.db) as store:
        return list(store.db.query(sql))


def lists_asked(scrapy, pages: Pages) -> list[tuple[str, int]]:
    pages.answered.clear()
    scrapy("crawl", "s")
    return [(path, status) for path, status in pages.answered if path != "/robots.txt"]


def test_a_list_that_has_not_changed_costs_one_304(crawled):
    scrapy, pages = crawled
    assert lists_asked(scrapy, pages) == [("/list", 304)]
    counts = last_run(scrapy)["counts"]
    assert {name: counts.get(name) for name in ("requests", "lists", "lists_unchanged", "links", "new")} == {
        "requests": 1, "lists": 1, "lists_unchanged": 1, "links": None, "new": None,
    }  # fmt: skip
    pages.pages["/a/5.html"] = ARTICLE.format(5)
    pages.pages["/list"] = LIST.replace("<body>", '<body><li><a href="/a/5.html">第5条消息的标题写在这里</a></li>')
    assert lists_asked(scrapy, pages) == [("/list", 200), ("/a/5.html", 200)]
    assert lists_asked(scrapy, pages) == [("/list", 304)]


def test_a_list_is_read_again_after_a_walk_that_broke_off(crawled):
    scrapy, pages = crawled
    change(scrapy, "UPDATE lists SET walking = 1")
    assert lists_asked(scrapy, pages) == [("/list", 200)]
    assert lists_asked(scrapy, pages) == [("/list", 304)]


def test_a_list_is_read_again_when_its_source_says_something_else(crawled):
    scrapy, pages = crawled
    source(scrapy, pages.url, article_links='"a"')
    assert lists_asked(scrapy, pages) == [("/list", 200)]


def test_a_dead_list_does_not_make_the_others_be_read_again(scrapy):
    pages = {"/list": LIST} | {f"/a/{n}.html": ARTICLE.format(n) for n in range(5)} | {"/dead": 500}
    with Pages(pages, etags=True) as served:
        source(scrapy, served.url, start_urls=f'["{served.url}/list", "{served.url}/dead"]')
        for status in (200, 304):
            served.answered.clear()
            scrapy("crawl", "s", code=1, RETRY_TIMES=0)
            lists = {path: code for path, code in served.answered if path in ("/list", "/dead")}
            assert lists == {"/list": status, "/dead": 500}


def test_what_has_not_changed_is_not_sent_again(crawled):
    scrapy, pages = crawled
    assert look_again(scrapy, pages) == {f"/a/{n}.html": 304 for n in range(5)}
    assert last_run(scrapy)["counts"]["checks"] == {"unchanged": 5}
    after = rows(scrapy, "SELECT check_at, checked_at, discovered_at, state FROM ledger")
    assert all(
        row["check_at"] > row["checked_at"] >= row["discovered_at"] and row["state"] == "stored" for row in after
    )


def test_a_corrected_text_is_a_revision(crawled):
    scrapy, pages = crawled
    old = ARTICLE.format(1)
    pages.pages["/a/1.html"] = old.replace("第二段也是如此", "第二段已经更正")
    look_again(scrapy, pages)
    assert last_run(scrapy)["counts"]["revised"] == 1
    assert json.loads(last_run(scrapy)["coverage"]) == {"read": 0}  # an old article says nothing of the source today
    (revision,) = rows(scrapy, "SELECT * FROM revisions")
    assert revision["reason"] == "corrected"
    previous = json.loads(revision["previous"])
    assert "第二段也是如此" in previous["article_body"]
    texts = {row["id"]: row["article_body"] for row in rows(scrapy, "SELECT * FROM articles")}
    assert "第二段已经更正" in texts[revision["article_id"]]
    assert look_again(scrapy, pages)["/a/1.html"] == 304


@pytest.mark.parametrize(
    "new",
    [
        ('datetime="2026-11-20T08:01:00+08:00"', 'datetime="2026-11-20T09:30:00+08:00"'),
        ("</body>", "<aside><h2>热门</h2><ul><li>别的消息</li></ul></aside></body>"),
        ("</head>", '<meta property="article:modified_time" content="2026-11-21T08:00:00+08:00"></head>'),
        ("<p>这是", "<p>  这是"),
    ],
    ids=["time", "sidebar", "modified", "space"],
)
def test_a_new_time_stamp_or_sidebar_is_no_correction(crawled, new):
    scrapy, pages = crawled
    pages.pages["/a/1.html"] = ARTICLE.format(1).replace(*new)
    before = rows(scrapy, "SELECT * FROM articles")
    assert look_again(scrapy, pages)["/a/1.html"] == 200
    assert last_run(scrapy)["counts"]["unchanged"] == 1
    assert rows(scrapy, "SELECT * FROM revisions") == []
    assert rows(scrapy, "SELECT * FROM articles") == before


def test_what_is_taken_down_is_gone_and_its_text_stays(crawled):
    scrapy, pages = crawled
    pages.pages["/a/1.html"] = 404
    look_again(scrapy, pages)
    (row,) = rows(scrapy, "SELECT * FROM ledger WHERE state = 'gone'")
    assert (row["reason"], row["article_id"] is not None, row["url"]) == ("http_404", True, f"{pages.url}/a/1.html")
    assert json.loads(row["past"])[0][1:] == ["stored", None]
    assert len(rows(scrapy, "SELECT * FROM articles")) == 5
    pages.pages["/a/1.html"] = ARTICLE.format(1)
    look_again(scrapy, pages)
    assert rows(scrapy, "SELECT * FROM ledger WHERE state = 'gone'") == []
    assert len(rows(scrapy, "SELECT * FROM articles")) == 5


@pytest.mark.parametrize("instead", [503, "<html><p>x</p></html>", "wall"])
def test_what_can_not_be_looked_at_stays_as_it_was(crawled, instead):
    scrapy, pages = crawled
    before = rows(scrapy, "SELECT * FROM articles")
    wall = ARTICLE.format(1).replace("第1条消息的标题写在这里", "请先登录再阅读全文")
    wall = wall.replace(
        "这是第1条消息的正文，写得足够长，好让人看出它是一篇文章，而不是一行说明。",
        "本站内容只供会员阅览，您可以在此注册成为会员。",
    )
    wall = wall.replace(
        "第1条消息的第二段也是如此，句子完整，标点齐全，读起来并不费力。",
        "忘记密码的用户请联系客服，我们会尽快处理您的请求。",
    )
    pages.pages["/a/1.html"] = wall if instead == "wall" else instead
    look_again(scrapy, pages)
    assert rows(scrapy, "SELECT * FROM articles") == before
    assert rows(scrapy, "SELECT * FROM ledger WHERE state != 'stored'") == []
    assert rows(scrapy, "SELECT * FROM ledger WHERE check_at IS NULL OR check_at < checked_at") == []


def test_ages_are_a_setting(scrapy):
    with Pages({"/list": LIST} | {f"/a/{n}.html": ARTICLE.format(n) for n in range(5)}) as pages:
        source(scrapy, pages.url)
        for wrong in ("often", "1h, 2"):
            assert "is no duration" in scrapy("crawl", "s", code=2, NEWSCRAWL_CHECKS=wrong).stderr
        scrapy("crawl", "s", NEWSCRAWL_CHECKS="")
        assert rows(scrapy, "SELECT * FROM ledger WHERE check_at IS NOT NULL") == []
        assert len(look_again(scrapy, pages, NEWSCRAWL_CHECKS="30d", NEWSCRAWL_CHECKS_PER_RUN=2)) == 2
        scheduled = "SELECT julianday(check_at) - julianday(discovered_at) AS age FROM ledger WHERE checked_at NOT NULL"
        assert [round(row["age"]) for row in rows(scrapy, scheduled)] == [30, 30]


def test_a_feed_that_holds_the_articles_corrects_them(scrapy):
    with Pages({}, etags=True) as pages:
        said = {
            "url": pages.url,
            "title": "第一条消息",
            "text": "第一段写得足够长，好让人看出它是一篇文章的正文，而不是说明。",
        }
        pages.pages["/feed"] = RSS.format(**said)
        scrapy.source("s", title='"t"', kind='"feed"', full_text="true", start_urls=f'["{pages.url}/feed"]',
                      settings="{DOWNLOAD_DELAY = 0}")  # fmt: skip
        scrapy("crawl", "s")
        pages.pages["/feed"] = RSS.format(**said | {"text": said["text"].replace("足够长", "更正过")})
        scrapy("crawl", "s")
        assert last_run(scrapy)["counts"]["revised"] == 1
    assert "更正过" in rows(scrapy, "SELECT * FROM articles")[0]["article_body"]


def test_a_walk_goes_on_behind_links_that_only_another_source_knows(scrapy):
    links = "".join(f'<li><a href="/a/{n}.html">第{n}条消息的标题写在这里</a></li>' for n in range(4))
    pages = {"/list": links + '<a class=next href="/list2">下一页</a>', "/list2": links.replace("/a/", "/a/1"),
             "/other": links}  # fmt: skip
    pages |= {f"/a/{n}.html": ARTICLE.format(n) for n in range(4)} | {
        f"/a/1{n}.html": ARTICLE.format(f"1{n}") for n in range(4)
    }
    with Pages(pages) as served:
        scrapy.source("o", title='"o"', start_urls=f'["{served.url}/other"]', article_links='"li a"')
        scrapy("crawl", "o", DOWNLOAD_DELAY=0)
        source(scrapy, served.url, next_page='"a.next"')
        scrapy("crawl", "s", NEWSCRAWL_KNOWN_IN_A_ROW=3)
        assert len(rows(scrapy, "SELECT * FROM articles")) == 8
