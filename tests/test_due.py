"""`scrapy due`: what is due is crawled, several at once, never twice at the same time, whatever one of them does."""

import asyncio
import os
import signal
import subprocess
import sys
import termios
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.settings import Settings

from newscrawl import dispatch, schedule
from newscrawl.schedule import Turn
from newscrawl.store import Store, StoreError
from tests.aside import run as run_aside
from tests.forked import run
from tests.manysite import ManySites

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
STATES = st.sampled_from(["ok", "ill", "failed", "running"])


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


# When it is due


def test_what_never_ran_is_due_first():
    turns = [Turn("b", 300, NOON - minutes(90), "ok"), Turn("new", 300), Turn("c", 300, NOON - minutes(2), "ok")]
    turns.append(Turn("a", 86400, NOON - minutes(24 * 60 + 300), "ok"))
    assert [turn.name for turn in schedule.due(turns, NOON)] == ["new", "a", "b"]


def test_a_call_by_the_minute_keeps_to_every():
    turn = Turn("a", 300, NOON + timedelta(seconds=4), "ok")  # cron started it late, and the next call is punctual
    assert schedule.due([turn], NOON + minutes(5)) == [turn]
    assert schedule.due([turn], NOON + minutes(4)) == []


@pytest.mark.parametrize(
    ("states", "pause"),
    [
        (["ok"], 5),
        (["ill", "ill", "ill"], 5),
        (["failed", "ok"], 5),
        (["failed", "failed", "ok"], 10),
        (["failed", "running", "failed", "ok"], 20),
        (["failed"] * 10, 60),
        (["ok", "failed", "failed", "failed"], 5),
    ],
)
def test_what_fails_again_and_again_is_left_alone_for_longer(states, pause):
    turn = schedule.turn("a", 300, [(NOON, state) for state in states])
    assert turn.at == NOON + minutes(pause) - timedelta(seconds=30)


@given(st.integers(1, 40 * 86400), st.lists(STATES, max_size=10))
def test_it_is_never_due_early_nor_much_too_late(every, states):
    turn = schedule.turn("a", every, [(NOON, state) for state in states])
    if states:
        assert timedelta(seconds=0.9 * every) <= turn.at - NOON <= max(timedelta(seconds=every), minutes(60))
    else:
        assert turn.at == schedule.NEVER


# Claims


def test_a_claim_stands_until_it_is_let_go(tmp_path):
    with Store(tmp_path / "news.db") as ours, Store(tmp_path / "news.db") as theirs:
        claim = ours.claims.take_source("a/b")
        assert theirs.claims.take("source a/b") is None
        assert theirs.claims.holder("source a/b") == os.getpid()
        with pytest.raises(StoreError, match=f"process {os.getpid()} is crawling it"):
            theirs.claims.take_source("a/b")
        claim.release()
        claim.release()
        assert theirs.claims.holder("source a/b") is None
        assert [bool(ours.claims.take_one("place", 2)) for _ in range(3)] == [True, True, False]


def test_a_claim_ends_with_its_process_however_that_ends(tmp_path):
    with Store(tmp_path / "news.db") as store:
        code = f"""from newscrawl.store import Store
import time
claim = Store({str(tmp_path / "news.db")!r}).claims.take_source("a")
print("taken", flush=True)
time.sleep(60)"""
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
            assert process.stdout.readline() == b"taken\n"
            assert store.claims.holder("source a") == process.pid
            process.kill()
        assert store.claims.holder("source a") is None
        store.claims.take_source("a").release()


def test_locks_that_can_not_be_had_are_said_in_a_line(tmp_path):
    with Store(tmp_path / "news.db") as store:
        (tmp_path / "news.db-locks").write_text("no folder")
        with pytest.raises(StoreError, match=r"news\.db-locks.*can't be locked"):
            store.claims.take("source a")


# Places


