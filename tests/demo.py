"""make demo: crawl the small news site beside the tests, show what came of each URL, export what was kept."""

import json
import os
import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path

from newscrawl.console import table
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
    scrapy("export", "--format", "html", str(FOLDER / "site"), "-s", "NEWSCRAWL_SITE_TITLE=临汐新闻")
    print("\nThe first of them, as kept:\n")
    with (FOLDER / "news.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, 12)]
    columns = ("date_published", "date_precision", "publisher", "headline")
    print(table([[one[name] for name in columns] for one in records], list(columns)))
    print(f"\nLook into {FOLDER}/: news.db (SQLite), news.jsonl, news.csv, and site/index.html for a browser.")
    print(f"The sources are in {FOLDER}/sources/.")
    return 0


def scrapy(*words: str) -> None:
    print(f"$ scrapy {' '.join(words)}", flush=True)
    subprocess.run([sys.executable, "-m", "scrapy", *words], check=True)


if __name__ == "__main__":
    raise SystemExit(main())
