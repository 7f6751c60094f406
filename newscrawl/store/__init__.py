"""The SQLite file. Whoever wants something of the database asks a Store; nobody else writes SQL."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from time import monotonic

from sqlite_utils import Database

from newscrawl import query
from newscrawl.items import Article
from newscrawl.store.alerts import Alerts
from newscrawl.store.articles import Articles
from newscrawl.store.checks import Checks
from newscrawl.store.claims import Claim, Claims, source_claim
from newscrawl.store.errors import StoreError, explained
from newscrawl.store.hosts import Hosts
from newscrawl.store.hours import Hours
from newscrawl.store.inquiry import Inquiry
from newscrawl.store.ledger import Ledger
from newscrawl.store.lists import Lists
from newscrawl.store.outlets import Outlets
from newscrawl.store.published import Published
from newscrawl.store.revisions import Revisions
from newscrawl.store.rows import alike, headline_fits, text_key
from newscrawl.store.runs import Runs
from newscrawl.store.schema import migrations
from newscrawl.store.search import Search
from newscrawl.store.search_index import BATCH, MANY, SearchIndex
from newscrawl.store.selection import Selection

__all__ = ["Claim", "Store", "StoreError"]


class Store:
    """One connection to the file at ``path``, for one thread at a time. Raises StoreError when the file can't be used.

    With ``create=False`` a file that is not there is an error instead of a new database. ``busy_timeout`` is how many
    seconds to wait for another writer; an article's transaction takes about a millisecond.
    """

    def __init__(self, path: str | os.PathLike, *, create: bool = True, busy_timeout: float = 30.0):
        self.path = str(path)
        if not self.path:
            raise StoreError("NEWSCRAWL_DB is empty; name a file")
        if not create and not Path(self.path).is_file():
            raise StoreError(
                f"{self.path}: no such database; crawl a source first, or name the file: -s NEWSCRAWL_DB=FILE"
            )
        with explained(self.path):
            _make_private(self.path)
            # opened in one thread and used in another by `scrapy shell`, but never by two at once
            connection = sqlite3.connect(
                self._address(), timeout=busy_timeout, isolation_level=None, check_same_thread=False, uri=True
            )
            self.db = Database(connection)
            try:
                self._prepare()
            except BaseException:
                self.close()
                raise
        self.articles, self.ledger, self.outlets = Articles(self.db), Ledger(self.db), Outlets(self.db)
        self.revisions, self.stories = Revisions(self.db), self.articles.stories
        self.inquiry = Inquiry(self.db, self.ledger, self.revisions)
        self.lists, self.runs, self.checks = Lists(self.db), Runs(self.db), Checks(self.db, self.ledger)
        self.search_index, self.published = SearchIndex(self.db), Published(self.db)
        self.hosts, self.claims = Hosts(self.db), Claims(self.path)
        self.hours, self.alerts = Hours(self.db), Alerts(self.db)

    def _address(self) -> str:
        """The path as SQLite takes it. In a folder that can't be written to, it needs to know that nobody writes."""
        path = Path(self.path)
        alone = path.is_file() and not os.access(path.absolute().parent, os.W_OK) and not Path(f"{path}-wal").exists()
        return f"{path.absolute().as_uri()}?immutable=1" if alone else self.path

    def _prepare(self) -> None:
        applied = {step.name for step in migrations.applied(self.db)}
        newer = applied - {step.name for step in migrations.pending(Database(memory=True))}
        if newer:
            raise StoreError(f"{self.path}: written by a newer newscrawl (schema step {max(newer)}); update newscrawl")
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.execute("PRAGMA cache_size = -32768")  # KB; story_bands is written to all over
        self.db.execute("PRAGMA foreign_keys = ON")
        self._file = self._identity()
        if migrations.pending(self.db):
            with self.transaction():
                migrations.apply(self.db)

    def _identity(self) -> tuple[int, int] | None:
        """Which file is at the path: (device, inode); None if there is none, as for a database in memory."""
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def reading(self) -> AbstractContextManager[None]:
        """Around questions that stand outside a transaction: SQLite's errors become StoreError."""
        return explained(self.path)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Around several questions: they are answered from one state of the file, whatever is written meanwhile."""
        with explained(self.path):
            self.db.conn.execute("BEGIN")
            try:
                yield
            finally:
                self.db.conn.execute("ROLLBACK")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing. Takes the write lock at once, so that waiting for another writer can succeed.

        Within another it is part of that one.
        """
        if self.db.conn.in_transaction:
            yield
            return
        if self._identity() != self._file:  # SQLite would go on writing into a file that nobody finds any more
            raise StoreError(f"{self.path}: was deleted or replaced while in use; put it back, or crawl again anew")
        with explained(self.path):
            self.db.conn.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.conn.execute("COMMIT")
            except BaseException:
                if self.db.conn.in_transaction:
                    self.db.conn.execute("ROLLBACK")
                raise

    def save(self, article: Article, run_id: int | None = None) -> str:
        """Keep an article and settle the URLs that led to it, in one transaction.

        Returns 'stored', or if its URL is stored already 'revised', 'unchanged', or 'unlike': what is there now is no
        correction of it but something else, such as a wall. A field that is now missing keeps its value.
        """
        with self.transaction():
            urls = urls_of(article)
            article_id = next((i for i in map(self.article_at, urls) if i), None)
            if article_id:
                outcome = self._look_at(article_id, article)
                if outcome == "unlike":
                    return outcome
            else:
                article_id, outcome = self.articles.add(article), "stored"
            fetch = article.fetch
            for url in urls:
                self.ledger.settle(
                    url, article.source, "stored", section=article.section, article_id=article_id, run_id=run_id,
                    etag=fetch.etag if fetch else None, last_modified=fetch.last_modified if fetch else None,
                )  # fmt: skip
        return outcome

    def _look_at(self, article_id: int, article: Article) -> str:
        if not alike(self.articles.get(article_id), article):
            return "unlike"
        return "revised" if self.articles.correct(article_id, article) else "unchanged"

    def corrects(self, article: Article) -> bool:
        """Whether what a list says in full of an article differs from what is stored of it."""
        article_id = self.article_at(urls_of(article)[0])
        return bool(article_id and self.articles.corrections(article_id, article))

    def search(
        self, text: str, selection: Selection | None = None, *, limit: int = 20, newest: bool = False
    ) -> Iterator[dict]:
        """Records of the articles that a search finds, as ``articles.select`` gives them, the best or the newest first.

        For the language see newscrawl.query, for the order store.search. Raises query.QueryError. What other programs
        have written meanwhile is found too, though only ``index`` makes it quick.
        """
        return map(self.articles.record, self.found(text, selection, limit, newest=newest))

    def found(self, text: str, selection: Selection | None, limit: int, *, newest: bool) -> list[int]:
        """The ids of what ``search`` gives."""
        node = query.parse(text)
        with explained(self.path):
            return Search(self.db).ids(node, selection or Selection(), limit, newest)

    def index(self, progress: Callable[[int], object] = lambda count: None, *, seconds: float | None = None) -> None:
        """Put into the search's index what is not there yet, a batch a transaction, so that others can write meanwhile.

        ``progress`` is told of each batch how many articles it was. Stopped, or after ``seconds``, it goes on the next
        time.
        """
        indexed, most = 0, MANY if seconds is None else BATCH
        until = None if seconds is None else monotonic() + seconds
        while self.search_index.waiting() and (until is None or monotonic() < until):
            with self.transaction():
                count = self.search_index.catch_up(most)
            indexed += count
            progress(count)
        more = indexed > MANY
        while more:
            with self.transaction():
                more = self.search_index.tidy()

    def article_at(self, url: str) -> int | None:
        """The id of the article that was stored from a URL."""
        entry = self.ledger.get(url)
        return entry.article_id if entry and entry.held else None

    def article_from(self, url: str) -> Article | None:
        """The article that was stored from a URL."""
        article_id = self.article_at(url)
        return self.articles.get(article_id) if article_id else None

    def twin(self, article: Article) -> tuple[int, str] | None:
        """(id, why) of a stored article that this one repeats, listed under a URL not known for it.

        Why: "url"; "text", if the source has the same text under another URL (what another source has is a copy, and a
        matter of stories); or "same_text", if the text is no article's: it stands under headlines that differ, and this
        one does not speak of it.
        """
        listed, *others = urls_of(article)
        if self.article_at(listed):
            return None
        by_url = next((i for i in map(self.article_at, others) if i), None) or self._by_canonical(article)
        if by_url:
            return by_url, "url"
        by_text = self.articles.with_text(article)
        if by_text and not headline_fits(article) and self.articles.get(by_text).headline != article.headline:
            return by_text, "same_text"
        return (by_text, "text") if by_text else None

    def _by_canonical(self, article: Article) -> int | None:
        """The article with the same canonical URL, if it is the same: some sites name one URL on all their pages."""
        canonical = article.canonical_url
        article_id = (self.article_at(canonical) or self.articles.with_canonical(canonical)) if canonical else None
        other = self.articles.get(article_id) if article_id else None
        same = other and (other.headline == article.headline or text_key(other) == text_key(article))
        return article_id if same else None

    def outlet_slug(self, name: str) -> str:
        """The name of an outlet as it stands in addresses. It is given once and never changes."""
        with self.transaction():
            return self.outlets.slug(name)

    def bury_killed(self) -> None:
        """Close all runs whose process is gone. One that runs holds its source's claim for as long as it lives."""
        gone = [name for name in self.runs.running() if self.claims.holder(source_claim(name)) is None]
        with self.transaction() if gone else nullcontext():
            for name in gone:
                self.runs.bury(name)

    def vacuum(self) -> None:
        """Give the space of what was deleted back to the disk."""
        with explained(self.path):
            self.db.conn.execute("VACUUM")
            self.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.db.close()


def _make_private(path: str) -> None:
    """Make a new database readable by its owner and group only: it holds whole pages. Its WAL follows it."""
    if path != ":memory:":
        with suppress(OSError):  # it is there already, or can't be made, which SQLite then says
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o640))


def urls_of(article: Article) -> list[str]:
    """The URLs that lead to an article: as listed, as fetched; each once."""
    listed = article.fetch.listed_url if article.fetch else article.url
    return list(dict.fromkeys(url for url in (listed, article.url) if url))
