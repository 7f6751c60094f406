"""scrapyd runs the project as docs/deploy.md says; skipped where it is not installed."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from newscrawl.store import Store
from tests.forked import ROOT
from tests.manysite import ManySites

pytest.importorskip("scrapyd", reason="no scrapyd")
SETTINGS = "[scrapyd]\nhttp_port = {port}\npoll_interval = 0.1\nmax_proc = 2\nlogs_dir = logs\n"
FAST = "[settings]\nDOWNLOAD_DELAY = 0\n"


class Scrapyd:
    """scrapyd in a folder with the project's scrapy.cfg, and source files and a database there."""

    def __init__(self, folder: Path):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url, self.logs = f"http://127.0.0.1:{port}", folder / "logs" / "default"
        text = (ROOT / "scrapy.cfg").read_text("utf-8") + SETTINGS.format(port=port)
        (folder / "scrapy.cfg").write_text(text, encoding="utf-8")
        ours = {"NEWSCRAWL_DB": str(folder / "news.db"), "NEWSCRAWL_SOURCES": str(folder), "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scrapyd"], cwd=folder, env=os.environ | ours, stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
        )  # fmt: skip

    def __call__(self, service: str, **said: str) -> dict:
        """What a service answers; what is ``said`` is sent to it."""
        data = urlencode(said).encode() if service == "schedule" else None
        query = "" if data else f"?{urlencode(said)}"
        with urlopen(f"{self.url}/{service}.json{query}", data, timeout=20) as response:  # noqa: S310
            return json.load(response)

    def ended(self) -> dict[str, str]:
        """The logs of the jobs that have ended, by their ids."""
        jobs = self("listjobs", project="default")["finished"]
        return {job["id"]: next(self.logs.glob(f"*/{job['id']}.log")).read_text("utf-8") for job in jobs}

    def up(self) -> bool:
        try:
            return self("daemonstatus")["status"] == "ok"
        except URLError:
            return False


def wait(until: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not until():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def scrapyd(tmp_path):
    scrapyd = Scrapyd(tmp_path)
    wait(scrapyd.up)
    yield scrapyd
    scrapyd.process.terminate()
    scrapyd.process.wait(30)


def test_scrapyd_crawls_a_source_of_ones_own_and_never_twice_at_once(scrapyd, tmp_path):
    with ManySites() as sites:
        (tmp_path / "mine.toml").write_text(f'title = "t"\nstart_urls = ["{sites.url}/mine/list"]\n' + FAST)
        assert "mine" in scrapyd("listspiders", project="default")["spiders"]
        sites.held["mine"] = threading.Event()
        first = scrapyd("schedule", project="default", spider="mine")["jobid"]
        wait(lambda: sites.lists_of("mine"))
        second = scrapyd("schedule", project="default", spider="mine")["jobid"]
        wait(lambda: second in scrapyd.ended())
        assert "is crawling it; wait for that to end" in scrapyd.ended()[second]
        sites.held.pop("mine").set()
        wait(lambda: first in scrapyd.ended())
        assert sites.lists_of("mine") == 1
    with Store(tmp_path / "news.db") as store:
        assert [(run.state, run.counts["stored"]) for run in store.runs.latest("mine")] == [("ok", 3)]
