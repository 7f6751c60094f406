"""How fast newscrawl crawls, and in how much memory, against plain Scrapy spiders in the same run.

    python -m benchmarks.crawl                  # selectors declared, against three parsel selectors
    python -m benchmarks.crawl --no-selectors   # everything found by itself, against trafilatura and against nothing
    python -m benchmarks.crawl --articles 20000 # memory: flat?

A server of its own serves the pages from another process. With --pages, copies of a page have one text and canonical
link, so most are duplicates: read as all others, stored once. Contenders take turns, ``--rounds`` times; the figures
are medians. Memory is the peak resident size of the crawl's processes together. Needs trafilatura for --no-selectors.
"""

import argparse
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

DECLARED = """article_links = "ul.posts a"
next_page = "a.next"
[fields]
headline = "h1"
article_body = "div.story"
date_published = "time::attr(datetime)"
"""


def main() -> None:
    options = arguments()
    peers = ["discard", "trafilatura"] if options.no_selectors else ["bare"]
    if options.skip:
        peers.remove(options.skip)
    folder = Path(tempfile.mkdtemp(prefix="newscrawl-bench-"))
    try:
        with server(options) as url:
            write_source(folder, url, declared=not options.no_selectors)
            rows: dict[str, list[tuple[float, float]]] = {}
            for _ in range(options.rounds):
                for name in [*peers, "newscrawl"]:
                    count, seconds, megabytes = run(name, url, folder)
                    if count < options.articles:
                        raise SystemExit(f"{name}: {count} of {options.articles} articles")
                    rows.setdefault(name, []).append((count / seconds, megabytes))
        report(rows)
    finally:
        shutil.rmtree(folder)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-selectors", action="store_true")
    parser.add_argument("--pages", help="serve the *.html.gz of this folder instead of made-up pages")
    parser.add_argument("--skip", choices=["trafilatura", "discard"], help="leave one contender out")
    return parser.parse_args()


@contextmanager
def server(options: argparse.Namespace):
    command = [sys.executable, "-m", "benchmarks.article_server", "--articles", str(options.articles)]
    command += ["--pages", options.pages] if options.pages else []
    process = subprocess.Popen([*command, "--seconds", "7200"], stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def write_source(folder: Path, url: str, declared: bool) -> None:
    pages = 'max_pages = 100000\ntitle = "benchmark"\n'
    text = f'{pages}start_urls = ["{url}/list/1.html"]\n{DECLARED if declared else ""}[settings]\nDOWNLOAD_DELAY = 0\n'
    (folder / "bench.toml").write_text(text)


def run(name: str, url: str, folder: Path) -> tuple[int, float, float]:
    """(articles, seconds, peak megabytes) of one crawl in its own process."""
    database = folder / "news.db"
    for path in ("news.db", "news.db-wal", "news.db-shm"):
        (folder / path).unlink(missing_ok=True)
    if name == "newscrawl":
        settings = {"NEWSCRAWL_DB": database, "NEWSCRAWL_SOURCES": folder, "LOG_LEVEL": "WARNING",
                    "CONCURRENT_REQUESTS": 32, "CONCURRENT_REQUESTS_PER_DOMAIN": 32}  # fmt: skip
        words = ["scrapy", "crawl", "bench", *(w for k, v in settings.items() for w in ("-s", f"{k}={v}"))]
    else:
        words = ["benchmarks.peers", name, f"{url}/list/1.html"]
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", *words], stdout=subprocess.PIPE, text=True)
    memory = peak_memory(process)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{name}: exit code {process.returncode}")
    if name == "newscrawl":
        with sqlite3.connect(database) as connection:
            count = connection.execute("SELECT count(*) FROM ledger WHERE state != 'discovered'").fetchone()[0]
    else:
        count = int(process.stdout.read().split()[-1])
    return count, seconds, memory


def peak_memory(process: subprocess.Popen) -> float:
    """Wait for a process; the most megabytes that it and its children had in memory together, 10 looks a second.

    Pages of memory that they share count for each.
    """
    peak, watched = 0, psutil.Process(process.pid)
    while process.poll() is None:
        with suppress(psutil.NoSuchProcess):
            peak = max(peak, sum(one.memory_info().rss for one in (watched, *watched.children(recursive=True))))
        time.sleep(0.1)
    return peak / 2**20


def report(rows: dict[str, list[tuple[float, float]]]) -> None:
    figures = {name: tuple(map(statistics.median, zip(*values, strict=True))) for name, values in rows.items()}
    ours = figures["newscrawl"]
    print(f"{'':12} articles/s      MB  newscrawl/it  memory/it")
    for name, (rate, memory) in figures.items():
        print(f"{name:12} {rate:10.1f} {memory:7.1f} {ours[0] / rate:13.2f} {ours[1] / memory:10.2f}")


if __name__ == "__main__":
    main()