class Crawls:
    """In place of Scrapy: a crawl ends when the test says so, or when it is told to in ``then``."""

    def __init__(self):
        self.futures: dict[str, asyncio.Future] = {}
        self.then: dict[str, str] = {}  # the start of one ends another

    def create_crawler(self, name: str) -> SimpleNamespace:
        report = SimpleNamespace(state="ok", reason=None, store_error=None, counts=dict)
        stats = SimpleNamespace(get_value=lambda key: "finished")
        return SimpleNamespace(name=name, settings=Settings(), stats=stats, get_extension=lambda kind: report)

    def crawl(self, crawler: SimpleNamespace) -> asyncio.Future:
        self.futures[crawler.name] = asyncio.get_running_loop().create_future()
        for name in (crawler.name, self.then.get(crawler.name)):
            if name and crawler.name in self.then:
                self.futures[name].set_result(None)
        return self.futures[crawler.name]


def test_a_crawl_that_is_slow_leaves_its_place_to_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr(dispatch, "SLOW", 0.0)
    monkeypatch.setattr(dispatch, "PLACE_LOOK", 0.01)
    crawls, ended = Crawls(), []
    with Store(tmp_path / "news.db") as store:
        crawls.then = {"b": None, "c": "a-slow"}

        async def run() -> None:
            every = dict.fromkeys(("a-slow", "b", "c"), 300)
            await dispatch.Dispatch(crawls, store, every, at_once=1, longest=60, ended=ended.append).run()

        run_aside(asyncio.wait_for(run(), 20))
        assert [one.name for one in ended] == ["b", "a-slow", "c"]
        assert store.claims.take_one("place", 1)
        assert store.claims.take_one("slow", 1)


# The command


@pytest.fixture
def sites(scrapy):
    with ManySites() as sites:
        yield sites


def add(scrapy, sites, *names: str, delay: float = 0, **lines) -> None:
    for name in names:
        lines = {"title": f'"{name}"', "start_urls": f'["{sites.url}/{name}/list"]', "article_links": '"li a"'} | lines
        scrapy.source(name, **lines, settings=f"{{DOWNLOAD_DELAY = {delay}}}")
        lines.pop("start_urls")


def due(scrapy, *words: str, **settings):
    return scrapy("due", *words, **({"LOG_LEVEL": "WARNING"} | settings))


def runs(scrapy) -> list[tuple[str, str, str | None]]:
    with Store(scrapy.db) as store:
        return [
            (row["source"], row["state"], row["reason"]) for row in store.db.query("SELECT * FROM runs ORDER BY id")
        ]


def long_ago(scrapy, *names: str) -> None:
    with Store(scrapy.db) as store:
        for name in names:
            store.db.execute("UPDATE runs SET started_at = '2026-01-01T00:00:00+00:00' WHERE source = ?", [name])


def aside(scrapy, *words: str, **settings):
    """Start a command beside the test's own; a future of what became of it."""
    folder = scrapy.folder / f"aside{len(list(scrapy.folder.glob('aside*')))}"
    folder.mkdir()
    said = {"NEWSCRAWL_DB": scrapy.db, "NEWSCRAWL_SOURCES": scrapy.sources, "LOG_LEVEL": "WARNING"} | settings
    argv = ["scrapy", *words, *(word for name, value in said.items() for word in ("-s", f"{name}={value}"))]
    pool = ThreadPoolExecutor(1)
    future = pool.submit(run, argv, folder)
    pool.shutdown(wait=False)
    return future


def asked(sites, path: str) -> threading.Event:
    """An event: a path is asked for."""
    event, before = threading.Event(), sites.when_asked

    def when_asked(one: str) -> None:
        before(one)
        if one == path:
            event.set()

    sites.when_asked = when_asked
    return event


def test_what_is_due_is_crawled_and_nothing_is_said(scrapy, sites):
    add(scrapy, sites, "a", "b", "c", every='"5m"')
    done = due(scrapy)
    assert (done.stdout, done.stderr) == ("", "")
    assert sorted(runs(scrapy)) == [("a", "ok", None), ("b", "ok", None), ("c", "ok", None)]
    with Store(scrapy.db) as store:
        assert store.db["articles"].count == 9
    due(scrapy)
    assert len(runs(scrapy)) == 3
    long_ago(scrapy, "b", "c")
    assert due(scrapy, "--dry-run").stdout == "b\nc\n"
    due(scrapy, "a", "b")
    assert [name for name, *_ in runs(scrapy)[3:]] == ["b"]
    listed = due(scrapy, "--list").stdout.splitlines()
    assert [line.split()[0] for line in listed[2:]] == ["c", "a", "b"]
    assert listed[2].endswith("now")
    assert sites.lists_of("a") == 1


