"""The browse pages as a reader sees them: a real datasette, a real browser."""

import socket
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newscrawl.items import Article
from newscrawl.store import Store

pytest.importorskip("datasette", reason="pip install -r requirements-browse.txt")
pytest.importorskip("playwright", reason="pip install -r requirements-dev.txt")

from playwright.sync_api import Locator, Page

from tests.browser import DESK, PHONE, browser, fits, page, troubles, violations  # noqa: F401

ROOT = Path(__file__).parent.parent
EVIL = '<script>alert(1)</script>"><img src="https://evil.example/a.png" onerror="alert(1)">'
HTML = '<p>营商环境<img src="https://evil.example/b.png"></p><h2 style="color:red">小标题</h2><a href="javascript:x">'


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of a datasette that serves a few articles."""
    folder = tmp_path_factory.mktemp("browse")
    fill(folder / "my news.db")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "newscrawl.browse", str(folder / "my news.db"), "--port", str(port)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(words, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    yield wait_for(f"http://127.0.0.1:{port}", server, folder / "log")
    server.terminate()
    server.wait(20)


def wait_for(address: str, server: subprocess.Popen, log: Path) -> str:
    """The address, once it answers: each refused try waits for the server a little longer."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"{address}/-/versions.json", timeout=10):  # noqa: S310
                return address
        except OSError:
            assert server.poll() is None, log.read_text()
        try:
            server.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(log.read_text())


def fill(path: Path) -> None:
    now = datetime.now(UTC)
    with Store(path) as store:
        for number in range(1, 45):
            store.save(article(number, now))
        odd = Article(
            url="https://example.com/90", source="source1", headline=f"营商环境 {EVIL}",
            article_body=f"营商环境 {EVIL}", article_body_html=HTML, in_language="zh", fetched_at=now,
            stocks=[{"market": "1", "code": "1", "name": EVIL}],
        )  # fmt: skip
        store.save(odd)
        odd.article_body += "\n\n改过了。"
        store.save(odd)
        store.db.execute("UPDATE articles SET story_id = 1 WHERE id IN (1, 3)")


def article(number: int, now: datetime) -> Article:
    return Article(
        url=f"https://example.com/{number}", source=f"source{number % 9}", headline=f"北京新闻第{number}条",
        article_body=f"今天的第{number}条。\n\n央行说了话。", publisher="新华社" if number % 2 else "北方网",
        date_published=now - timedelta(hours=7 * number), fetched_at=now - timedelta(hours=6 * number),
        date_precision="minute", in_language="zh",
    )  # fmt: skip


def follow(page: Page, link: Locator) -> None:  # noqa: F811
    """Click, and wait for the page that it leads to."""
    with page.expect_navigation():
        link.click()


def test_a_reader_searches_and_reads(site, page):  # noqa: F811
    page.goto(site)
    assert page.locator("ol.found li").count() == 30
    page.get_by_role("searchbox").fill("营商环境")
    follow(page, page.get_by_role("button", name="Search"))
    assert page.locator("ol.found li").count() == 1
    assert page.locator("mark").first.inner_text() == "营商环境"
    follow(page, page.locator("ol.found a"))
    assert page.locator("h1").inner_text() == f"营商环境 {EVIL}"
    assert page.locator(".text h2").inner_text() == "小标题"
    assert page.locator(".text img, .text a, script").count() == 0
    follow(page, page.get_by_role("link", name="changed 1 time"))
    assert page.locator("ins").all_inner_texts() == ["改过了。"]
    assert page.locator("del").count() == 0


