"""How long newscrawl takes to read a page, against trafilatura with metadata: same pages, same process, taking turns.

    python -m benchmarks.reading DIR [DIR ...]

Each DIR holds truth.jsonl (lines with ``id`` and ``url``) and pages/<id>.html.gz. Prints medians, means and ratios.
"""

import gc
import gzip
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from trafilatura import bare_extraction

from newscrawl.extract import extract

ROUNDS = 5
TURN = 40  # pages that one reader reads in a row: with its own code in the processor's caches, as in a crawl


def main(folders: list[str]) -> None:
    pages = [page for folder in folders for page in load(Path(folder))]
    readers = {
        "newscrawl": extract,
        "trafilatura": lambda html, url: bare_extraction(html, url=url, with_metadata=True),
    }
    for read in readers.values():
        timed(read, pages[:10])
    report(len(pages), [one_round(readers, pages) for _ in range(ROUNDS)])


def one_round(readers: dict[str, Callable], pages: list[tuple[bytes, str]]) -> dict[str, list[float]]:
    """The milliseconds that each reader takes for each page; they take turns often, as a machine's speed varies."""
    times = {name: [] for name in readers}
    for first in range(0, len(pages), TURN):
        for name, read in readers.items():
            times[name] += timed(read, pages[first : first + TURN])
    return times


def timed(read: Callable, pages: list[tuple[bytes, str]]) -> list[float]:
    gc.collect()
    times = []
    for html, url in pages:
        started = time.perf_counter()
        read(html, url)
        times.append(1000 * (time.perf_counter() - started))
    return times


def load(folder: Path) -> list[tuple[bytes, str]]:
    rows = map(json.loads, (folder / "truth.jsonl").open(encoding="utf-8"))
    return [(gzip.decompress((folder / "pages" / f"{row['id']}.html.gz").read_bytes()), row["url"]) for row in rows]


def report(pages: int, rounds: list[dict[str, list[float]]]) -> None:
    """Medians over the rounds: of the times, and of the ratios within each."""
    print(f"{pages} pages     median ms     mean ms")
    statistic = (statistics.median, statistics.mean)
    rows = [{name: [of(times) for of in statistic] for name, times in one.items()} for one in rounds]
    for one in rows:
        one["ratio"] = [ours / its for ours, its in zip(one["newscrawl"], one["trafilatura"], strict=True)]
    for name in rows[0]:
        middle = [statistics.median(values) for values in zip(*(one[name] for one in rows), strict=True)]
        print(f"{name:12} {middle[0]:10.3f} {middle[1]:11.3f}")
    print("ratios of medians, round by round:", *(f"{one['ratio'][0]:.3f}" for one in rows))


if __name__ == "__main__":
    main(sys.argv[1:])
