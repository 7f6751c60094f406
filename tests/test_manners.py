"""How hosts are treated: over requests, runs and processes."""

import json
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Response

from newscrawl.extract import opt_outs
from newscrawl.manners import reservations
from newscrawl.manners.pace import Turns
from newscrawl.manners.rest import LONGEST_ASKED, retry_after
from newscrawl.store import Store, hosts
from newscrawl.store.hosts import FIRST_REST, Host, HostFile
from tests.forked import processes
from tests.test_failures import ARTICLE, LIST, last_run
from tests.web import Web, dns, in_turn, moved

PAGES = {"/list": LIST, "/robots.txt": "User-agent: *\nDisallow: /a/3"} | {
    f"/a/{n}.html": ARTICLE.format(n) for n in range(5)
}


LONGEST = LONGEST_ASKED.total_seconds()


def source(scrapy, url: str, name: str = "s", delay: float = 0, **lines) -> None:
    lines = {"title": '"t"', "start_urls": f'["{url}/list"]', "article_links": '"li a"'} | lines
    scrapy.source(name, **lines, settings=f"{{DOWNLOAD_DELAY = {delay}}}")


@pytest.fixture
def store(scrapy):
    with Store(scrapy.db) as store:
        yield store


def ledger(store) -> dict[str, tuple]:
    rows = store.db.query("SELECT * FROM ledger")
    return {row["url"].partition("/a/")[2]: (row["state"], row["reason"], row["attempts"]) for row in rows}


# robots.txt


def test_robots_txt_is_asked_for_once_a_day_and_then_only_whether_it_changed(scrapy, store):
    def robots(asked):
        if asked["If-None-Match"] == '"1"' and asked["If-Modified-Since"]:
            return 304
        return 200, {"ETag": '"1"', "Last-Modified": "Tue, 24 Nov 2026 08:00:00 GMT"}, PAGES["/robots.txt"]

    with Web(PAGES | {"/robots.txt": robots}) as web:
        source(scrapy, web.url)
        scrapy("crawl", "s")
        assert ledger(store)["3.html"] == ("refused", "robots", 0)
        scrapy("crawl", "s")
        assert web.paths.count("/robots.txt") == 1
        store.db.execute("UPDATE host_files SET expires_at = '2020-01-01T00:00:00+00:00'")
        store.db.execute("DELETE FROM ledger WHERE state = 'refused'")
        scrapy("crawl", "s")
        (file,) = store.db.query("SELECT * FROM host_files")
        assert (file["etag"], file["body"].decode()) == ('"1"', PAGES["/robots.txt"])
        assert datetime.fromisoformat(file["expires_at"]) - datetime.now(UTC) > timedelta(hours=23)
        assert ledger(store)["3.html"] == ("refused", "robots", 0)
        assert web.paths.count("/robots.txt") == 2
        assert "/a/3.html" not in web.paths


@pytest.mark.parametrize("robots", [401, moved("http://other.example/robots.txt")])
def test_where_there_is_no_robots_txt_all_is_allowed(scrapy, store, robots):
    with Web(PAGES | {"/robots.txt": robots}) as web:
        source(scrapy, web.url)
        scrapy("crawl", "s", **dns())
    assert last_run(scrapy)["counts"]["stored"] == 5


@pytest.mark.parametrize("status", [503, 429])
def test_where_robots_txt_can_not_be_read_nothing_else_is_asked(scrapy, store, status):
    with Web(PAGES | {"/robots.txt": status}) as web:
        source(scrapy, web.url)
        done = scrapy("crawl", "s", code=1, RETRY_TIMES=0)
        assert web.paths == ["/robots.txt"]
    assert f"/robots.txt can't be read (http_{status}), so nothing else is asked" in done.stderr
    assert f"(http_{status})" in last_run(scrapy)["reason"]


def test_an_older_robots_txt_holds_while_it_can_not_be_read(scrapy, store):
    with Web(PAGES | {"/robots.txt": in_turn(PAGES["/robots.txt"], 503)}) as web:
        source(scrapy, web.url)
        scrapy("crawl", "s")
        store.db.execute("UPDATE host_files SET expires_at = '2020-01-01T00:00:00+00:00'")
        store.db.execute("DELETE FROM ledger WHERE state = 'refused'")
        scrapy("crawl", "s", RETRY_TIMES=0)
    assert web.paths.count("/robots.txt") == 2
    assert ledger(store)["3.html"] == ("refused", "robots", 0)


