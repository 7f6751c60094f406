"""Datasets of a million articles: memory, and speed against the same work done bare.

    python -m benchmarks.exports --articles 1000000

Each export is `scrapy export` in a process of its own. It is compared with a program that reads the same rows and dumps
them with orjson, and with one that has rows in memory and writes them with pyarrow. Figures are CPU seconds (user and
system), start and all, which other work on the machine disturbs least; memory is the peak of the resident set.
"""

import argparse
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newscrawl.items import Article
from newscrawl.store import Store
from newscrawl.store.rows import to_row

BODIES, PARAGRAPHS, CHARACTERS = 1_000, 12, 80  # different bodies; of a body, and of its paragraphs
IN_MEMORY = 50_000  # rows that the bare Parquet program holds
BATCH = 10_000
spawn = multiprocessing.get_context("spawn")
START = datetime(2020, 1, 1, tzinfo=UTC)

BARE_JSON = """
import sqlite3, sys, orjson
db = sqlite3.connect(sys.argv[1])
rows = db.execute("SELECT {columns} FROM articles")
names = [one[0] for one in rows.description]
with open(sys.argv[2], "wb") as out:
    for row in rows:
        out.write(orjson.dumps(dict(zip(names, row)), option=orjson.OPT_APPEND_NEWLINE))
"""
BARE_PARQUET = """
import itertools, sys, time
import pyarrow, pyarrow.parquet
from newscrawl.publish import parquet
from newscrawl.publish.fields import FIELDS
from newscrawl.store import Store
rows = list(itertools.islice(Store(sys.argv[1]).articles.select(), int(sys.argv[3])))
for row in rows:
    row["via"] = str(row["via"])
    for name in ("date_published", "date_modified", "fetched_at"):
        row[name] = row[name] and parquet.datetime.fromisoformat(row[name])
began = time.process_time()
table = pyarrow.Table.from_pylist(rows, parquet._schema(pyarrow, FIELDS))
pyarrow.parquet.write_table(table, sys.argv[2], compression="zstd")
print(time.process_time() - began)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--folder", help="where the files are made (default: the system's temporary folder)")
    parser.add_argument("--formats", default="jsonl,parquet,csv,sqlite,jsonl/,rss")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="exports", dir=options.folder) as name:
        folder = Path(name)
        db = folder / "news.db"
        filling = spawn.Process(target=fill, args=(db, options.articles))  # else its memory would count as theirs
        filling.start()
        filling.join()
        print(f"{options.articles:,} articles, {db.stat().st_size / 1e6:,.0f} MB", flush=True)
        bare_json, bare_parquet = bare(db, folder, options.articles)
        start, _, _ = export(db, folder, "jsonl", "--since", "2999-01-01")
        print(f"start {start:.1f} s, which is in all of the following", flush=True)
        for form in options.formats.split(","):
            seconds, peak, size = export(db, folder, form)
            against = {"jsonl": ("orjson", bare_json), "parquet": ("pyarrow", bare_parquet)}.get(form)
            ratio = ""
            if against:
                whole, without = against[1] / seconds, against[1] / (seconds - start)
                ratio = f", {whole:.2f} of the speed of bare {against[0]}, {without:.2f} without the start"
            print(f"{form:9} {seconds:6.1f} s, {peak:4.0f} MB, writes {size / 1e6:,.0f} MB{ratio}", flush=True)


def bare(db: Path, folder: Path, articles: int) -> tuple[float, float]:
    """CPU seconds of the two bare programs, for so many articles."""
    columns = ", ".join(name for name in to_row(next(made(1))) if name != "text_key")
    out = folder / "bare"
    seconds, _ = measured([sys.executable, "-c", BARE_JSON.format(columns=columns), db, out])
    argv = [sys.executable, "-c", BARE_PARQUET, db, out, str(IN_MEMORY)]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    of_all = float(done.stdout) * articles / min(articles, IN_MEMORY)
    print(
        f"bare orjson {seconds:.1f} s; bare pyarrow {of_all:.1f} s ({done.stdout.strip()} for {IN_MEMORY:,})",
        flush=True,
    )
    out.unlink()
    return seconds, of_all


def export(db: Path, folder: Path, form: str, *more: str) -> tuple[float, float, int]:
    """(CPU seconds, peak of memory in MB, bytes) of an export."""
    name, into_folder = form.rstrip("/"), form.endswith("/")
    out = folder / (name + ("/" if into_folder else ".out"))
    target = f"{out}/" if into_folder else str(out)
    seconds, peak = measured(
        [sys.executable, "-m", "scrapy", "export", "--format", name, "-o", target, "-s", f"NEWSCRAWL_DB={db}", *more]
    )
    files = [path for path in out.rglob("*") if path.is_file()] if into_folder else [out]
    return seconds, peak, sum(path.stat().st_size for path in files)


def measured(argv: list) -> tuple[float, float]:
    """(CPU seconds, peak of memory in MB) of a command."""
    process = subprocess.Popen([str(word) for word in argv], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{argv} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def made(count: int) -> Iterator[Article]:
    random.seed(7)
    letters = [chr(0x4E00 + n) for n in range(3000)]
    bodies = [
        ["".join(random.choices(letters, k=CHARACTERS)) + "。" for _ in range(PARAGRAPHS)]  # noqa: S311
        for _ in range(BODIES)
    ]
    for n in range(count):
        body, at = bodies[n % BODIES], START + timedelta(minutes=3 * n)
        yield Article(
            url=f"https://example.com/news/{n}.html", source=f"source{n % 5}", section=f"section{n % 7}",
            headline=f"{n}：{body[0][:20]}", date_published=at, date_published_raw="2020-01-01 08:00",
            date_precision="minute", authors=["张三"], publisher=f"第{n % 30}报", description=body[0],
            article_body=f"{n} " + "\n\n".join(body), article_body_html="".join(f"<p>{one}</p>" for one in body),
            keywords=["一", "二"], in_language="zh", fetched_at=at, via={"headline": "json-ld", "article_body": "text"},
            stocks=[{"market": "1", "code": "600519", "name": "茅台"}] if n % 3 == 0 else [],
        )  # fmt: skip


def fill(path: Path, count: int) -> None:
    """Articles with their ledger rows and sections, as crawls leave them, a batch a statement."""
    store = Store(path)
    with store.transaction():
        for source in range(5):
            store.runs.start(f"source{source}")
        store.db["articles"].insert_all(map(to_row, made(count)), batch_size=BATCH)
        store.db.execute("""INSERT INTO ledger (key, url, source, section, state, article_id, discovered_at, updated_at)
                            SELECT url, url, source, section, 'stored', id, fetched_at, fetched_at FROM articles""")
        store.db.execute("INSERT INTO sections SELECT url, section, source, fetched_at FROM articles")
    store.vacuum()
    store.close()


if __name__ == "__main__":
    main()
