"""One message when a source falls ill, one when it is well again, whoever looks; and no secret anywhere."""

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from newscrawl import alerts
from newscrawl.health import Diagnosis, Subject, Verdict
from newscrawl.store import Store

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECRET = "T0ken-not-to-be-seen"  # noqa: S105


class Hook:
    """A webhook on loopback; ``status`` is what it answers, ``got`` what came."""

    def __init__(self):
        self.status, self.got = 200, (got := [])
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if hook.status == 200:
                    got.append((said["title"], said["message"]))
                self.send_response(hook.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"json://127.0.0.1:{self.server.server_port}/{SECRET}"
        self.environ = {"NEWSCRAWL_ALERTS": self.url}
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def titles(self) -> list[str]:
        return [title for title, _ in self.got]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def hook():
    hook = Hook()
    yield hook
    hook.close()


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "news.db") as store:
        yield store


def verdict(name: str, what: str | None = None, every: int = 300) -> Verdict:
    found = (Diagnosis(what, "http_403 in 2 of the last 3 runs", "ask less often"),) if what else ()
    return Verdict(Subject(name, f"{name}新闻", every), "ill" if what else "ok", found)


def look(store: Store, hook: Hook, minutes: float, *verdicts: Verdict, **environ: str) -> list[str]:
    now = NOON + timedelta(minutes=minutes)
    return alerts.send_due(store, list(verdicts), now=now, environ=hook.environ | environ)


def test_one_message_when_it_falls_ill_and_one_when_it_is_well(store, hook):
    assert look(store, hook, 0, verdict("a")) == []
    assert hook.got == []
    for minute in range(1, 60):
        look(store, hook, minute, verdict("a", "blocked"))
    title, body = hook.got[0]
    assert title == "newscrawl: a is ill"
    assert body == "a (a新闻): blocked: http_403 in 2 of the last 3 runs. Ask less often."
    for minute in range(60, 180):
        look(store, hook, minute, verdict("a"))
    assert hook.titles() == ["newscrawl: a is ill", "newscrawl: a is well again"]


def test_many_at_once_are_one_message(store, hook):
    ill = [verdict(f"s{n:02}", "unreachable") for n in range(40)]
    look(store, hook, 0, *ill)
    ((title, body),) = hook.got
    assert title == "newscrawl: 40 ill"
    assert body.startswith("Most can't be reached: look at this machine's network first.")
    assert body.endswith("and 28 more; `scrapy health` shows all")


def test_those_that_follow_are_told_together(store, hook):
    for minute in range(40):
        look(store, hook, minute, *(verdict(f"s{n}", "blocked" if n <= minute else None) for n in range(12)))
    assert hook.titles() == ["newscrawl: s0 is ill", "newscrawl: 11 ill"]


def test_what_flaps_is_told_ever_more_seldom(store, hook):
    """Ill for ten minutes, well for 45, for two days."""
    for minute in range(0, 2880, 5):
        look(store, hook, minute, verdict("a", "blocked" if minute % 55 < 10 else None))
    assert hook.titles() == ["newscrawl: a is ill", "newscrawl: a is well again", "newscrawl: a is ill"]


