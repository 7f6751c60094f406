"""Many sources due at once, and a day of them: is each served, how fairly, and does anything grow?

    python -m benchmarks.load               # 200 sources due at once, 4 of them slow, one call of `scrapy due`
    python -m benchmarks.load --hours 24    # and a day of it in fast time, in one process: does anything grow?

Each source is a site of its own, at a loopback address of its own, with five articles of 20 to 60 KB and, in each
hour of the day, a new one. Waiting time is from the call to the start of a source's crawl. Memory is the peak resident
size, open files the most descriptors, each of the process that crawls, as psutil sees them ten times a second.
"""

import argparse
import gc
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import psutil

from benchmarks import fast_time
from benchmarks.many_sites import address
from newscrawl.dispatch import Ended
from newscrawl.store import Store

MORNING = datetime(2026, 11, 2, tzinfo=UTC)
SOURCE = """title = "site {0}"
start_urls = ["http://{1}:{2}/list"]
every = "1h"
article_links = "ul.posts a"
[settings]
DOWNLOAD_DELAY = 0
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=200)
    parser.add_argument("--slow", type=int, default=4, help="how many of them answer after three seconds each")
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--hours", type=int, default=0)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="newscrawl-load-"))
    try:
        with server(options) as port:
            for number in range(options.sources):
                text = SOURCE.format(number, address(number), port)
                (folder / f"site-{number:03d}.toml").write_text(text)
            at_once(folder, options)
            if options.hours:
                shutil.rmtree(f"{folder}/news.db-locks")
                for path in folder.glob("news.db*"):
                    path.unlink()
                day(folder, port, options)
    finally:
        shutil.rmtree(folder)


@contextmanager
def server(options: argparse.Namespace):
    command = [sys.executable, "-m", "benchmarks.many_sites", f"--sites={options.sources}", f"--slow={options.slow}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


def at_once(folder: Path, options: argparse.Namespace) -> None:
    settings = {"NEWSCRAWL_DB": folder / "news.db", "NEWSCRAWL_SOURCES": folder, "NEWSCRAWL_AT_ONCE": options.at_once}
    words = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    called, started = datetime.now(UTC), time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "scrapy", "due", *words])
    memory, files = watched(process)
    seconds = time.perf_counter() - started
    store = Store(folder / "news.db")
    runs = list(store.db.query("SELECT source, started_at, finished_at, state, counts FROM runs"))
    store.close()
    stored = sum(json.loads(run["counts"]).get("stored", 0) for run in runs)
    waits = [max(0.0, (datetime.fromisoformat(run["started_at"]) - called).total_seconds()) for run in runs]
    well = sum(run["state"] == "ok" for run in runs)
    late = statistics.quantiles(waits, n=20)[-1]
    print(f"{options.sources} sources due at once, {options.slow} of them slow, {options.at_once} at a time: "
          f"{well} served in {seconds:.0f} s, {stored} articles; exit code {process.returncode}")  # fmt: skip
    print(f"waiting: median {statistics.median(waits):.0f} s, 95 of 100 under {late:.0f} s, longest "
          f"{max(waits):.0f} s; memory {memory / 2**20:.0f} MB, open files {files}", flush=True)  # fmt: skip


def watched(process: subprocess.Popen) -> tuple[int, int]:
    """Wait for a process; its peak resident bytes, with its children, and its most open files."""
    memory = files = 0
    watch = psutil.Process(process.pid)
    while process.poll() is None:
        with suppress(psutil.NoSuchProcess):
            memory = max(memory, sum(one.memory_info().rss for one in (watch, *watch.children(recursive=True))))
            files = max(files, watch.num_fds())
        time.sleep(0.1)
    return memory, files


def day(folder: Path, port: int, options: argparse.Namespace) -> None:
    """Hours of calls, a quarter of an hour apart."""
    settings = fast_time.settings_of(folder, NEWSCRAWL_AT_ONCE=options.at_once)
    moments = [MORNING + timedelta(minutes=15 * call) for call in range(options.hours * 4)]

    def news(moment: datetime) -> None:
        if moment > MORNING and not moment.minute:
            urlopen(f"http://{address(0)}:{port}/_next").read()

    async def run() -> None:
        watch, hour = psutil.Process(), []
        async for moment, ended in fast_time.rounds(settings, moments, news):
            hour += ended
            if moment.minute == 45:
                said(moment.hour + 1, hour, watch, folder)
                hour.clear()

    fast_time.run(settings, run)


def said(hour: int, ended: list[Ended], watch: psutil.Process, folder: Path) -> None:
    gc.collect()
    bad = [one for one in ended if one.state != "ok"]
    stored = sum(one.counts.get("stored", 0) for one in ended)
    size = sum(path.stat().st_size for path in folder.glob("news.db*") if path.is_file())
    print(f"hour {hour:2}: {len(ended)} crawls, {len(bad)} not ok, {stored} articles; memory "
          f"{watch.memory_info().rss / 2**20:.0f} MB, open files {watch.num_fds()}, database {size / 2**20:.0f} MB",
          *(f"{one.name}: {one.state}: {one.reason}" for one in bad[:3]), sep="\n    ", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