def test_searches_are_narrowed_and_ordered(site, page):  # noqa: F811
    page.goto(f"{site}/search?q=央行")
    page.get_by_label("Source").select_option("source1")
    page.get_by_label("Outlet").fill("新华社")
    page.get_by_label("Order").select_option("newest")
    follow(page, page.get_by_role("button", name="Search"))
    assert page.locator("ol.found h2").all_inner_texts() == [f"北京新闻第{n}条" for n in (1, 19, 37)]
    assert page.get_by_label("Source").input_value() == "source1"
    follow(page, page.get_by_role("link", name="All of them"))
    assert page.locator("td.col-headline").all_inner_texts() == [f"北京新闻第{n}条" for n in (1, 19, 37)]


def test_a_slip_is_told_where_it_was_made(site, page, troubles):  # noqa: F811
    page.goto(f'{site}/search?q=央行 "北京')
    assert page.get_by_role("alert").inner_text() == "the quotation mark before '北京' is not closed"
    assert [said for said in troubles if "400" not in said] == []
    troubles.clear()


def test_a_story_is_every_telling_of_it(site, page):  # noqa: F811
    page.goto(f"{site}/article/3")
    follow(page, page.get_by_role("link", name="other tellings"))
    assert page.locator("ol.found h2").all_inner_texts() == ["北京新闻第3条", "北京新闻第1条"]
    page.goto(f"{site}/article/5")
    assert page.locator(".text p").all_inner_texts() == ["今天的第5条。", "央行说了话。"]
    assert page.get_by_role("link", name="other tellings").count() == 0


def test_charts_count_and_say_it_in_a_table(site, page):  # noqa: F811
    page.goto(f"{site}/charts")
    assert page.locator("figure").count() == 2
    page.locator("summary").first.click()
    rows = page.locator("figure").first.locator("tbody tr").all_inner_texts()
    assert sum(int(row.split()[-1]) for row in rows) == 45
    assert len(rows) == 30  # days on which nothing was printed, too
    keys = [figure.locator(".key li").all_inner_texts() for figure in page.locator("figure").all()]
    assert [said.split(":")[0] for said in keys[0]] == [said.split(":")[0] for said in keys[1]]  # of one colour
    page.locator("summary").last.click()
    late = page.locator("figure").last.locator("tbody tr td:last-child").all_inner_texts()
    assert late == ["0", "0", "0", "5", "18", "21", "0"]


def test_tables_have_facets_and_lead_to_the_articles(site, page):  # noqa: F811
    page.goto(site)
    follow(page, page.get_by_role("link", name="Articles", exact=True))
    facets = page.locator(".facet-info-name").all_inner_texts()
    assert {name.split()[0] for name in facets} == {"source", "publisher", "in_language", "date_published"}
    follow(page, page.locator(".facet-info").get_by_role("link", name="北方网"))
    assert "22 rows" in page.locator("h3").first.inner_text()
    follow(page, page.locator("td.col-headline a").first)
    assert "/article/" in page.url


def test_what_a_search_finds_as_a_table(site, page):  # noqa: F811
    page.goto(f"{site}/search?q=央行 第1条 OR 营商环境")
    follow(page, page.get_by_role("link", name="All of them"))
    said = page.locator("h3").first.inner_text()
    assert said.startswith("2 rows where the article contains 央行 第1条 OR 营商环境")
    assert page.locator("td.col-headline").first.inner_text() == "北京新闻第1条"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/", "/search?q=央行 OR 营商", "/article/45", "/article/45/revisions", "/story/1", "/charts"]
)
def test_pages_are_for_everybody_and_fit_a_phone(site, page, scheme, path):  # noqa: F811
    page.emulate_media(color_scheme=scheme)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.goto(site + path)
        assert fits(page)
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/article/999", "/story/999"])
def test_what_is_not_there(site, page, troubles, path):  # noqa: F811
    assert page.goto(site + path).status == 404
    assert [said for said in troubles if "404" not in said] == []
    troubles.clear()


def test_a_missing_file_is_told_in_a_line(tmp_path):
    words = [sys.executable, "-m", "newscrawl.browse", str(tmp_path / "no.db")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "no such database" in done.stderr
    assert "Traceback" not in done.stderr