def test_a_crawl_delay_holds_in_a_run_that_need_not_ask_for_it(scrapy):
    with Web(PAGES | {"/robots.txt": "User-agent: newscrawl\nCrawl-delay: 0.3\n", "/list": "<p>soon</p>"}) as web:
        source(scrapy, web.url)
        scrapy("crawl", "s", code=1)
        web.pages["/list"] = LIST
        scrapy("crawl", "s", code=None)
        times = [at for path, at, _ in web.asked if path.startswith("/a/")]
    assert web.paths.count("/robots.txt") == 1
    assert times[-1] - times[0] >= (len(times) - 1) * 0.3 - 0.1  # all together: one may come late, and the next not


def test_a_crawl_delay_of_a_day_is_said_and_not_waited_for(scrapy):
    with Web(PAGES | {"/robots.txt": "User-agent: *\nCrawl-delay: 86400\n"}) as web:
        source(scrapy, web.url)
        done = scrapy("crawl", "s", code=1)
        assert web.paths == ["/robots.txt"]
    assert "asks for 86,400 seconds between requests, more than NEWSCRAWL_CRAWL_DELAY_MAX (60)" in done.stderr


# the pace


def take(folder, count, gap, found):
    turns = Turns(folder)
    for _ in range(count):
        now = time.time()
        found.put((now + turns.take("example.com", gap), time.time() - now))


def test_processes_take_turns(tmp_path):
    found = processes.Queue()
    workers = [processes.Process(target=take, args=(tmp_path / "turns", 100, 0.5, found)) for _ in range(2)]
    for worker in workers:
        worker.start()
    turns = sorted(found.get(timeout=30) for _ in range(200))
    for worker in workers:
        worker.join()
    assert min(later[0] - earlier[0] for earlier, later in pairwise(turns)) >= 0.4
    assert turns[-1][0] - turns[0][0] == pytest.approx(199 * 0.5, abs=1)


def test_turns_at_other_hosts_are_free_and_a_clock_set_back_stops_nobody(tmp_path):
    turns = Turns(tmp_path / "turns")
    assert turns.take("a.example", 100) == 0
    assert turns.take("a.example", 100) == pytest.approx(100, abs=1)
    assert turns.take("b.example", 100) == 0
    waits = [turns.take("a.example", 100) for _ in range(60)]
    assert max(waits) <= 3700  # a file's time that lies further ahead is another clock's
    assert 0 in waits


def test_a_folder_of_turns_that_others_may_write_to_is_refused(tmp_path, scrapy):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with Web(PAGES) as web:
        source(scrapy, web.url, delay=0.1)
        done = scrapy("crawl", "s", code=1, NEWSCRAWL_TURNS=tmp_path / "link")
        assert not web.asked
    assert "NEWSCRAWL_TURNS: " in done.stderr


def test_two_crawls_with_databases_of_their_own_ask_a_host_no_faster_than_one(scrapy, make_scrapy, tmp_path):
    with Web(PAGES) as web:
        others = [scrapy, make_scrapy()]
        for one in others:
            source(one, web.url, delay=0.3)
        with ThreadPoolExecutor() as pool:
            list(
                pool.map(lambda one: one("crawl", "s", DOWNLOAD_DELAY_JITTER=0, NEWSCRAWL_TURNS=tmp_path / "t"), others)
            )
        times = [at for _, at, _ in web.asked]
    assert len(times) == 12
    assert times[-1] - times[0] >= 0.3 * 11 - 0.2
    assert sum(later - earlier < 0.2 for earlier, later in pairwise(times)) <= 1  # a busy machine may bunch two


def test_no_setting_goes_below_the_floor_but_on_loopback(scrapy, tmp_path):
    with Web(PAGES) as web:
        url = f"http://news.example:{web.port}"
        scrapy.source("s", title='"t"', start_urls=f'["{url}/list"]', article_links='"li a"',
                      allowed_domains='["127.0.0.1"]')  # fmt: skip
        scrapy("crawl", "s", DOWNLOAD_DELAY=0, NEWSCRAWL_TURNS=tmp_path / "t", NEWSCRAWL_CONTACT="me@example.org",
               **dns(news_example="127.0.0.1"))  # fmt: skip
        times = [at for _, at, _ in web.asked]
    assert times[-1] - times[0] >= 0.25 * (len(times) - 1) - 0.1


def test_a_slow_host_is_asked_as_seldom_as_it_answers(scrapy):
    def slowly(page):
        return lambda asked: (time.sleep(0.3), page)[1]  # the server's time, not the test's

    with Web({path: slowly(page) for path, page in PAGES.items()}) as web:
        source(scrapy, web.url, delay=0.05)
        scrapy("crawl", "s", DOWNLOAD_DELAY_JITTER=0)
        times = [at for path, at, _ in web.asked if path.startswith("/a/")]
    assert times[-1] - times[0] >= 3 * 0.25


