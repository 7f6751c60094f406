"""A run that fails says so: a reason, an exit code, a row; and nothing that was committed is lost."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
import zlib
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingTCPServer

import pytest

from newscrawl.store import Store
from tests.site import serve, write_sources

ARTICLE = """<html lang=zh><head><title>{0}</title></head><body><h1>第{0}条消息的标题写在这里</h1>
<time datetime="2026-11-20T08:0{0}:00+08:00">2026-11-20</time>
<div class=text><p>这是第{0}条消息的正文，写得足够长，好让人看出它是一篇文章，而不是一行说明。</p>
<p>第{0}条消息的第二段也是如此，句子完整，标点齐全，读起来并不费力。</p></div></body></html>"""
LIST = "<html><body>" + "".join(f'<li><a href="/a/{n}.html">第{n}条消息的标题写在这里</a></li>' for n in range(5))


class Pages:
    """A server of the pages given as {path: text or status, or what returns one}, on a free port.

    With ``etags`` it says so when a page is what it was. ``asked`` are (path, time), ``answered`` (path, status),
    ``agents`` takes who asked for each.
    """

    def __init__(self, pages: dict, agents: dict | None = None, *, etags: bool = False):
        self.pages, self.asked, self.answered = pages, (asked := []), (answered := [])
        agents = {} if agents is None else agents

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append((self.path, time.monotonic()))
                agents[self.path] = self.headers["User-Agent"]
                page = pages.get(self.path, 404)
                page = page() if callable(page) else page
                status, text = (page, "") if isinstance(page, int) else (200, page)
                tag = f'"{zlib.crc32(str(text).encode())}"' if etags and status == 200 else None
                if tag and self.headers.get("If-None-Match") == tag:
                    status, text = 304, ""
                moved = text.removeprefix("-> ") if isinstance(text, str) and text.startswith("-> ") else ""
                self.send_response(302 if moved else status)
                answered.append((self.path, 302 if moved else status))
                if tag:
                    self.send_header("ETag", tag)
                if moved:
                    self.send_header("Location", moved)
                body = text.encode()
                self.send_header("Content-Type", "text/html; charset=utf-8")
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def site(**changes) -> Pages:
    pages = {"/list": LIST} | {f"/a/{n}.html": ARTICLE.format(n) for n in range(5)}
    return Pages(pages | {path.replace("_", "/", 1): page for path, page in changes.items()})


def source(scrapy, url: str, **lines) -> None:
    lines = {"title": '"t"', "start_urls": f'["{url}/list"]', "article_links": '"li a"'} | lines
    scrapy.source("s", **lines, settings="{DOWNLOAD_DELAY = 0}")


def last_run(scrapy) -> dict:
    with Store(scrapy.db) as store:
        run = list(store.db.query("SELECT * FROM runs ORDER BY id"))[-1]
    return run | {"counts": json.loads(run["counts"])}


def test_a_good_run(scrapy):
    with site() as pages:
        source(scrapy, pages.url)
        scrapy("crawl", "s")
    assert last_run(scrapy)["state"] == "ok"
    assert last_run(scrapy)["counts"]["stored"] == 5


def test_storing_fails_in_the_middle(scrapy):
    with Store(scrapy.db) as store:
        store.db.execute("""CREATE TRIGGER full BEFORE INSERT ON articles WHEN (SELECT count(*) FROM articles) >= 2
                        BEGIN SELECT RAISE(ABORT, 'no more'); END""")
        with site() as pages:
            source(scrapy, pages.url)
            done = scrapy("crawl", "s", code=1)
            assert "refuses what is to be stored (no more)" in done.stderr
            run = last_run(scrapy)
            assert (run["state"], store.db["articles"].count) == ("failed", 2)
            assert "no more" in run["reason"]
            store.db.execute("DROP TRIGGER full")
            scrapy("crawl", "s")
        assert store.db["articles"].count == 5


def test_a_database_that_stays_locked(scrapy):
    Store(scrapy.db).close()
    with closing(sqlite3.connect(scrapy.db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with site() as pages:
            source(scrapy, pages.url)
            done = scrapy("crawl", "s", code=1, NEWSCRAWL_DB_TIMEOUT=0.1)
            assert "another program holds it locked" in done.stderr
            other.execute("ROLLBACK")
            scrapy("crawl", "s")


@pytest.mark.parametrize("command", [("crawl", "s"), ("ledger",), ("export",)])
def test_a_database_that_is_none(scrapy, command):
    scrapy.db.write_bytes(b"certainly not a database " * 100)
    source(scrapy, "http://127.0.0.1:9")
    assert "is not a SQLite database" in scrapy(*command, code=2).stderr
    assert scrapy.db.read_bytes().startswith(b"certainly")


def test_a_folder_that_is_not_there(scrapy):
    source(scrapy, "http://127.0.0.1:9")
    done = scrapy("crawl", "s", code=2, NEWSCRAWL_DB=scrapy.db.parent / "nowhere" / "news.db")
    assert "check that its folder exists" in done.stderr


def test_no_links_on_a_list_page(scrapy):
    with site(_list="<html><body><p>Nothing here today.</p></body></html>") as pages:
        source(scrapy, pages.url)
        done = scrapy("crawl", "s", code=1)
    assert "no links found on 1 list pages; if the site did not move them or ask for a login, check" in done.stderr
    assert "no links found" in last_run(scrapy)["reason"]
    assert last_run(scrapy)["state"] == "ill"


@pytest.mark.parametrize(("page", "reason"), [(404, "http_404"), (403, "http_403"), (500, "http_500")])
def test_a_list_that_can_not_be_read(scrapy, page, reason):
    with site(_list=page) as pages:
        source(scrapy, pages.url)
        done = scrapy("crawl", "s", code=1, RETRY_TIMES=0)
    assert f"no list page could be read: {pages.url}/list: {reason}" in done.stderr
    assert last_run(scrapy)["state"] == "failed"


def test_a_site_that_is_dead(scrapy):
    source(scrapy, "http://127.0.0.1:9")
    done = scrapy("crawl", "s", code=1, RETRY_TIMES=0)
    assert "connection_refused" in done.stderr


def test_a_site_that_hangs_up(scrapy):
    with ThreadingTCPServer(("127.0.0.1", 0), BaseRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        source(scrapy, f"http://127.0.0.1:{server.server_address[1]}")
        done = scrapy("crawl", "s", code=1, RETRY_TIMES=0)
        server.shutdown()
    assert "robots.txt can't be read (cut_off)" in done.stderr


def test_a_page_where_a_feed_was_declared(scrapy):
    with site() as pages:
        source(scrapy, pages.url, kind='"feed"')
        done = scrapy("crawl", "s", code=1)
    assert f"{pages.url}/list: html (it is a web page and no list of the source's kind)" in done.stderr


def test_a_field_lost_everywhere(scrapy):
    with site() as pages:
        source(scrapy, pages.url, fields='{authors = ".byline"}')
        done = scrapy("crawl", "s", code=1)
    assert "authors found in none of 5 articles" in done.stderr
    assert last_run(scrapy)["state"] == "ill"
    assert last_run(scrapy)["counts"]["stored"] == 5


def test_a_field_that_nobody_looks_for_any_more_is_not_lost(scrapy):
    modified = {f"_a/{n}.html": ARTICLE.format(n).replace("</h1>", "</h1><i>2026-11-21 10:00</i>") for n in range(3)}
    with site(**modified) as pages:
        listed = pages.pages["/list"]
        pages.pages["/list"] = listed.partition('<li><a href="/a/3')[0]
        source(scrapy, pages.url, fields='{date_modified = "h1 + i"}')
        scrapy("crawl", "s")
        pages.pages["/list"] = listed
        pages.pages["/list"] += "".join(f'<li><a href="/a/{n}.html">第{n}条消息的标题写在这里</a></li>' for n in (5, 6))
        pages.pages |= {f"/a/{n}.html": ARTICLE.format(n) for n in (5, 6)}
        source(scrapy, pages.url)
        scrapy("crawl", "s")
    assert last_run(scrapy)["state"] == "ok"


def test_most_articles_fail(scrapy):
    with site(**{f"_a/{n}.html": 503 for n in range(4)}) as pages:
        source(scrapy, pages.url)
        done = scrapy("crawl", "s", code=1, RETRY_TIMES=0)
    assert "4 of 5 articles failed: http_503" in done.stderr


def test_a_wall_that_all_articles_lead_to_is_no_duplicate(scrapy):
    with site(
        _captcha="<html><p>Are you human?</p></html>", **{f"_a/{n}.html": "-> /captcha" for n in range(5)}
    ) as pages:
        source(scrapy, pages.url)
        done = scrapy("crawl", "s", code=1)
        assert "redirected_together" in done.stderr
        pages.pages |= {f"/a/{n}.html": ARTICLE.format(n) for n in range(5)}
        with Store(scrapy.db) as store:
            store.db.execute("UPDATE ledger SET retry_at = '2020-01-01T00:00:00+00:00' WHERE state = 'failed'")
            scrapy("crawl", "s")
            assert store.db["articles"].count >= 4


def test_a_notice_in_place_of_all_texts_is_no_duplicate(scrapy):
    notice = "您还没有登录本站，请先登录或注册后继续阅读全文，注册只需要填写邮箱地址并设置密码，不收取任何费用。" * 5
    page = "<h1>第{0}号地铁线延长到机场以后客流如何变化</h1><div class=text><p>" + notice + "</p></div>"
    with site(**{f"_a/{n}.html": page.format(n) for n in range(5)}) as pages:
        source(scrapy, pages.url, fields='{article_body = ".text"}')
        assert "4 of 5 articles failed: same_text" in scrapy("crawl", "s", code=1).stderr
        pages.pages |= {f"/a/{n}.html": ARTICLE.format(n) for n in range(5)}
        with Store(scrapy.db) as store:
            store.db.execute("UPDATE ledger SET retry_at = '2020-01-01T00:00:00+00:00' WHERE state = 'failed'")
            scrapy("crawl", "s")
            assert store.db["articles"].count == 5


def test_one_canonical_url_on_all_pages_is_not_believed(scrapy):
    pages = {f"_a/{n}.html": ARTICLE.format(n).replace("<title>", "<link rel=canonical href=/a/0.html><title>")
             for n in range(5)}  # fmt: skip
    with site(**pages) as served:
        source(scrapy, served.url)
        scrapy("crawl", "s")
    with Store(scrapy.db) as store:
        assert sorted(store.articles.get(n).url[-6:] for n in range(1, 6)) == [f"{n}.html" for n in range(5)]


def test_what_one_source_may_not_fetch_another_may(scrapy):
    with site() as pages:
        source(scrapy, pages.url.replace("127.0.0.1", "localhost"), start_urls=f'["{pages.url}/list"]')
        scrapy.source("t", title='"t"', start_urls=f'["{pages.url}/list"]', article_links='"li a"')
        with Store(scrapy.db) as store:
            with store.transaction():
                for n in range(5):
                    store.ledger.settle(f"{pages.url}/a/{n}.html", "other", "refused", "other_host")
            scrapy("crawl", "s")
            assert store.db["articles"].count == 5


def test_half_a_character_is_no_reason_to_lose_an_article(scrapy):
    said = '<script type="application/ld+json">{"@type": "NewsArticle", "description": "abc \\ud83d"}</script></head>'
    with site(**{"_a/1.html": ARTICLE.format(1).replace("</head>", said)}) as pages:
        source(scrapy, pages.url)
        scrapy("crawl", "s")
    assert last_run(scrapy)["counts"]["stored"] == 5


def test_a_run_of_which_nothing_is_kept_is_ill(scrapy):
    with site(**{f"_a/{n}.html": 404 for n in range(5)}) as pages:
        source(scrapy, pages.url)
        done = scrapy("crawl", "s", code=1)
    assert "none of 5 new articles was kept: gone/http_404" in done.stderr


def test_what_failed_is_tried_again_when_it_is_due_and_not_before(scrapy):
    pages = {"/list": LIST} | {f"/a/{n}.html": ARTICLE.format(n) for n in range(4)} | {"/a/4.html": 500}
    with Pages(pages) as served:
        source(scrapy, served.url)
        scrapy("crawl", "s", RETRY_TIMES=0)
        pages["/a/4.html"] = ARTICLE.format(4)
        scrapy("crawl", "s")
        assert "stored" not in last_run(scrapy)["counts"]
        with Store(scrapy.db) as store:
            store.db.execute("UPDATE ledger SET retry_at = '2020-01-01T00:00:00+00:00' WHERE state = 'failed'")
            scrapy("crawl", "s")
            assert last_run(scrapy)["counts"]["stored"] == 1
            assert store.db["articles"].count == 5


def test_what_a_killed_run_left_is_fetched_by_the_next(scrapy):
    with site() as pages:
        source(scrapy, pages.url)
        with Store(scrapy.db) as store:
            with store.transaction():
                run_id = store.runs.start("s")
                store.ledger.discover(f"{pages.url}/a/old.html", "s", "list", run_id)
                store.ledger.discover(f"{pages.url}/a/1.html", "s", "list", run_id)
            scrapy("crawl", "s")
            assert store.ledger.get(f"{pages.url}/a/1.html").state == "stored"
            assert store.ledger.get(f"{pages.url}/a/old.html").state == "gone"
            assert last_run(scrapy)["counts"]["resumed"] == 2


def test_an_error_of_a_pipeline_is_no_success(scrapy):
    with site() as pages:
        source(scrapy, pages.url)
        done = scrapy("crawl", "s", code=1, ITEM_PIPELINES=json.dumps({"tests.broken.Broken": 1}), quiet=False)
    assert "5 articles ended in an error of the program" in done.stderr
    with Store(scrapy.db) as store:
        assert store.ledger.tally() == [("s", "failed", "error_ZeroDivisionError", 5)]


def parts(*pages: object) -> dict:
    """/a/0.html in several pages; a page is its number, or a status."""
    found = {}
    for n, page in enumerate(pages, 1):
        more = f'<a href="/a/0_{n + 1}.html">下一页</a>' if n < len(pages) else '<a href="/a/1.html">下一篇</a>'
        text = ARTICLE.format(0).replace("<p>这是", f"<p>第{n}页。这是").replace("</div>", f"</div><p>{more}</p>")
        found["/a/0.html" if n == 1 else f"/a/0_{n}.html"] = page if isinstance(page, int) and page > 99 else text
    return found


def test_an_article_on_several_pages_is_one(scrapy):
    pages = {"/list": LIST} | {f"/a/{n}.html": ARTICLE.format(n) for n in range(5)} | parts(1, 2, 3)
    with Pages(pages) as served:
        source(scrapy, served.url)
        scrapy("crawl", "s")
    with Store(scrapy.db) as store:
        article_id = store.article_at(f"{served.url}/a/0.html")
        text = store.articles.get(article_id).article_body
        assert [text.index(f"第{n}页。") for n in (1, 2, 3)] == sorted(text.index(f"第{n}页。") for n in (1, 2, 3))
        assert len(store.pages.of(article_id)) == 3
        assert store.db["articles"].count == 5


@pytest.mark.parametrize(("status", "state"), [(404, "stored"), (500, "failed")])
def test_a_further_page_that_can_not_be_had(scrapy, status, state):
    pages = {"/list": LIST} | {f"/a/{n}.html": ARTICLE.format(n) for n in range(5)} | parts(1, status)
    with Pages(pages) as served:
        source(scrapy, served.url)
        scrapy("crawl", "s", RETRY_TIMES=0, quiet=False)
    with Store(scrapy.db) as store:
        entry = store.ledger.history(f"{served.url}/a/0.html")
        assert (entry["state"], entry["reason"]) == (state, "part_http_500" if state == "failed" else None)


def test_a_crawl_into_a_file_and_the_same_again(scrapy, tmp_path):
    out = tmp_path / "today.jsonl"
    with site() as pages:
        source(scrapy, pages.url)
        scrapy("crawl", "s", "-o", str(out))
        lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
        assert len(lines) == 5
        assert "fetch" not in lines[0]
        scrapy("crawl", "s", "-o", str(out))
        assert len(out.read_text("utf-8").splitlines()) == 5


def test_trying_out_leaves_no_trace(scrapy):
    with site() as pages:
        source(scrapy, pages.url)
        listed = scrapy("parse", f"{pages.url}/list", "--spider=s", "--nocolour").stdout
        read = scrapy("parse", f"{pages.url}/a/1.html", "--spider=s", "-c", "parse_article", "--nocolour").stdout
        shell = scrapy("shell", f"{pages.url}/list", "-c", "(spider.name, len(response.css('li a')))").stdout
        with_spider = scrapy("shell", f"{pages.url}/list", "--spider=s", "-c", "spider.name").stdout
    assert listed.count("/a/") == 5
    assert "第1条消息的标题写在这里" in read
    assert "5)" in shell
    assert with_spider.strip() == "s"
    assert not scrapy.db.exists()


def test_names_that_are_none(scrapy):
    source(scrapy, "http://127.0.0.1:9")
    assert "no source is named 'ss'; did you mean 's'?" in scrapy("crawl", "ss", code=2).stderr
    assert "name one source" in scrapy("crawl", code=2).stderr
    unknown = scrapy("crawl", "s", "-a", "backfil=2026-01-01", code=2)
    assert "-a backfil: unknown; a source takes start_urls and backfill" in unknown.stderr
    assert "unknown" not in scrapy("crawl", "s", "-a", "_job=f3", code=1).stderr  # scrapyd gives it to every spider
    scrapy.source("bad", titel='"x"')
    assert "bad.toml: titel: unknown key; did you mean 'title'?" in scrapy("crawl", "bad", code=2).stderr
    listed = scrapy("list", code=2)
    assert "s" in listed.stdout.split()
    assert "bad.toml" in listed.stderr
    assert scrapy("list", "extra", code=2).stderr == "scrapy: error: unknown argument 'extra'\n"


def test_a_list_of_which_only_the_beginning_is_wanted(scrapy):
    read, write = os.pipe()
    os.close(read)
    words = [sys.executable, "-m", "scrapy", "list", "-s", f"NEWSCRAWL_SOURCES={scrapy.sources}"]
    done = subprocess.run(words, stdout=write, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_two_sources_of_one_name(scrapy, tmp_path):
    source(scrapy, "http://127.0.0.1:9")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "s.toml").write_text((scrapy.sources / "s.toml").read_text())
    folders = f"{scrapy.sources},{tmp_path / 'more'}"
    for command in (("list",), ("crawl", "s")):
        done = scrapy(*command, code=2, NEWSCRAWL_SOURCES=folders)
        assert "two sources are named 's'" in done.stderr


def test_the_delay_that_robots_txt_asks_for_is_kept(scrapy):
    with site() as pages:
        pages.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 0.4\n"
        source(scrapy, pages.url)
        scrapy("crawl", "s", DOWNLOAD_DELAY_JITTER=0)
        times = [moment for path, moment in pages.asked if path != "/robots.txt"]
    assert len(times) == 6
    assert times[-1] - times[0] >= 5 * 0.4 - 0.1  # all together: on a busy machine one may come late, and the next not


def test_a_demo_site_category_can_be_named_on_the_command_line(scrapy):
    with serve() as demo:
        write_sources(demo.url, scrapy.sources)
        scrapy("crawl", "demo-city", "-a", f"start_urls={demo.url}/finance/", code=None)
        assert not [path for _, path in demo.requests if path == "/city/"]


def test_a_list_that_leads_to_itself(scrapy):
    with site() as pages:
        pages.pages["/list"] = "-> /list"
        source(scrapy, pages.url)
        done = scrapy("crawl", "s", code=1)
    assert "no list page could be read" in done.stderr
    assert "/list: redirect_loop" in last_run(scrapy)["reason"]
