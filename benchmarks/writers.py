"""Several processes store into one file at once, while another reads it.

    python -m benchmarks.writers [--processes 4] [--articles 4000]

Each process stores its share of made-up articles as a crawl does: found in the ledger, then article and ledger row in
one transaction. First one process alone stores as many as all together do afterwards; then all at once, in turn,
``--rounds`` times. The rate of all together is to be at least 0.8 of that of one; nothing may fail, nothing be missing.
A reader asks for the newest articles all the while and says how long its slowest answer took.
"""

import argparse
import multiprocessing
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from newscrawl.items import Article, Fetch, RawPage
from newscrawl.packing import pack
from newscrawl.store import Store

TEXT = "\n\n".join(f"Sentence {{0}}.{n} of a made-up article that is as long as most are. " * 4 for n in range(12))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    one, many, slowest = [], [], []
    for _ in range(options.rounds):
        one.append(round_of(1, options.articles)[0])
        rate, wait = round_of(options.processes, options.articles)
        many.append(rate)
        slowest.append(wait)
    alone, together = statistics.median(one), statistics.median(many)
    print(f"one process: {alone:.0f} articles/s; {options.processes} at once: {together:.0f}/s, {together / alone:.2f} "
          f"of it; a reader's slowest answer meanwhile: {max(slowest) * 1000:.0f} ms")  # fmt: skip


def round_of(processes: int, articles: int) -> tuple[float, float]:
    """(articles stored per second, seconds of the reader's slowest answer)."""
    with tempfile.TemporaryDirectory(prefix="newscrawl-writers-") as folder:
        path = str(Path(folder) / "news.db")
        Store(path).close()
        spawn = multiprocessing.get_context("spawn")
        ready = spawn.Barrier(processes + 1)
        share = articles // processes
        writers = [spawn.Process(target=write, args=(path, ready, n * share, share)) for n in range(processes)]
        for writer in writers:
            writer.start()
        ready.wait()
        started = time.perf_counter()
        wait = read_while(path, writers)
        seconds = time.perf_counter() - started
        if any(writer.exitcode for writer in writers):
            raise SystemExit("a process failed")
        check(path, share * processes)
    return share * processes / seconds, wait


def write(path: str, ready, first: int, share: int) -> None:
    store = Store(path)
    ready.wait()
    run_id = 1
    for number in range(first, first + share):
        url = f"https://example.com/{number % 7}/{number}.html"
        with store.transaction():
            store.ledger.sight(url, "bench", "list")
            store.ledger.discover(url, "bench", "list", run_id)
        store.save(article(url, number), run_id)
    store.close()


def article(url: str, number: int) -> Article:
    body = TEXT.format(number)
    found = Article(url=url, source="bench", section="list", headline=f"Headline {number}", article_body=body,
                    date_published=datetime(2026, 11, 20, tzinfo=UTC), fetched_at=datetime.now(UTC))  # fmt: skip
    page = f"<html><h1>Headline {number}</h1><p>{body}</p></html>" * 3
    found.fetch = Fetch(listed_url=url, pages=[RawPage(url, "utf-8", pack(page.encode()))], reader="bench")
    return found


def read_while(path: str, writers: list) -> float:
    store, slowest = Store(path), 0.0
    while any(writer.is_alive() for writer in writers):
        started = time.perf_counter()
        list(store.db.query("SELECT id, headline FROM articles ORDER BY id DESC LIMIT 20"))
        slowest = max(slowest, time.perf_counter() - started)
        time.sleep(0.02)
    for writer in writers:
        writer.join()
    store.close()
    return slowest


def check(path: str, expected: int) -> None:
    store = Store(path)
    found, settled = (
        store.db["articles"].count,
        store.db.execute("SELECT count(*) FROM ledger WHERE state = 'stored'").fetchone()[0],
    )
    sound = store.db.execute("PRAGMA integrity_check").fetchone()[0]
    store.close()
    if (found, settled, sound) != (expected, expected, "ok"):
        raise SystemExit(
            f"{expected} articles stored: {found} there, {settled} in the ledger; integrity check: {sound}"
        )


if __name__ == "__main__":
    main()