def test_a_run_that_is_told_to_stop_does_not_wait_for_its_turns(scrapy, store, tmp_path):
    with Web(PAGES | {"/robots.txt": "User-agent: *\nCrawl-delay: 50"}) as web:
        source(scrapy, web.url, delay=0.05)  # so that robots.txt, too, takes a turn, and the list waits for the next
        words = [sys.executable, "-m", "scrapy", "crawl", "s", "-s", f"NEWSCRAWL_DB={scrapy.db}"]
        words += ["-s", f"NEWSCRAWL_SOURCES={scrapy.sources}", "-s", f"NEWSCRAWL_TURNS={tmp_path / 't'}"]
        with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as crawl:
            assert web.came.wait(30)
            crawl.send_signal(signal.SIGTERM)
            assert "stopped before the end (shutdown)" in crawl.communicate(timeout=40)[1]
    assert crawl.returncode == 1


# hosts at rest


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_host_that_asks_for_a_rest_is_not_asked_before(scrapy, store, form):
    wait = "3600" if form == "seconds" else format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    busy = (429 if form == "seconds" else 503, {"Retry-After": wait}, "")
    with Web(PAGES | {"/robots.txt": ""} | {f"/a/{n}.html": busy for n in range(5)}) as web:
        source(scrapy, web.url)
        done = scrapy("crawl", "s", code=1, CONCURRENT_REQUESTS_PER_DOMAIN=1)
        assert len(web.asked) == 3  # robots.txt, the list, one article
        scrapy("crawl", "s", code=1)
        assert len(web.asked) == 3
    fates = [("failed", "host_rests", 0)] * 4 + [("failed", f"http_{busy[0]}", 1)]
    assert sorted(ledger(store).values()) == fates
    for row in store.db.query("SELECT retry_at FROM ledger"):
        assert (
            timedelta(minutes=59) < datetime.fromisoformat(row["retry_at"]) - datetime.now(UTC) < timedelta(minutes=61)
        )
    assert f"127.0.0.1:{web.port} is not asked until " in done.stderr
    assert f"(http_{busy[0]})" in last_run(scrapy)["reason"]


def test_after_its_rest_a_host_is_asked_for_what_was_held_back(scrapy, store):
    with Web(
        PAGES | {"/robots.txt": "", "/a/0.html": in_turn((429, {"Retry-After": "3600"}, ""), ARTICLE.format(0))}
    ) as web:
        source(scrapy, web.url)
        scrapy("crawl", "s", code=1, CONCURRENT_REQUESTS_PER_DOMAIN=1)
        store.db.execute("UPDATE ledger SET retry_at = '2020-01-01T00:00:00+00:00'")
        store.db.execute("UPDATE hosts SET rests_until = '2020-01-01T00:00:00+00:00'")
        scrapy("crawl", "s")
    assert store.db["articles"].count == 5
    assert store.hosts.get(f"127.0.0.1:{web.port}") == Host()


def test_a_host_that_only_fails_rests_and_longer_each_time(scrapy, store):
    with Web(PAGES | {"/robots.txt": ""} | {f"/a/{n}.html": 500 for n in range(5)}) as web:
        source(scrapy, web.url)
        settings = {"NEWSCRAWL_HOST_FAILURES": 3, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "RETRY_TIMES": 0}
        scrapy("crawl", "s", code=1, **settings)
        assert sum(path.startswith("/a/") for path in web.paths) == 3
        assert "(http_500)" in last_run(scrapy)["reason"]
        assert sorted(ledger(store).values()) == [("failed", "host_rests", 0)] * 2 + [("failed", "http_500", 1)] * 3


def test_rests_grow_until_a_good_answer(store):
    lengths = []
    assert not any(store.hosts.failed("h", "timeout", 3).resting for _ in range(2))
    for _ in range(12):
        host = store.hosts.failed("h", "timeout", 3)
        lengths.append(host.rests_until - datetime.now(UTC))
        assert store.hosts.failed("h", "timeout", 3) == store.hosts.get("h")  # under way when the rest began
        store.db.execute("UPDATE hosts SET rests_until = '2020-01-01T00:00:00+00:00'")
    minutes = [round(length.total_seconds() / 60) for length in lengths]
    assert minutes == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440]
    store.hosts.answered("h")
    assert store.hosts.get("h") == Host()
    assert store.hosts.rest("h", "http_429").rests_until - datetime.now(UTC) < FIRST_REST + timedelta(seconds=2)


