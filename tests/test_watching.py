"""`scrapy health`, `scrapy runs` and logs for machines, as whoever runs the crawl calls them."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from newscrawl.store import Store
from tests.past import Past, good
from tests.test_alerts import SECRET, Hook
from tests.test_failures import LIST, site, source


@pytest.fixture
def watched(scrapy):
    """Two sources of one's own that ran for two days up to now: one is well, one is refused since the day before."""
    now = datetime.now(UTC).replace(microsecond=0)
    for name in ("well", "walled"):
        scrapy.source(name, title=f'"{name}新闻"', start_urls='["http://127.0.0.1:9/"]', timezone='"Asia/Shanghai"')
        with Past(scrapy.folder, lambda hour: 5, name=name) as past:
            past.now = now - timedelta(hours=48)
            past.play(now - timedelta(hours=24))
            walled = (lambda _: {"requests": 1, "notes": {"failed/http_403": 1}}, "failed")
            past.play(now, *(walled if name == "walled" else (lambda _: good(5),)))
    return scrapy


def test_health_says_who_is_ill_and_what_to_do(watched):
    done = watched("health", code=1)
    assert re.search(r"^walled +ill .*failed.*blocked$", done.stdout, re.M)
    assert re.search(r"^well +new .*ok", done.stdout, re.M)
    assert "walled: blocked: refused 3 of 3 pages in 3 of the last 3 runs: http_403 (3)\n    -> raise" in done.stdout
    assert "unverified, from the catalogue: " in done.stdout
    assert "Traceback" not in done.stderr
    assert watched("health", "well", code=0).stdout.count("\n") == 3


def test_health_as_json(watched):
    found = {one["source"]: one for one in map(json.loads, watched("health", "--json", code=1).stdout.splitlines())}
    assert [what["name"] for what in found["walled"]["diagnoses"]] == ["blocked"]
    assert (found["well"]["state"], found["bbc"]["state"]) == ("new", "unverified")
    assert found["well"]["stored_24h"] in (115, 120)  # by whole hours


def test_health_for_prometheus(watched):
    text = watched("health", "--prometheus", code=1).stdout
    families = {one.name: one for one in text_string_to_metric_families(text)}
    ill = {sample.labels["source"]: sample.value for sample in families["newscrawl_source_ill"].samples}
    assert (ill["walled"], ill["well"]) == (1, 0)
    (diagnosis,) = families["newscrawl_source_diagnosis"].samples
    assert diagnosis.labels == {"source": "walled", "diagnosis": "blocked"}


def test_health_as_a_page_that_needs_nothing_else(watched):
    page = f"{watched.folder}/health.html"
    watched("health", "--html", page, code=1)
    text = Path(page).read_text("utf-8")
    assert "1 of 2 sources ill" in text
    assert "walled新闻" in text
    assert text.count("<svg") == 2
    assert re.search(r'<path d="(M[\d.]+ 28v-[\d.]+)+"', text)
    assert not re.search(r"""(?:src|href|url)\s*[=(]|@import|<script|<link""", text)
    watched("health", "--html", f"{watched.folder}/no/such.html", code=2)


def test_names_in_the_page_are_text(watched):
    watched.source("sly", title="'<script>alert(1)</script>'", start_urls='["http://127.0.0.1:9/"]', every='"1x"')
    page = f"{watched.folder}/health.html"
    watched("health", "--html", page, code=1)
    assert "<script" not in Path(page).read_text("utf-8")
    assert "sly: unusable" in watched("health", code=1).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [(["health", "wel"], "did you mean 'well'?"), (["health", "--alert"], "NEWSCRAWL_ALERTS names no receiver"),
     (["runs", "--limit", "0"], "is no number from 1"), (["runs", "--source", "wel"], "did you mean 'well'?"),
     (["runs", "well"], "name a source with --source"), (["health", "--json", "--prometheus"], "not allowed with")],
)  # fmt: skip
def test_slips_of_the_pen(watched, words, said):
    assert said in watched(*words, code=2).stderr


def test_health_without_a_database(scrapy):
    assert "no such database" in scrapy("health", code=2).stderr


def test_health_tells_receivers_once_and_shows_no_secret(watched, monkeypatch):
    hook = Hook()
    monkeypatch.setenv("NEWSCRAWL_ALERTS", hook.url)
    said = [watched("health", "--alert", code=1, LOG_LEVEL="DEBUG") for _ in range(2)]
    hook.close()
    assert hook.titles() == ["newscrawl: walled is ill"]
    assert all(SECRET not in done.stdout + done.stderr for done in said)
    assert SECRET.encode() not in watched.db.read_bytes()


