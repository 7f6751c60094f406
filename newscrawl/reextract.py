"""Reading kept pages again with newer rules."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from newscrawl.extract import opt_outs
from newscrawl.extract.parts import stitch
from newscrawl.items import Article, Fetch
from newscrawl.pipelines import Clean
from newscrawl.reading import ALONE, Task, read, read_here, reading_processes, rules_of
from newscrawl.source import Source
from newscrawl.spiders.listed import fill, said_by_list
from newscrawl.store import Store

BATCH = 200  # articles a transaction: what an interruption makes to be read again


@dataclass
class Tally:
    """What came of it: articles read, revised and unreadable now, and per field how many changed, with one example."""

    read: int = 0
    revised: int = 0
    unreadable: int = 0
    fields: Counter = field(default_factory=Counter)
    examples: dict[str, tuple[int, object, object]] = field(default_factory=dict)

    def add(self, article_id: int, changes: dict[str, tuple[object, object]]) -> None:
        self.revised += bool(changes)
        for name, (old, new) in changes.items():
            self.fields[name] += 1
            self.examples.setdefault(name, (article_id, old, new))


@dataclass(frozen=True)
class Selection:
    """Articles of one source whose pages were read with other rules than today's; ``every`` includes the rest."""

    store: Store
    name: str
    source: Source | None
    since: datetime | None = None
    until: datetime | None = None
    every: bool = False

    @property
    def rules(self) -> str:
        return rules_of(self.source)

    def ids(self) -> list[int]:
        rules = None if self.every else self.rules
        with self.store.reading():
            return self.store.articles.read_otherwise(self.name, rules, self.since, self.until)


def reextract(
    chosen: Selection, tally: Tally, processes: int, *, dry_run: bool = False, progress: Callable[[int], object]
) -> None:
    """Read the chosen articles again and store what differs as revisions.

    A batch is one transaction, so an interruption loses at most a batch, and the next call goes on behind it. What is
    unreadable with the new rules stays as it is.
    """
    ids = chosen.ids()
    with _reader(chosen.source, processes if len(ids) > ALONE else 0) as reading:
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            results = list(_read_again(chosen.store, batch, reading))
            if not dry_run:
                with chosen.store.transaction():
                    _write(chosen, results, tally, dry_run=False)
            else:
                _write(chosen, results, tally, dry_run=True)
            progress(len(batch))


@contextmanager
def _reader(source: Source | None, processes: int) -> Iterator[Callable[[list[Task]], Iterator]]:
    if not processes:
        yield lambda tasks: (read(source, task) for task in tasks)
        return
    pool: Executor = reading_processes(processes, source)
    try:
        yield lambda tasks: pool.map(read_here, tasks, chunksize=8)
    finally:
        pool.shutdown(cancel_futures=True)


def _read_again(store: Store, ids: list[int], reading: Callable) -> Iterator[tuple[int, Article]]:
    tasks, owners = [], []
    for article_id in ids:
        pages = store.articles.raw_pages(article_id)
        for page, html, fetched_at in pages:
            first = pages[0][0].url
            tasks.append(Task(html, page.url, page.encoding, fetched_at, None if page.url == first else first))
            owners.append(article_id)
    whole: dict[int, list[Article]] = {}
    for article_id, (article, _) in zip(owners, reading(tasks), strict=True):
        whole.setdefault(article_id, []).append(article)
    for article_id, (first, *more) in whole.items():
        stitch(first, more)
        yield article_id, first


def _write(chosen: Selection, results: list[tuple[int, Article]], tally: Tally, *, dry_run: bool) -> None:
    articles, rules = chosen.store.articles, chosen.rules
    for article_id, article in results:
        tally.read += 1
        stored = articles.get(article_id)
        fill(article, said_by_list(stored))
        opt_outs.again(article, stored)
        article.fetch = Fetch(listed_url=article.url, reader=rules)  # as the crawl had it: cleaned by the same rules
        Clean().process_item(article)
        if not (article.headline and article.article_body):
            tally.unreadable += 1
        elif dry_run:
            tally.add(article_id, articles.differences(article_id, article, erase=True))
        else:
            tally.add(article_id, articles.revise(article_id, article, "reextracted", erase=True))
        if not dry_run:
            articles.mark_read(article_id, rules)