def test_what_was_written_before_the_clock_was_set_back_holds_no_longer(store, monkeypatch):
    ahead = datetime.now(UTC) + timedelta(days=365)
    with monkeypatch.context() as clock:
        clock.setattr(hosts, "now", lambda: ahead)
        store.hosts.rest("h", "http_429")
        store.hosts.keep_file(HostFile.new("http://h/robots.txt", 200, b"", timedelta(days=1), None, None))
        assert store.hosts.get("h").resting
        assert store.hosts.file("http://h/robots.txt").fresh
    assert not store.hosts.get("h").resting
    assert not store.hosts.file("http://h/robots.txt").fresh


def test_a_dead_host_is_asked_once_a_rest(scrapy, store):
    source(scrapy, "http://127.0.0.1:9")
    for _ in range(2):
        done = scrapy("crawl", "s", code=1, RETRY_TIMES=0, NEWSCRAWL_HOST_FAILURES=1)
    assert store.hosts.get("127.0.0.1:9").rests == 1
    assert "127.0.0.1:9 is not asked until" in done.stderr
    assert store.hosts.get("127.0.0.1:9").resting


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("120", 120), (" 7 ", 7), ("0", None), ("-5", None), ("soon", None), ("", None), ("9" * 400, LONGEST),
     ("1.5", None), ("²", None), ("Tue, 24 Nov 2015 08:00:00 GMT", None), ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST),
     ("Fri, 31 Dec 99999999 23:59:59 GMT", None)],
)  # fmt: skip
def test_retry_after(text, seconds):
    asked = retry_after(Response("http://x/", headers={"Retry-After": text.encode()}))
    assert asked is None if seconds is None else asked.total_seconds() == pytest.approx(seconds, abs=1)


# who we are


def test_without_a_contact_only_loopback_is_asked(scrapy):
    with Web(PAGES) as web:
        source(scrapy, f"http://news.example:{web.port}", delay=0.3, allowed_domains='["127.0.0.1"]')
        names = dns(news_example="127.0.0.1")
        for command in (
            ("crawl", "s"),
            ("fetch", f"http://news.example:{web.port}/list"),
            ("record", "s", f"http://news.example:{web.port}/a/0.html"),
        ):
            done = scrapy(*command, code=2, **names)
            assert "scrapy: error: news.example is to know who crawls it; set NEWSCRAWL_CONTACT" in done.stderr
        bad = scrapy("crawl", "s", code=2, NEWSCRAWL_CONTACT="me", **names)
        assert "NEWSCRAWL_CONTACT: 'me' is neither an e-mail address nor a URL" in bad.stderr
        source(scrapy, web.url, "t", allowed_domains='["news.example"]')
        web.pages["/a/0.html"] = moved(f"http://news.example:{web.port}/a/1.html")
        scrapy("crawl", "t", **names)
        assert not [path for path, _, headers in web.asked if "news.example" in headers["Host"]]


def test_the_contact_is_in_every_user_agent(scrapy, tmp_path):
    with Web(PAGES) as web:
        source(scrapy, web.url)
        scrapy("crawl", "s", NEWSCRAWL_CONTACT="https://example.org/bot")
        assert {headers["User-Agent"] for _, _, headers in web.asked} == {"newscrawl/0.1.0 (+https://example.org/bot)"}


# what sites say against mining


def test_opt_outs_are_kept_and_exported(scrapy, store):
    tags = '<meta name="robots" content="index, NoAI, noimageai"><meta name="TDM-reservation" content="1"></head>'
    page = ARTICLE.format(0).replace("</head>", tags)
    with Web(PAGES | {"/a/0.html": page, "/a/1.html": (200, {"X-Robots-Tag": "otherbot: noai"}, ARTICLE.format(1)),
                      "/a/2.html": (200, {"X-Robots-Tag": "noai", "tdm-reservation": "1", "tdm-policy": "https://x.example/p"},
                                    ARTICLE.format(2))}) as web:  # fmt: skip
        source(scrapy, web.url)
        scrapy("crawl", "s")
        records = [json.loads(line) for line in scrapy("export").stdout.splitlines()]
    found = {record["url"][-6]: (record["opt_outs"], record["via"].get("opt_outs")) for record in records}
    assert found == {
        "0": (["noai", "noimageai", "tdm-reservation"], "meta"),
        "1": ([], None),
        "2": (["noai", "tdm-policy=https://x.example/p", "tdm-reservation"], "header"),
        "4": ([], None),
    }
    scrapy("reextract", "--all")
    again = {record["url"][-6]: record["opt_outs"] for record in map(json.loads, scrapy("export").stdout.splitlines())}
    assert again == {name: said for name, (said, _) in found.items()}