def test_a_clock_that_is_set_back_stops_no_source(scrapy, sites):
    """It was a year ahead when the source was crawled last."""
    add(scrapy, sites, "a", every='"5m"')
    with Store(scrapy.db) as store, store.transaction():
        store.runs.finish(store.runs.start("a", datetime.now(UTC) + timedelta(days=365)), "ok", None, {}, {})
    due(scrapy)
    assert due(scrapy, "--dry-run").stdout == ""
    assert [(name, state) for name, state, _ in runs(scrapy)] == [("a", "ok")] * 2


@pytest.mark.parametrize("option", ["--list", "--dry-run"])
def test_what_crawls_nothing_shows_no_bar(scrapy, option):
    scrapy.source("s", title='"s"', start_urls='["http://127.0.0.1:9/"]')
    terminal, error = os.openpty()
    termios.tcsetwinsize(error, (24, 100))
    settings = [f"NEWSCRAWL_DB={scrapy.db}", f"NEWSCRAWL_SOURCES={scrapy.sources}"]
    words = [sys.executable, "-m", "scrapy", "due", option, *(word for one in settings for word in ("-s", one))]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=error, text=True, check=True, timeout=60)
    os.close(error)
    assert "s" in done.stdout.split()
    with pytest.raises(OSError, match="Input/output error"):  # nothing was written, and nobody is there to write
        os.read(terminal, 1000)
    os.close(terminal)


def test_only_what_the_user_chose_is_crawled(scrapy):
    for lonely in ({"NEWSCRAWL_SOURCES": ""}, {}):
        assert "no source is chosen" in scrapy("due", code=2, **lonely).stderr
    done = due(scrapy, "--dry-run", NEWSCRAWL_DUE="bbc,eastmoney-*,nonesuch")
    assert {"bbc", "eastmoney-fast"} < set(done.stdout.split())
    assert not {"dw", "nonesuch"} & set(done.stdout.split())
    assert "no source is named 'nonesuch'" in done.stderr
    assert "did you mean 'bbc'?" in scrapy("due", "bcb", code=2).stderr
    assert "write '30s'" in scrapy("due", "bbc", "--budget", "soon", code=2).stderr


def test_what_is_broken_stops_nothing_and_is_tried_less_often(scrapy, sites):
    add(scrapy, sites, "a", "ill", "z", every='"5m"')
    scrapy.source("broken", titel='"broken"')
    sites.down["ill"] = 503
    done = scrapy("due", code=1, RETRY_TIMES=0)
    assert {name: state for name, state, _ in runs(scrapy)} == {
        "a": "ok",
        "z": "ok",
        "broken": "failed",
        "ill": "failed",
    }
    lines = sorted(line.split(" ", 2)[2] for line in done.stderr.splitlines())
    assert len(lines) == 2
    assert "broken.toml: titel: unknown key; did you mean 'title'?" in lines[0]
    assert lines[1].startswith("ill [newscrawl.report] ERROR: ill: failed: no list page could be read")
    assert due(scrapy).stderr == ""  # not again within a minute
    assert len(runs(scrapy)) == 4


def test_a_spider_with_a_fault_stops_no_other(scrapy, sites):
    add(scrapy, sites, "a")
    settings = {"SPIDER_MODULES": "newscrawl.spiders,tests.broken", "NEWSCRAWL_DUE": "broken-*"}
    done = scrapy("due", code=1, quiet=False, **settings)
    found = {name: (state, reason) for name, state, reason in runs(scrapy)}
    assert found["a"] == ("ok", None)
    assert found["broken-init"] == ("failed", "it broke off: ZeroDivisionError('division by zero')")
    assert found["broken-start"][0] == "failed"
    assert "NoneType" not in done.stderr


def test_slow_ones_hold_up_nothing_within_a_process(scrapy, sites):
    add(scrapy, sites, "a-slow", *"bcdefg")
    sites.held["a-slow"] = threading.Event()
    last = asked(sites, "/g/a/2.html")
    process = aside(scrapy, "due", NEWSCRAWL_AT_ONCE=2)
    assert last.wait(30)
    assert not process.done()
    sites.held["a-slow"].set()
    assert process.result(30).returncode == 0
    assert {state for _, state, _ in runs(scrapy)} == {"ok"}


