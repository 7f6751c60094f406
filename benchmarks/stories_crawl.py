"""What grouping adds to a crawl."""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.crawl import server, write_source

ROUNDS = 3
UNGROUPED = "import newscrawl.store.stories as s; s.Stories.place = lambda *args, **options: None; "


def crawl(articles: int) -> None:
    """A crawl of made-up news with and without grouping, taking turns: articles a second, processor time an article."""
    rates: dict[str, list[tuple[float, float]]] = {"": [], UNGROUPED: []}
    options = argparse.Namespace(articles=articles, pages=None)
    with tempfile.TemporaryDirectory() as name, server(options) as url:
        folder = Path(name)
        write_source(folder, url, declared=True)
        for _ in range(ROUNDS):
            for before, found in rates.items():
                found.append(_crawl(before, folder, articles))
    (on, on_cpu), (off, off_cpu) = (map(median, zip(*found, strict=True)) for found in rates.values())
    print(f"crawl: {on:.0f} articles a second grouped, {off:.0f} not: {on / off:.2f}")
    print(
        f"processor time of its process: {on_cpu:.2f} ms an article grouped, {off_cpu:.2f} not: {off_cpu / on_cpu:.2f}"
    )


def _crawl(before: str, folder: Path, articles: int) -> tuple[float, float]:
    for path in ("news.db", "news.db-wal", "news.db-shm"):
        (folder / path).unlink(missing_ok=True)
    settings = {"NEWSCRAWL_DB": folder / "news.db", "NEWSCRAWL_SOURCES": folder, "LOG_LEVEL": "WARNING",
                "CONCURRENT_REQUESTS": 32, "CONCURRENT_REQUESTS_PER_DOMAIN": 32}  # fmt: skip
    words = ["crawl", "bench", *(word for name, value in settings.items() for word in ("-s", f"{name}={value}"))]
    code = f"{before}import sys, time, atexit; from scrapy.cmdline import execute; "
    code += "atexit.register(lambda: print(time.process_time())); sys.argv[0] = 'scrapy'; execute()"
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, *words], stdout=subprocess.PIPE, text=True, check=True)
    return articles / (time.perf_counter() - started), 1000 * float(done.stdout.split()[-1]) / articles
