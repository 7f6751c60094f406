"""The small news site that other tests crawl: does it answer as it says?"""

import http.client
import re
import signal
import subprocess
import sys
import threading

import pytest

import tests.site
from tests.site import serve, trouble
from tests.site.client import client


@pytest.fixture
def site():
    with serve() as running:
        yield running


@pytest.fixture
def get(site):
    with client(site.url) as ask:
        yield ask


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/robots.txt", 200, "text/plain"),
        ("/finance/", 200, "text/html"),
        ("/finance/files/2026-q3-report.pdf", 200, "application/pdf"),
        ("/city/202611/t20261119_1124.html", 404, "text/html; charset=utf-8"),
        ("/city/202611/t20261123_1140.html", 404, "text/html; charset=utf-8"),
        ("/finance/old/doc-5071.html", 301, "text/html; charset=utf-8"),
        ("/trouble/round-b.html", 301, "text/html; charset=utf-8"),
        ("/trouble/deeper.html?n=7", 302, "text/html; charset=utf-8"),
        ("/world/2026/11/kessley-town-clock-repaired?utm_source=x", 200, "application/octet-stream"),
        ("/world/2026/11/dunmarrow-orchard-survey", 200, "text/plain; charset=utf-8"),
        ("/city/index_99.html", 404, "text/html; charset=utf-8"),
    ],
)
def test_status_and_type(get, path, status, kind):
    found = get(path)
    assert (found[0], found[1]["Content-Type"]) == (status, kind)


def test_an_error_that_recovers(get):
    path = "/finance/2026-11-17/doc-5084.html"
    assert [get(path)[0] for _ in range(3)] == [500, 200, 200]


@pytest.mark.parametrize("move", ["fetch", "advance", "request"])
def test_an_article_that_changes(site, get, move):
    path = "/city/202611/t20261106_1071.html"
    {"fetch": lambda: get(path), "advance": site.advance, "request": lambda: get("/_advance", "POST")}[move]()
    status, _, body = get(path)
    text, record = body.decode(), site.expected()[path]
    assert (status, site.run) == (200, 1 if move == "fetch" else 2)
    assert all(part in text for part in record["changed"])
    assert record["changed"] != tests.site.expected()[path]["paragraphs"]
    assert (record["paragraphs"] == record["changed"]) == (site.run == 2)


def test_the_next_run_lists_a_new_story(site, get):
    path = "/city/202611/t20261123_1140.html"
    assert path.encode() not in get("/city/")[2]
    site.advance()
    assert path.encode() in get("/city/")[2]
    assert get(path)[0] == 200
    assert set(tests.site.expected(run=2)) - set(tests.site.expected()) == {path}


@pytest.mark.parametrize("path", ["/city/", "/finance/list_2.html", "/world/2026/11/thornmere-ferry-winter-timetable"])
def test_what_a_client_holds_is_not_sent_again(site, get, path):
    _, headers, body = get(path)
    for asked in ({"If-None-Match": headers["ETag"]}, {"If-Modified-Since": headers["Last-Modified"]}):
        assert get(path, **asked)[::2] == (304, b"")
    assert get(path, If_None_Match='"other"', If_Modified_Since=headers["Last-Modified"])[2] == body
    assert get(path, If_Modified_Since="yesterday")[0] == 200
    assert get(path, "HEAD")[::2] == (200, b"")
    site.advance()
    assert (get(path, If_Modified_Since=headers["Last-Modified"])[0] == 200) == (path == "/city/" or "list" in path)


def test_pages_that_are_broken(get):
    assert b"\0" in get("/trouble/nul.html")[2]
    assert not get("/trouble/cut.html")[2].rstrip().endswith(b">")
    line = get("/trouble/oneline.html")[2]
    assert (len(line) > 5_000_000, b"\n" in line) == (True, False)
    lie = get("/trouble/charset.html")
    assert "utf-8" in lie[1]["Content-Type"]
    with pytest.raises(UnicodeDecodeError):
        lie[2].decode()


def test_a_page_over_the_limit_says_no_length(get):
    _, headers, body = get(trouble.STREAM)
    assert headers["Content-Length"] is None
    assert len(body) >= trouble.HUGE


def test_a_page_that_is_cut_off(get):
    with pytest.raises(http.client.IncompleteRead):
        get(trouble.CUT_OFF)


def test_a_page_that_never_answers_ends_with_the_site():
    before = threading.active_count()
    with serve() as site, client(site.url, timeout=0.2) as get, pytest.raises(TimeoutError):
        get(trouble.HANG)
    assert site.requests == [("GET", trouble.HANG)]
    assert threading.active_count() == before


def test_requests_are_kept_in_order(site, get):
    get("/robots.txt")
    get("/world/?page=2")
    get("/_advance")
    get("/city/", "HEAD")
    assert site.requests == [("GET", "/robots.txt"), ("GET", "/world/?page=2"), ("HEAD", "/city/")]


def test_it_runs_by_itself(tmp_path):
    command = [sys.executable, "-m", "tests.site", "--seconds", "30", "--sources", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=10)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
    assert (out, err, process.returncode) == ("", "", 0)
    assert url in (tmp_path / "demo-city.toml").read_text(encoding="utf-8")