def test_of_many_processes_one_tells(store, hook, tmp_path):
    def process() -> None:
        with Store(tmp_path / "news.db") as own:
            problems.extend(look(own, hook, 0, verdict("a", "blocked")))

    problems: list[str] = []
    threads = [threading.Thread(target=process) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert hook.titles() == ["newscrawl: a is ill"]
    assert problems == []


def test_what_could_not_be_sent_is_sent_later(store, hook):
    hook.status = 500
    (problem,) = look(store, hook, 0, verdict("a", "blocked"))
    assert problem == "alert not sent to receiver 1 (json): tried again in 5 min: newscrawl: a is ill"
    assert look(store, hook, 4, verdict("a", "blocked")) == []
    hook.status = 200
    assert look(store, hook, 5, verdict("a", "blocked")) == []
    assert look(store, hook, 60, verdict("a", "blocked")) == []
    assert hook.titles() == ["newscrawl: a is ill"]


def test_who_has_got_it_does_not_get_it_again(store, hook):
    environ = {"NEWSCRAWL_ALERTS": f"json://127.0.0.1:9/x {hook.url}"}
    (problem,) = look(store, hook, 0, verdict("a", "blocked"), **environ)
    assert "receiver 1 (json)" in problem
    assert "receiver 2" not in problem
    look(store, hook, 10, verdict("a", "blocked"), **environ)
    assert hook.titles() == ["newscrawl: a is ill"]


def test_given_up_after_three_days(store, hook):
    hook.status = 500
    said = [look(store, hook, hour * 60, verdict("a", "blocked")) for hour in range(100)]
    problems = [line for lines in said for line in lines]
    assert "given up" in problems[-1]
    assert len(problems) < 25


@pytest.mark.parametrize(
    ("when", "sent"),
    [("08:00 Asia/Shanghai", ["2026-11-24T12:00", "2026-11-25T00:00", "2026-11-26T00:00"]),
     ("13:30", ["2026-11-24T12:00", "2026-11-24T13:30", "2026-11-25T13:30", "2026-11-26T13:30"])],
)  # fmt: skip
def test_a_digest_a_day(store, hook, when, sent):
    found = []
    for half_hour in range(48 * 2 + 5):
        before = len(hook.got)
        look(store, hook, half_hour * 30, verdict("a"), NEWSCRAWL_DIGEST=when)
        found += [f"{NOON + timedelta(minutes=half_hour * 30):%Y-%m-%dT%H:%M}"] * (len(hook.got) - before)
    assert found == sent
    assert hook.got[0][0] == "newscrawl: 0 articles in 24 h, 0 of 0 sources ill"


def test_a_digest_at_an_hour_that_the_clock_leaves_out_comes_once(store, hook):
    """On 28 March 2027 it is 03:00 in Berlin when it would be 02:00, which is 01:00 UTC."""
    for minute in range(0, 36 * 60, 10):
        now = datetime(2027, 3, 27, 0, tzinfo=UTC) + timedelta(minutes=minute)
        environ = hook.environ | {"NEWSCRAWL_DIGEST": "02:30 Europe/Berlin"}
        alerts.send_due(store, [verdict("a")], now=now, environ=environ)
    assert len(hook.got) == 3  # at once, on the 27th, on the 28th


def test_a_clock_that_is_set_back_silences_nothing(store, hook):
    digest = {"NEWSCRAWL_DIGEST": "12:30"}
    look(store, hook, 60 * 24 * 365, verdict("a", "blocked"), **digest)
    look(store, hook, 31, verdict("a", "blocked"), verdict("b", "blocked"), **digest)
    assert hook.titles()[2:] == ["newscrawl: b is ill", "newscrawl: 0 articles in 24 h, 2 of 0 sources ill"]


def test_nothing_is_done_without_receivers(store):
    assert alerts.send_due(store, [verdict("a", "blocked")], now=NOON, environ={}) == []
    assert store.alerts.told() == {}


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"NEWSCRAWL_ALERTS": f"slak://{SECRET}/x"}, "NEWSCRAWL_ALERTS: receiver 1 (slak) is no address"),
        ({"NEWSCRAWL_ALERTS": SECRET}, "NEWSCRAWL_ALERTS: receiver 1 (without scheme) is no address"),
        (
            {"NEWSCRAWL_ALERTS": "json://127.0.0.1:9", "NEWSCRAWL_DIGEST": "8 Uhr"},
            "NEWSCRAWL_DIGEST: '8 Uhr' is no time",
        ),
        ({"NEWSCRAWL_ALERTS": "json://127.0.0.1:9", "NEWSCRAWL_DIGEST": "08:00 Mars/X"}, "is no time"),
        ({"NEWSCRAWL_ALERTS": "json://127.0.0.1:9", "NEWSCRAWL_DIGEST": "08:00+08:00"}, "is no time"),
        ({"NEWSCRAWL_ALERTS": "json://127.0.0.1:9", "NEWSCRAWL_DIGEST": "08:00 Asia/Shanghai UTC"}, "is no time"),
    ],
)
def test_slips_in_the_environment(store, environ, said):
    (line,) = alerts.send_due(store, [verdict("a", "blocked")], now=NOON, environ=environ)
    assert said in line
    assert SECRET not in line


def test_no_secret_is_kept_or_shown(store, hook, caplog, capfd):
    caplog.set_level(1)
    hook.status = 500
    problems = look(store, hook, 0, verdict("a", "blocked"))
    hook.status = 200
    look(store, hook, 10, verdict("a", "blocked"))
    store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    said = "".join(capfd.readouterr()) + caplog.text + "".join(problems)
    assert SECRET not in said
    with open(store.path, "rb") as file:
        assert SECRET.encode() not in file.read()
    assert hook.got
