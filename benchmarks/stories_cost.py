"""What grouping costs: speed, memory and size of the index, beside datasketch, and beside storing an article at all."""

import random
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path
from unittest.mock import patch

import numpy as np
import psutil

from newscrawl.items import Article, Signature
from newscrawl.store import Store
from newscrawl.store.stories import Stories
from newscrawl.store.story_book import StoryBook
from newscrawl.stories import read, signature

BATCH, STEP = 500, 100_000  # articles that are made at once; articles between two lines
AHEAD = 4  # batches that are made before they are asked for
COPIES = 0.1  # share of articles that are copies of one before, with a tenth of the words changed
LENGTH = 400  # characters of an invented text
MB = 1_000_000


def origin_of(number: int) -> int | None:
    """The article that article ``number`` is a copy of, or None: a tenth are copies of one that is none itself."""
    rng = random.Random(number)  # noqa: S311
    if not number or rng.random() >= COPIES:
        return None
    of = rng.randrange(number)
    return of if origin_of(of) is None else None


def invented(number: int) -> str:
    """The text of article ``number``: characters as frequent as in a language; of a copy, 5 % are others."""
    of, rng = origin_of(number), np.random.default_rng(number)
    text = _new(np.random.default_rng(of) if of is not None else rng)
    if of is not None:
        text[rng.random(LENGTH) < 0.05] = 0x4E00 + rng.integers(3000)
    return text.tobytes().decode("utf-32-le")


def _new(rng: np.random.Generator) -> np.ndarray:
    return (0x4E00 + np.minimum(rng.exponential(500, LENGTH), 5000)).astype(np.uint32)


def index(articles: int) -> None:
    """Each article is entered and looked up in a transaction of its own, as in a crawl.

    Another process makes and signs the texts meanwhile.
    """
    process, took = psutil.Process(), []
    with tempfile.TemporaryDirectory() as folder, get_context("spawn").Pool(1) as pool:
        store = Store(Path(folder) / "news.db")
        before, near = _size(store), 0
        for batch in _batches(pool, articles):
            with store.transaction():
                _rows(store, batch)
            wall, cpu = time.perf_counter(), time.process_time()
            near += sum(_enter(store, article_id, found) for article_id, found in batch)
            took.append((time.perf_counter() - wall, time.process_time() - cpu))
            if batch[-1][0] % STEP == 0:
                last = [sum(times) for times in zip(*took[-STEP // BATCH :], strict=True)]
                print(
                    f"{batch[-1][0]:,}: the last {STEP:,} at {STEP / last[0]:,.0f} a second ({STEP / last[1]:,.0f} of "
                    f"processor time), {process.memory_info().rss / MB:.0f} MB", flush=True,
                )  # fmt: skip
        size = _size(store) - before
        store.close()
    print(f"{articles:,} articles, {near:,} with a candidate; the index takes {size / articles:.0f} bytes an article")


def _enter(store: Store, article_id: int, found: Signature) -> bool:
    """Whether the article has a candidate."""
    with store.transaction():
        book = StoryBook(store.db)
        book.enter(article_id, "", found)
        return bool(book.origins_near(article_id))


def _batches(pool: Pool, articles: int) -> Iterator[list[tuple[int, Signature]]]:
    """Articles with their signatures, made a few batches ahead and no more, so that none pile up."""
    ahead = deque()
    for first in range(1, articles + 1, BATCH):
        ahead.append(pool.apply_async(_signed, (range(first, min(first + BATCH, articles + 1)),)))
        if len(ahead) > AHEAD:
            yield ahead.popleft().get()
    while ahead:
        yield ahead.popleft().get()


def _signed(numbers: range) -> list[tuple[int, Signature]]:
    return [(number, signature(read(invented(number)))) for number in numbers]


def _rows(store: Store, batch: list[tuple[int, Signature]]) -> None:
    """Rows that bands may refer to; the texts themselves are not what is measured."""
    store.db.conn.executemany(
        """INSERT INTO articles (id, url, source, headline, authors, editors, article_body, keywords, stocks, via,
               fetched_at, text_key) VALUES (:id, :id, '', '', '', '', '', '', '', '', '2026', '')""",
        [{"id": article_id} for article_id, _ in batch],
    )


def _size(store: Store) -> int:
    sql = "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name IN ('story_bands', 'story_sketches')"
    return store.db.execute(sql).fetchone()[0]


def peer(articles: int) -> None:
    """The same articles in datasketch's MinHashLSH, each in a process of its own: copies found, strangers, memory."""
    for name, run in (("newscrawl", _ours), ("datasketch", _theirs)):
        with get_context("spawn").Pool(1) as pool:
            copies, found, strangers, memory, seconds = pool.apply(run, (articles,))
        print(
            f"{name}: {found} of {copies} copies found ({found / copies:.3f}), {strangers} strangers, "
            f"{memory / MB:.1f} MB of memory for the index, {articles / seconds:,.0f} a second"
        )


def _ours(articles: int) -> tuple[int, int, int, int, float]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "news.db")

        def look_up(number: int, text: str) -> list[int]:
            with store.transaction():
                _rows(store, [(number + 1, [])])
                book = StoryBook(store.db)
                book.enter(number + 1, text)
                return [one - 1 for one in book.origins_near(number + 1)]

        found = _compare(articles, look_up)
        store.close()
    return found


def _theirs(articles: int) -> tuple[int, int, int, int, float]:
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415

    lsh = MinHashLSH(threshold=0.5, num_perm=128)

    def look_up(number: int, text: str) -> list[int]:
        sketch = MinHash(num_perm=128)
        sketch.update_batch([text[at : at + 4].encode() for at in range(len(text) - 3)])
        found = lsh.query(sketch)
        lsh.insert(number, sketch)
        return found

    return _compare(articles, look_up)


def _compare(articles: int, look_up: Callable[[int, str], list[int]]) -> tuple[int, int, int, int, float]:
    look_up(0, invented(0))
    before, started = psutil.Process().memory_info().rss, time.perf_counter()
    copies = found = strangers = 0
    for number in range(1, articles):
        of, near = origin_of(number), look_up(number, invented(number))
        copies += of is not None
        found += of in near
        strangers += sum(of is None or (one != of and origin_of(one) != of) for one in near)
    return copies, found, strangers, psutil.Process().memory_info().rss - before, time.perf_counter() - started


def store(articles: int) -> None:
    """Articles stored with and without being grouped, taking turns."""
    took = {"grouped": 0.0, "alone": 0.0}
    for start in range(0, articles, BATCH):
        for name in took:
            took[name] += _store(start, min(BATCH, articles - start), grouped=name == "grouped")
    each = {name: 1000 * seconds / articles for name, seconds in took.items()}
    more = each["grouped"] - each["alone"]
    print(f"storing an article takes {each['alone']:.2f} ms of processor time, and to group it {more:.2f} more")


def _store(start: int, count: int, *, grouped: bool) -> float:
    made = list(_articles(start, count))
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "news.db")
        off = partial(patch.object, Stories, "place", lambda *args: None)
        started = time.process_time()
        with nullcontext() if grouped else off():
            for article in made:
                store.save(article)
        seconds = time.process_time() - started
        store.close()
    return seconds


def _articles(start: int, count: int) -> Iterator[Article]:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    for number in range(start, start + count):
        text = invented(number) + "\n\n" + invented(number + 1_000_000)
        yield Article(
            url=f"https://example.com/{number}", source="s", headline=text[:20], article_body=text,
            date_published=at + timedelta(minutes=number), fetched_at=at,
        )  # fmt: skip
