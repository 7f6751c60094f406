"""How long a site takes to export: all of it, again with nothing changed, and after 300 new articles.

    python -m benchmarks.site [--articles 100000] [--format jekyll|html] [--days 30] [--build]

The articles, 1,500 characters each, are spread over a year and ten outlets. ``--build`` has Jekyll build it, too.
"""

import argparse
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tqdm import tqdm

from newscrawl.items import Article
from newscrawl.publish.site import Done, Options, write_site
from newscrawl.store import Store

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
NEW = 300  # articles of a day
HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
PARAGRAPHS, LENGTH = 11, 136  # of an article; characters of each


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--format", choices=["jekyll", "html"], default="jekyll")
    parser.add_argument("--days", type=int, default=30, help="that stories stand on the lists")
    parser.add_argument("--build", action="store_true", help="build it with Jekyll")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store, root = Store(Path(folder, "news.db")), Path(folder, "site")
        fill(store, range(args.articles), args.articles)
        options = Options(days=args.days, timezone="Asia/Shanghai")

        def export() -> Done:
            return write_site(store, root, options, jekyll=args.format == "jekyll", now=NOW, watch=bar)

        timed("everything", export)
        timed("nothing changed", export)
        fill(store, range(args.articles, args.articles + NEW), args.articles)
        timed(f"{NEW} new", export)
        shutil.rmtree(root / ".newscrawl")
        timed("a fresh clone, nothing changed", export)
        if args.build:
            timed("Jekyll's build", lambda: subprocess.run(["jekyll", "build", "--quiet"], cwd=root, check=True))


def bar(items: Iterable, count: Callable[[], int]) -> Iterable:
    return tqdm(items, total=count(), unit=" stories", leave=False, disable=None)


def fill(store: Store, numbers: range, total: int) -> None:
    with store.transaction():
        for number in tqdm(numbers, desc="filling", leave=False, disable=None):
            published = NOW - timedelta(days=365) * max(0, 1 - number / total)
            dice = random.Random(number)  # noqa: S311 - each a story of its own
            paragraphs = ["".join(dice.choices(HAN, k=LENGTH)) + "。" for _ in range(PARAGRAPHS)]
            store.articles.add(
                Article(
                    url=f"https://news.example/a/{number}.html", source="example", publisher=f"第{number % 10}时报",
                    headline=f"第{number}号货船靠港 白鹭港货运量创新高", article_body="\n\n".join(paragraphs),
                    article_body_html="\n".join(f"<p>{one}</p>" for one in paragraphs),
                    date_published=published, date_precision="second", in_language="zh", fetched_at=NOW,
                )
            )  # fmt: skip


def timed(what: str, run: Callable) -> None:
    start, cpu = time.perf_counter(), time.process_time()
    done = run()
    taken = f"{time.perf_counter() - start:8.2f} s, {time.process_time() - cpu:8.2f} s of CPU"
    print(f"{what:32} {taken}  {done if isinstance(done, Done) else ''}", flush=True)


if __name__ == "__main__":
    main()
