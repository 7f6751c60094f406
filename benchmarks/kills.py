"""Killed at random moments, a crawl loses nothing and stores nothing twice.

    python -m benchmarks.kills [--articles 2000] [--kills 200]

Crawls a made-up site in a process that is killed (SIGKILL) again and again after a random time, then once to the end,
and counts what is missing and what is there more than once. The same seed kills after the same times.
"""

import argparse
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.crawl import server, write_source

SHORTEST, LONGEST = 0.9, 3.5  # seconds that a run is left to live; starting takes about one of them


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.pages = None
    folder = Path(tempfile.mkdtemp(prefix="newscrawl-kills-"))
    try:
        with server(options) as url:
            write_source(folder, url, declared=True)
            kill_and_resume(folder, options)
            report(folder, options)
    finally:
        shutil.rmtree(folder)


def kill_and_resume(folder: Path, options: argparse.Namespace) -> None:
    # so slow that every run leaves work for the next: all kills together last as long as the articles do
    delay = (options.kills * (SHORTEST + LONGEST) / 2) / options.articles / 2
    draw = random.Random(options.seed)  # noqa: S311
    for number in range(1, options.kills + 1):
        process = subprocess.Popen(command(folder, delay), stderr=subprocess.DEVNULL)
        time.sleep(draw.uniform(SHORTEST, LONGEST))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if number % 20 == 0:
            print(f"{number} kills, {count(folder, 'articles')} articles", flush=True)
    subprocess.run(command(folder, 0), check=True)


def command(folder: Path, delay: float) -> list[str]:
    settings = {"NEWSCRAWL_DB": folder / "news.db", "NEWSCRAWL_SOURCES": folder, "LOG_LEVEL": "ERROR",
                "DOWNLOAD_DELAY": delay, "CONCURRENT_REQUESTS_PER_DOMAIN": 32}  # fmt: skip
    words = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    return [sys.executable, "-m", "scrapy", "crawl", "bench", *words]


def count(folder: Path, what: str) -> int:
    with sqlite3.connect(folder / "news.db", timeout=30) as connection:
        return connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0]  # noqa: S608


def report(folder: Path, options: argparse.Namespace) -> None:
    stored, different = count(folder, "articles"), count(folder, "(SELECT DISTINCT url FROM articles)")
    with sqlite3.connect(folder / "news.db") as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
    runs = count(folder, "runs")
    print(f"{options.kills} kills, {runs} runs that got as far as a row: {options.articles - different} articles lost, "
          f"{stored - different} doubled; integrity check: {sound}")  # fmt: skip
    raise SystemExit(stored != options.articles or different != options.articles)


if __name__ == "__main__":
    main()