@pytest.mark.parametrize(
    ("robots", "reservation", "found"),
    [(["all"], None, []), (["NOAI"], "0", ["noai"]), (["a: noai, noimageai"], None, []),
     (["newscrawl: noai"], None, ["noai"]), (["unavailable_after: 1 Jan 2030, noai"], None, ["noai"]),
     (["max-snippet:-1,noai"], None, ["noai"]),
     (["googlebot: noindex, newscrawl: noai"], None, ["noai"]), ([], " 1 ", ["tdm-reservation"])],
)  # fmt: skip
def test_the_grammar_of_opt_outs(robots, reservation, found):
    assert opt_outs.found(robots, reservation, "javascript:x") == found


RESERVED = [
    {"location": "/a/1.html$", "tdm-reservation": 0},
    {"location": "/a/*.html", "tdm-reservation": 1, "tdm-policy": "https://x.example/p"},
]


def exported(scrapy) -> dict[str, tuple]:
    records = map(json.loads, scrapy("export").stdout.splitlines())
    return {record["url"][-6]: (record["opt_outs"], record["via"].get("opt_outs")) for record in records}


def test_what_a_host_reserves_in_its_file_is_kept_with_its_articles(scrapy):
    no = (200, {"tdm-reservation": "0"}, ARTICLE.format(2))
    with Web(PAGES | {"/robots.txt": "", reservations.PATH: json.dumps(RESERVED), "/a/2.html": no}) as web:
        source(scrapy, web.url)
        scrapy("crawl", "s", NEWSCRAWL_TDMREP=True)
        scrapy("crawl", "s", NEWSCRAWL_TDMREP=True, NEWSCRAWL_CHECKS="1s")
        assert web.paths.count(reservations.PATH) == 1
    kept = (["tdm-policy=https://x.example/p", "tdm-reservation"], "tdmrep.json")
    assert exported(scrapy) == {"0": kept, "1": ([], None), "2": ([], None), "3": kept, "4": kept}
    scrapy("reextract", "--all")
    assert exported(scrapy)["0"] == kept


@pytest.mark.parametrize(
    "file", [404, 503, "<p>no such page", moved("http://other.example/x"), "[" * 100_000, b"[]" * 400_000]
)
def test_a_host_without_such_a_file_is_asked_once_a_day(scrapy, file):
    with Web(PAGES | {reservations.PATH: file}) as web:
        source(scrapy, web.url)
        scrapy("crawl", "s", NEWSCRAWL_TDMREP=True, **dns())
        web.pages["/list"] = LIST.replace("/a/4", "/a/5")
        web.pages["/a/5.html"] = ARTICLE.format(5)
        scrapy("crawl", "s", NEWSCRAWL_TDMREP=True, **dns())
        assert web.paths.count(reservations.PATH) == 1
        assert "/a/5.html" in web.paths


def test_the_file_is_not_asked_for_where_robots_txt_forbids_it(scrapy):
    with Web(PAGES | {"/robots.txt": "User-agent: *\nDisallow: /.well-known/"}) as web:
        source(scrapy, web.url)
        scrapy("crawl", "s", NEWSCRAWL_TDMREP=True)
    assert reservations.PATH not in web.paths
    assert last_run(scrapy)["counts"]["stored"] == 5


@pytest.mark.parametrize(
    ("location", "fits"),
    [("/", True), ("/a", True), ("/a/*.html", True), ("/a/0.html$", True), ("/a$", False), ("/b", False), ("", False),
     ("/A", False), ("/a\nDisallow: /", False), ("/a #", False), ("/" + "*a" * 200, False), (1, False), (None, False)],
)  # fmt: skip
def test_the_paths_of_a_reservation(location, fits):
    rules = reservations.rules_of(json.dumps([{"location": location, "tdm-reservation": 1}]).encode())
    assert any(not rule.location.can_fetch("https://x.example/a/0.html", reservations.NAME) for rule in rules) == fits


@given(st.recursive(st.none() | st.integers() | st.text(), lambda some: st.lists(some) | st.dictionaries(
    st.sampled_from(["location", "tdm-reservation", "tdm-policy"]), some)))  # fmt: skip
def test_a_file_of_any_shape_is_read_or_passed_over(said):
    assert isinstance(reservations.rules_of(json.dumps(said).encode()), list)
