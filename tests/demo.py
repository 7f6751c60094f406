"""make demo: crawl the small news site beside the tests, show what came of each URL, export what was kept."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.site import serve, write_sources

FOLDER = Path("demo")
SOURCES = ("demo-city", "demo-finance", "demo-world")


def main() -> int:
    shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "sources").mkdir(parents=True)
    os.environ |= {"NEWSCRAWL_DB": str(FOLDER / "news.db"), "NEWSCRAWL_SOURCES": str(FOLDER / "sources")}
    with serve() as site:
        write_sources(site.url, FOLDER / "sources")
        print(f"A small news site stands at {site.url}\n")
        for name in SOURCES:
            scrapy("crawl", name, "-L", "WARNING")
    print("\nWhat became of every link:\n", flush=True)
    scrapy("ledger")
    print(flush=True)
    for ending in ("jsonl", "csv"):
        scrapy("export", "-o", str(FOLDER / f"news.{ending}"))
    print(f"\nLook into {FOLDER}/: news.db (SQLite), news.jsonl, news.csv. The sources are in {FOLDER}/sources/.")
    return 0


def scrapy(*words: str) -> None:
    print(f"$ scrapy {' '.join(words)}", flush=True)
    subprocess.run([sys.executable, "-m", "scrapy", *words], check=True)


if __name__ == "__main__":
    raise SystemExit(main())
