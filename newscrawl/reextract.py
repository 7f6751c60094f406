"""Reading kept pages again with newer rules."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import datetime

from newscrawl.extract import opt_outs
from newscrawl.extract.parts import stitch
from newscrawl.items import Article, Fetch, RawPage
from newscrawl.pipelines import Clean
from newscrawl.reading import ALONE, Task, read, read_here, read_one_by_one, reading_processes, rules_of
from newscrawl.source import Source
from newscrawl.spiders.listed import fill, said_by_list
from newscrawl.store import Store

BATCH = 200  # articles a transaction: what an interruption makes to be read again


@dataclass
class Tally:
    """What came of it: articles read, revised and unreadable now, and per field how many changed, with one example.

    ``deadly`` are the ids of those whose pages killed the process that read them.
    """

    read: int = 0
    revised: int = 0
    unreadable: int = 0
    deadly: list[int] = field(default_factory=list)
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
            return self.store.pages.read_otherwise(self.name, rules, self.since, self.until)


def reextract(
    chosen: Selection, tally: Tally, processes: int, *, dry_run: bool = False, progress: Callable[[int], object]
) -> None:
    """Read the chosen articles again and store what differs as revisions.

    A batch is one transaction, so an interruption loses at most a batch, and the next call goes on behind it. What is
    unreadable with the new rules stays as it is. The pages are read in at most ``processes`` of their own, so that none
    can end the caller; 0: in the caller's.
    """
    ids = chosen.ids()
    reader = _Readers(chosen.source, min(processes, 1 + len(ids) // ALONE))
    try:
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            results = list(_read_again(chosen.store, batch, reader))
            if not dry_run:
                with chosen.store.transaction():
                    _write(chosen, results, tally, dry_run=False)
            else:
                _write(chosen, results, tally, dry_run=True)
            progress(len(batch))
    finally:
        reader.close()


class _Readers:
    """Reads batches of pages, in ``processes`` of its own; 0: in the caller's."""

    def __init__(self, source: Source | None, processes: int):
        self.source, self.processes = source, processes
        self._pool: ProcessPoolExecutor | None = None

    def read(self, tasks: list[Task]) -> list[tuple[Article, RawPage] | None]:
        """The articles of pages, in their order; None for a page that kills whoever reads it."""
        if not self.processes:
            return [read(self.source, task) for task in tasks]
        if self._pool is None:
            self._pool = reading_processes(self.processes, self.source)
        try:
            return list(self._pool.map(read_here, tasks, chunksize=8))
        except BrokenProcessPool:
            self._pool = None
        return list(read_one_by_one(self.source, tasks))

    def close(self) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)


def _read_again(store: Store, ids: list[int], reader: _Readers) -> Iterator[tuple[int, Article | None]]:
    tasks, owners = [], []
    for article_id in ids:
        pages = store.pages.of(article_id)
        for page, html, fetched_at in pages:
            first = pages[0][0].url
            tasks.append(Task(html, page.url, page.encoding, fetched_at, None if page.url == first else first))
            owners.append(article_id)
    whole: dict[int, list[Article | None]] = {}
    for article_id, found in zip(owners, reader.read(tasks), strict=True):
        whole.setdefault(article_id, []).append(found and found[0])
    for article_id, parts in whole.items():
        if None in parts:
            yield article_id, None
            continue
        stitch(parts[0], parts[1:])
        yield article_id, parts[0]


def _write(chosen: Selection, results: list[tuple[int, Article | None]], tally: Tally, *, dry_run: bool) -> None:
    articles, rules = chosen.store.articles, chosen.rules
    for article_id, article in results:
        if not dry_run:
            chosen.store.pages.mark_read(article_id, rules)
        if article is None:
            tally.deadly.append(article_id)
            continue
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
