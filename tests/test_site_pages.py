"""The site in a real browser: it is found one's way in, searched, read, and asks no other host for anything."""

import pytest
from playwright.sync_api import Page, expect

from newscrawl.publish.site import Options
from newscrawl.store import Store
from tests.browser import PHONE, browser, fits, page, troubles, violations  # noqa: F401
from tests.published import BAD_HTML, NASTY, article, export, save, served

OPTIONS = Options(title="临汐新闻", timezone="Asia/Shanghai", days=20, per_page=20)
WIDE = "<p>宽表</p><table><tr>" + "<td>一个很宽的格子里的文字</td>" * 12 + "</tr></table><pre>" + "x" * 300 + "</pre>"
PAGES = (
    "index.html", "a/1.html", "search.html?q=港", "a/2.html", "category/index.html", "archive/index.html", "404.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of a site with bad texts, hostile headlines, a long name, and stories of two months."""
    folder = tmp_path_factory.mktemp("pages")
    with Store(folder / "news.db") as store:
        save(store, article(1, article_body_html=BAD_HTML, publisher="临汐商报"), article(2, article_body_html=WIDE))
        save(store, *(article(3 + number, headline=said, publisher="长" * 200) for number, said in enumerate(NASTY)))
        save(store, *(article(12 * number, headline=f"白鹭港第{number}天的消息") for number in range(3, 83)))
        export(store, folder / "site", OPTIONS)
    with served(folder / "site") as url:
        yield url


def test_one_finds_ones_way(page: Page, site):  # noqa: F811
    page.goto(site)
    page.get_by_role("link", name="第2号货船靠港").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("第2号货船靠港")
    page.get_by_role("link", name="返回临汐日报新闻").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("临汐日报")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator("ul.posts a").first).to_have_text("白鹭港第22天的消息")
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="存档").click()
    page.get_by_role("link", name="2026-10").click()
    page.locator("ul.posts a").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("白鹭港第82天的消息")
    page.get_by_role("link", name="返回首页").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("最新报道")


def test_search_finds_words_of_two_characters(page: Page, site):  # noqa: F811
    page.goto(f"{site}search.html")
    page.get_by_label("要找的词").fill("白鹭 天")
    expect(page.get_by_role("status")).to_contain_text("找到 50 篇")
    expect(page.locator("#results li")).to_have_count(50)
    page.get_by_role("button", name="继续查找更早的月份").click()
    expect(page.locator("#results li")).to_have_count(80)
    expect(page.get_by_role("status")).to_have_text("找到 80 篇 · 已查到 2026-10")
    page.get_by_label("要找的词").fill("白鹭 第77")
    expect(page.locator("#results li")).to_have_count(1)
    page.locator("#results a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("白鹭港第77天的消息")


@pytest.mark.parametrize(
    ("words", "count"), [("<script>", 1), ("ＲＴＬ", 1), ("没有这样的词", 0), ("{{ site", 1), ("  ", 0)]
)
def test_search_takes_any_words(page: Page, site, words, count):  # noqa: F811
    page.goto(f"{site}search.html")
    page.get_by_label("要找的词").fill(words)
    page.get_by_role("button", name="搜索", exact=True).click()
    if words.strip():
        expect(page.get_by_role("status")).to_contain_text("找到" if count else "没有找到")
    expect(page.locator("#results li")).to_have_count(count)


def test_it_stands_on_a_disk_as_well(page: Page, tmp_path):  # noqa: F811
    with Store(tmp_path / "news.db") as store:
        save(store, article(1))
    with Store(tmp_path / "news.db") as store:
        export(store, tmp_path / "site", OPTIONS)
    page.goto((tmp_path / "site/index.html").as_uri())
    page.get_by_role("link", name="搜索").click()
    page.get_by_label("要找的词").fill("货船")
    expect(page.locator("#results li")).to_have_count(1)
    page.locator("#results a").click()
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"


@pytest.mark.parametrize(("scheme", "paths"), [("light", PAGES), ("dark", PAGES[:3])])
def test_everyone_can_read_it(page: Page, site, scheme, paths):  # noqa: F811
    page.emulate_media(color_scheme=scheme)
    for path in paths:
        page.goto(site + path)
        assert violations(page) == [], path


def test_it_fits_a_phone(page: Page, site):  # noqa: F811
    page.set_viewport_size(PHONE)
    for path in PAGES:
        page.goto(site + path)
        assert fits(page), path


def test_the_keyboard_skips_to_the_text(page: Page, site):  # noqa: F811
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