def test_a_crawl_tells_receivers_what_it_found(scrapy, monkeypatch):
    """Once a day, so that one bad run is enough; the second call finds nothing due and says nothing."""
    hook = Hook()
    monkeypatch.setenv("NEWSCRAWL_ALERTS", hook.url)
    with site(_list=403) as pages:
        source(scrapy, pages.url, every='"1d"')
        scrapy("due", code=1)
        scrapy("due", code=0)
    hook.close()
    ((title, body),) = hook.got
    assert title == "newscrawl: s is ill"
    assert "blocked: refused 1 of 1 pages in the last run: http_403 (1)" in body


def test_a_wall_is_no_article_and_no_list(scrapy):
    wall = "<html><head><title>安全验证</title></head><body><p>请拖动滑块完成验证</p></body></html>"
    with site(_list=wall) as pages:
        source(scrapy, pages.url, every='"1d"')
        scrapy("crawl", "s", code=1)
        assert "s: blocked:" in scrapy("health", code=1).stdout
        pages.pages |= {"/list": LIST, "/a/0.html": wall}
        scrapy("crawl", "s")
        assert "wall_captcha" in scrapy("ledger", f"{pages.url}/a/0.html").stdout
        assert "captcha" not in scrapy("health").stdout


def test_runs_with_their_figures(scrapy):
    with site() as pages:
        source(scrapy, pages.url)
        scrapy("crawl", "s")
        scrapy("crawl", "s")
    lines = scrapy("runs").stdout.splitlines()
    assert [line.split()[:2] for line in lines[2:]] == [["2", "s"], ["1", "s"]]
    assert len(scrapy("runs", "--limit", "1").stdout.splitlines()) == 3
    second, first = map(json.loads, scrapy("runs", "--json", "--source", "s").stdout.splitlines())
    assert (first["state"], first["counts"]["stored"], second["counts"]["known"]) == ("ok", 5, 5)
    assert first["counts"]["via"]["headline"]
    assert first["counts"]["dates"]["dated"] == first["coverage"]["read"] == 5
    assert first["counts"]["timing"]["responses"] >= 6


def test_a_run_that_was_killed(scrapy):
    with Store(scrapy.db) as store:
        killed = store.runs.start("s")
        claim = store.claims.take_source("alive")
        alive = store.runs.start("alive")
        states = {run["run"]: run["state"] for run in map(json.loads, scrapy("runs", "--json").stdout.splitlines())}
        assert states == {killed: "failed", alive: "running"}
        assert "killed: its process ended" in scrapy("runs", "--source", "s").stdout
        claim.release()
        with site() as pages:
            source(scrapy, pages.url)
            store.runs.start("s")
            scrapy("crawl", "s")
        states = [run.state for run in store.runs.latest("s")]
    assert states == ["ok", "failed", "failed"]


def test_a_log_for_machines(scrapy):
    log = f"{scrapy.folder}/crawl.jsonl"
    with site(_list=403) as pages:
        source(scrapy, pages.url)
        done = scrapy("crawl", "s", "--logfile", log, code=1, LOG_LEVEL="INFO")
    lines = [json.loads(line) for line in Path(log).read_text("utf-8").splitlines()]
    assert any(line["message"].startswith("Scrapy ") for line in lines)
    (wrong,) = [line for line in lines if line["level"] == "ERROR"]
    assert wrong["message"].startswith("s: failed: no list page could be read")
    assert datetime.fromisoformat(wrong["time"]).utcoffset() == timedelta(0)
    assert all(line.keys() <= {"time", "level", "logger", "message", "source", "exc_info"} for line in lines)
    assert done.stderr.startswith("s: failed\n")


def test_a_log_for_machines_is_empty_when_all_is_well(scrapy):
    log = f"{scrapy.folder}/crawl.jsonl"
    with site() as pages:
        source(scrapy, pages.url)
        scrapy("crawl", "s", "--logfile", log)
        scrapy("due", "--logfile", log)
    assert Path(log).read_text("utf-8") == ""


def test_a_log_that_cannot_be_written(scrapy):
    source(scrapy, "http://127.0.0.1:9")
    assert "can't be written" in scrapy("crawl", "s", "--logfile", f"{scrapy.folder}/no/log.jsonl", code=2).stderr
