"""How long searches take over many articles, how large their index is, and how long LIKE takes for the same.

    python -m benchmarks.search [--articles 200000] [--queries 200] [--db FILE]

Articles are made of the words of jieba's dictionary, as often as they occur in Chinese; --db keeps the file, or
measures one that is there. A search is a piece of an article, 1 to 12 characters long, or two of its words; LIKE gets
every tenth that is one piece, for the same order: headlines first, then the newest. The best of three counts, so that
the file is in memory and other work on the machine is left out.
"""

import argparse
import random
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newscrawl.items import Article
from newscrawl.store import Store

LENGTHS = (1, 1, 2, 2, 2, 3, 4, 4, 6, 8, 12)  # of what is looked for
LIKE = """SELECT id FROM articles WHERE headline LIKE :like OR article_body LIKE :like
          ORDER BY headline LIKE :like DESC, coalesce(date_published, fetched_at) DESC LIMIT 20"""
PUNCTUATION = "，，，，，、。。。；：”“（）"
SAID_AGAIN = 0.66  # of an article's phrases
HAN = re.compile("[一-鿿]+")
DRAWN = 500_000  # words, once, because that is slow
PHRASES, SKEW = 150_000, 2.0


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--articles", type=int, default=200_000)
    options.add_argument("--queries", type=int, default=200)
    options.add_argument("--db", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.db or Path(folder, "news.db")
        if not path.exists():
            fill(path, given.articles)
        store = Store(path)
        size(store)
        ask(store, given.queries)
        store.close()


def fill(path: Path, count: int) -> None:
    store, started = Store(path), time.perf_counter()
    made = articles(count)
    for _ in range(0, count, 1000):
        with store.transaction():
            for article in (next(made) for _ in range(min(1000, count))):
                store.articles.add(article)
    filled = time.perf_counter()
    store.index()
    seconds = time.perf_counter() - filled
    print(f"{count:,} articles written in {filled - started:.0f} s, indexed in {seconds:.0f} s", flush=True)
    store.close()


def articles(count: int):
    """Articles of 300 to 1,500 characters, the newest last but for one in ten, which comes late.

    They are made of phrases, some of which an article says again, so that it has as many different words and pairs of
    characters for its size as real news: 0.28 a byte (25 labelled Chinese pages: 0.27, 48 posts of the seed: 0.28).
    """
    chance = random.Random(1)  # noqa: S311 - nothing secret
    phrases = phrases_of(dictionary(chance), chance)
    start = datetime(2024, 1, 1, tzinfo=UTC)
    for number in range(count):
        said = chance.choices(phrases, k=chance.randrange(50, 250))
        for place in chance.sample(range(3, len(said)), int(len(said) * SAID_AGAIN)):
            said[place] = said[int(place * chance.random())]
        body = "".join(phrase + chance.choice(PUNCTUATION) if n % 3 == 2 else phrase for n, phrase in enumerate(said))
        late = timedelta(days=chance.randrange(300)) if chance.random() < 0.1 else timedelta()
        yield Article(
            url=f"https://news.example/{number}", source=f"source{number % 20}", headline="".join(said[:3]),
            article_body=body, date_published=start + timedelta(minutes=5 * number) - late, date_precision="minute",
            fetched_at=start + timedelta(minutes=5 * number),
        )  # fmt: skip


def phrases_of(words: list[str], chance: random.Random) -> list[str]:
    """Phrases of two to four words, some of them often: the same word stands beside the same others, as in language."""
    made = ["".join(chance.choices(words, k=chance.randrange(2, 5))) for _ in range(PHRASES)]
    return [made[int(PHRASES * chance.random() ** SKEW)] for _ in range(DRAWN)]


def dictionary(chance: random.Random) -> list[str]:
    """Words, each as many times as its share asks for."""
    import jieba  # noqa: PLC0415 - only where articles are made

    with jieba.get_dict_file() as file:
        rows = [line.decode().split() for line in file]
    kept = [(word, int(often)) for word, often, *_ in rows if len(word) <= 4]
    return chance.choices([word for word, _ in kept], [often for _, often in kept], k=DRAWN)


def size(store: Store) -> None:
    def pages(pattern: str) -> int:
        sql = "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name LIKE ? AND aggregate = TRUE"
        return store.db.execute(sql, [pattern]).fetchone()[0]

    sql = "SELECT count(*), sum(length(CAST(headline AS BLOB)) + length(CAST(article_body AS BLOB))) FROM articles"
    count, text = store.db.execute(sql).fetchone()
    index = pages("articles_fts%") + pages("search_pending") + pages("articles_by_time")
    print(f"{count:,} articles, {text / 1e6:,.0f} MB of text, index {index / 1e6:,.0f} MB: {index / text:.2f} of it")


def ask(store: Store, count: int) -> None:
    chance = random.Random(2)  # noqa: S311 - nothing secret
    by_kind, slower = {}, []
    for number in range(count):
        kind, query = question(store, chance, number)
        for order in ("ranked", "newest"):
            took = timed(lambda: list(store.search(query, newest=order == "newest")), 3)  # noqa: B023
            for name in (kind, "all"):
                by_kind.setdefault((name, order), []).append(took)
        if isinstance(kind, int) and number % 10 == 0:
            took = timed(lambda: store.db.execute(LIKE, {"like": f"%{query}%"}).fetchall(), 1)  # noqa: B023
            slower.append(took[1] / by_kind[kind, "ranked"][-1][1])
    for (kind, order), times in sorted(by_kind.items(), key=str):
        clock, processor = (sorted(one[n] * 1e3 for one in times) for n in (0, 1))
        p95 = int(len(times) * 0.95)
        print(
            f"{kind!s:>5} {order} {len(times):4} searches: median {statistics.median(clock):5.1f} ms, "
            f"p95 {clock[p95]:5.1f}, longest {clock[-1]:5.1f}; of the processor {statistics.median(processor):5.1f}, "
            f"{processor[p95]:5.1f}, {processor[-1]:5.1f}"
        )
    if slower:
        print(f"LIKE takes {statistics.median(slower):,.0f} times as much (median; least {min(slower):.0f} times)")


def question(store: Store, chance: random.Random, number: int) -> tuple[int | str, str]:
    sql = "SELECT article_body FROM articles WHERE id >= ? LIMIT 1"
    (last,) = store.db.execute("SELECT max(id) FROM articles").fetchone()
    (body,) = store.db.execute(sql, [chance.randrange(1, last + 1)]).fetchone()
    pieces = [piece for length in LENGTHS for piece in piece_of(body, length, chance)]
    if number % 8 == 7:
        return "words", " ".join(chance.sample([piece for piece in pieces if 2 <= len(piece) <= 4], 2))
    kind = LENGTHS[number % len(LENGTHS)]
    return kind, chance.choice([piece for piece in pieces if len(piece) == kind])


def piece_of(body: str, length: int, chance: random.Random) -> list[str]:
    runs = [
        "".join(run) for run in "".join(c if "一" <= c <= "鿿" else " " for c in body).split() if len(run) >= length
    ]
    if not runs:
        return []
    run = chance.choice(runs)
    start = chance.randrange(len(run) - length + 1)
    return [run[start : start + length]]


def timed(work: Callable[[], object], times: int) -> tuple[float, float]:
    """The least seconds that it took, by the clock and of the processor."""
    clock, processor = [], []
    for _ in range(times):
        started, used = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - started)
        processor.append(time.process_time() - used)
    return min(clock), min(processor)


if __name__ == "__main__":
    try:
        main()
    except sqlite3.Error as error:
        raise SystemExit(f"{error}") from None