def test_beside_another_process_it_takes_the_rest(scrapy, sites):
    add(scrapy, sites, "slow", "b")
    sites.held["slow"] = threading.Event()
    begun = asked(sites, "/slow/list")
    first = aside(scrapy, "due", "slow")
    assert begun.wait(30)
    due(scrapy)
    assert [(name, state) for name, state, _ in runs(scrapy)] == [("slow", "running"), ("b", "ok")]
    assert "running (process " in due(scrapy, "--list").stdout
    by_hand = scrapy("crawl", "slow", code=1)
    assert "is crawling it; wait for that to end" in by_hand.stderr
    assert not first.done()
    sites.held["slow"].set()
    assert first.result(30).returncode == 0
    assert sites.lists_of("slow") == 1
    assert [(name, state) for name, state, _ in runs(scrapy)] == [("slow", "ok"), ("b", "ok")]


def test_places_are_those_of_the_machine_and_only_one_process_waits_for_them(scrapy, sites):
    add(scrapy, sites, "slow", "b")
    sites.held["slow"] = threading.Event()
    begun = asked(sites, "/slow/list")
    first = aside(scrapy, "due", "slow", NEWSCRAWL_AT_ONCE=1)
    assert begun.wait(30)
    waiting = aside(scrapy, "due", NEWSCRAWL_AT_ONCE=1)
    with Store(scrapy.db) as store:
        while store.claims.holder("queue") is None:
            time.sleep(0.02)
    due(scrapy, NEWSCRAWL_AT_ONCE=1)  # another one: it leaves
    assert not sites.lists_of("b")
    sites.held["slow"].set()
    assert first.result(30).returncode == waiting.result(30).returncode == 0
    assert sites.lists_of("b") == 1


def test_a_budget_closes_what_runs_and_the_next_goes_on(scrapy, sites):
    add(scrapy, sites, "a", delay=0.8)
    add(scrapy, sites, "b")
    done = due(scrapy, "--budget", "1s", NEWSCRAWL_AT_ONCE=1, CONCURRENT_REQUESTS=1)
    assert done.stderr == ""
    assert [(name, state) for name, state, _ in runs(scrapy)] == [("a", "ok")]
    with Store(scrapy.db) as store:
        assert store.db["articles"].count < 3
        long_ago(scrapy, "a")
        due(scrapy)
        assert store.db["articles"].count == 6


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_what_runs_and_begins_nothing(scrapy, sites, number):
    add(scrapy, sites, "a", "b", delay=0.3)
    begun = asked(sites, "/a/list")
    process = aside(scrapy, "due", NEWSCRAWL_AT_ONCE=1)
    assert begun.wait(30)
    with Store(scrapy.db) as store:
        os.kill(store.claims.holder("source a"), number)
        done = process.result(30)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        [(name, state, reason)] = runs(scrapy)
        assert (name, state) == ("a", "failed")
        assert reason == "stopped before the end (shutdown); the next run goes on from here"
        long_ago(scrapy, "a")
        due(scrapy)
        assert store.db["articles"].count == 6


def test_a_signal_while_crawls_are_being_opened_ends_them_all_the_same(scrapy, sites):
    """tests.broken.Hasty sends itself one when its run has begun and its engine has not."""
    add(scrapy, sites, "a", delay=0.8)
    settings = {"SPIDER_MODULES": "newscrawl.spiders,tests.broken", "NEWSCRAWL_DUE": "hasty"}
    due(scrapy, "hasty", "a", code=1, **settings)
    assert {(state, reason) for _, state, reason in runs(scrapy)} == {
        ("failed", "stopped before the end (shutdown); the next run goes on from here")
    }


def test_a_database_that_can_not_be_used_is_said_in_a_line(scrapy, sites):
    add(scrapy, sites, "a", "b")
    scrapy.db.write_bytes(b"certainly not a database " * 100)
    assert "is not a SQLite database" in scrapy("due", code=2).stderr
    assert not sites.asked


def test_nothing_is_crawled_anonymously(scrapy):
    scrapy.source("far", title='"t"', start_urls='["http://news.example/list"]')
    done = scrapy("due", code=2)
    assert "news.example is to know who crawls it; set NEWSCRAWL_CONTACT" in done.stderr
    assert "far" in scrapy("due", "--list").stdout
