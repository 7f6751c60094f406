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
from pathlib import Path

from trafilatura import bare_extraction

from newscrawl.extract import extract

ROUNDS = 2


def main(folders: list[str]) -> None:
    pages = [page for folder in folders for page in load(Path(folder))]
    readers = {
        "newscrawl": extract,
        "trafilatura": lambda html, url: bare_extraction(html, url=url, with_metadata=True),
    }
    for read in readers.values():
        for html, url in pages[:10]:
            read(html, url)
    times = {name: [] for name in readers}
    for _ in range(ROUNDS):
        for name, read in readers.items():
            for html, url in pages:
                started = time.perf_counter()
                read(html, url)
                times[name].append(1000 * (time.perf_counter() - started))
            gc.collect()
    report(times)


def load(folder: Path) -> list[tuple[bytes, str]]:
    rows = map(json.loads, (folder / "truth.jsonl").open(encoding="utf-8"))
    return [(gzip.decompress((folder / "pages" / f"{row['id']}.html.gz").read_bytes()), row["url"]) for row in rows]


def report(times: dict[str, list[float]]) -> None:
    print(f"{len(times['newscrawl']) // ROUNDS} pages     median ms     mean ms")
    for name, values in times.items():
        print(f"{name:12} {statistics.median(values):10.2f} {statistics.mean(values):11.2f}")
    ratio = [
        statistic(times["newscrawl"]) / statistic(times["trafilatura"])
        for statistic in (statistics.median, statistics.mean)
    ]
    print(f"{'ratio':12} {ratio[0]:10.3f} {ratio[1]:11.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
