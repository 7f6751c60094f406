"""The file: opened, prepared, held while in use, written to in transactions."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from newscrawl.store.errors import StoreError, explained
from newscrawl.store.schema import migrations


class File:
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
                f"{self.path}: no such database; crawl a source first, or name the file: export NEWSCRAWL_DB=FILE"
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

    def _address(self) -> str:
        """The path as SQLite takes it. In a folder that can't be written to, it needs to know that nobody writes."""
        path = Path(self.path)
        alone = path.is_file() and not os.access(path.absolute().parent, os.W_OK) and not Path(f"{path}-wal").exists()
        return f"{path.absolute().as_uri()}?immutable=1" if alone else self.path

    def _prepare(self) -> None:
        tables = set(self.db.table_names()) - {migrations.migrations_table}  # first: another process may be making it
        applied = {step.name for step in migrations.applied(self.db)}
        if tables and not applied:
            raise StoreError(f"{self.path}: it is another program's database, or an export; name another file")
        with closing(Database(memory=True)) as empty:
            newer = applied - {step.name for step in migrations.pending(empty)}
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

    def keep_little(self) -> None:
        """For who reads the file once from end to end: neither its pages nor what is sorted stay long in memory."""
        self.db.execute("PRAGMA cache_size = -2048")  # KB

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

    def vacuum(self) -> None:
        """Give the space of what was deleted back to the disk."""
        with explained(self.path):
            self.db.conn.execute("VACUUM")
            self.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _make_private(path: str) -> None:
    """Make a new database readable by its owner and group only: it holds whole pages. Its WAL follows it."""
    if path != ":memory:":
        with suppress(OSError):  # it is there already, or can't be made, which SQLite then says
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o640))
