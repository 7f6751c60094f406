"""A ledger of ten million URLs: how long opening and looking up take, in how much memory, and how large the file is.

    python -m benchmarks.many_rows [--rows 10000000] [--file FILE]

Builds the rows as the crawl leaves them, in a file of its own (kept with --file for the next time), then opens the file
in a new process, looks up known and unknown URLs at random, and takes new ones in hand, as a crawl does.
"""

import argparse
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tqdm import tqdm

from newscrawl.store import Store

LOOKUPS, TAKEN = 20_000, 2_000
AT = "2026-11-20T08:00:00+00:00"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--file", help="use this file, and build it first if it is not there")
    parser.add_argument("--look", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.look:
        look(options.file, options.rows)
        return
    with tempfile.TemporaryDirectory(prefix="newscrawl-rows-") as folder:
        path = options.file or str(Path(folder) / "news.db")
        if not Path(path).exists():
            build(path, options.rows)
        size = Path(path).stat().st_size
        print(f"{options.rows:,} rows: {size / 1e9:.2f} GB, {size / options.rows:.0f} bytes a row", flush=True)
        words = [sys.executable, "-m", "benchmarks.many_rows", "--look", "--rows", str(options.rows), "--file", path]
        subprocess.run(words, check=True)


def url_of(number: int, name: str = "article") -> str:
    return f"https://news.example.com/2026/{number:09}/{name}-of-an-ordinary-length.html"


def build(path: str, rows: int) -> None:
    """In the order of their keys: ten million in random order would take an hour to write."""
    store = Store(path)
    sql = """INSERT INTO ledger (key, url, source, section, state, article_id, run_id, discovered_at, updated_at, etag)
             VALUES (?, ?, 'bench', 'list', 'stored', NULL, 1, ?, ?, '"0123456789abcdef"')"""
    with store.transaction(), tqdm(total=rows, disable=not sys.stderr.isatty()) as bar:
        for start in range(0, rows, 10_000):
            urls = [url_of(number) for number in range(start, start + 10_000)]
            store.db.conn.executemany(sql, [(url.removeprefix("https://"), url, AT, AT) for url in urls])
            bar.update(len(urls))
    store.close()


def look(path: str, rows: int) -> None:
    started = time.perf_counter()
    store = Store(path)
    opened = time.perf_counter() - started
    draw = random.Random(1)  # noqa: S311
    waits, known = [], 0
    for number in draw.choices(range(rows), k=LOOKUPS):
        url = url_of(number, draw.choice(["article", "unknown"]))
        started = time.perf_counter()
        known += store.ledger.get(url) is not None
        waits.append(time.perf_counter() - started)
    taking = []
    for number in draw.choices(range(rows), k=TAKEN):
        started = time.perf_counter()
        with store.transaction():
            store.ledger.discover(url_of(number, "new"), "bench", "list", 2)
        taking.append(time.perf_counter() - started)
    store.db.execute("DELETE FROM ledger WHERE run_id = 2 AND state = 'discovered'")
    store.close()
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    print(f"opened in {opened * 1000:.0f} ms, {int(peak[1]) / 1024:.0f} MB at most")
    print(
        f"{LOOKUPS:,} lookups, {known / LOOKUPS:.0%} known: {spread(waits)}; taking new ones in hand: {spread(taking)}"
    )


def spread(seconds: list[float]) -> str:
    cuts = statistics.quantiles(seconds, n=100)
    return f"median {cuts[49] * 1000:.3f} ms, p99 {cuts[98] * 1000:.3f} ms"


if __name__ == "__main__":
    main()
