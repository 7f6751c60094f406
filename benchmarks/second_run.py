"""A second run with nothing new: what it asks for, and how long it takes against the first.

    python -m benchmarks.second_run [--articles 2000] [--delay 0.025]

Crawls a made-up site twice into one file. ``--delay`` is the pause between requests in both runs: a fortieth of a
second is a tenth of the shortest that sources may declare; at any real pace the second run is shorter yet.
"""

import argparse
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.crawl import server, write_source


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--delay", type=float, default=0.025)
    options = parser.parse_args()
    options.pages = None
    folder = Path(tempfile.mkdtemp(prefix="newscrawl-second-"))
    try:
        with server(options) as url:
            write_source(folder, url, declared=True)
            first, second = run(folder, options.delay), run(folder, options.delay)
        with sqlite3.connect(folder / "news.db") as connection:
            counts = [row[0] for row in connection.execute("SELECT counts FROM runs ORDER BY id")]
            stored = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    finally:
        shutil.rmtree(folder)
    print(
        f"first: {first:.1f} s, {stored} articles; second: {second:.1f} s, 1/{first / second:.0f} of it; {counts[-1]}"
    )
    raise SystemExit(stored != options.articles)


def run(folder: Path, delay: float) -> float:
    settings = {"NEWSCRAWL_DB": folder / "news.db", "NEWSCRAWL_SOURCES": folder, "LOG_LEVEL": "ERROR",
                "DOWNLOAD_DELAY": delay, "CONCURRENT_REQUESTS_PER_DOMAIN": 32}  # fmt: skip
    words = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "scrapy", "crawl", "bench", *words], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
