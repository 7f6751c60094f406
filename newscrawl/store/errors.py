"""What goes wrong with a database, said for whoever runs the crawl."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

ADVICE = {
    sqlite3.SQLITE_FULL: "the disk is full; free some space and crawl again",
    sqlite3.SQLITE_READONLY: "it can't be written to; check its owner and permissions, and those of its folder",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened; check that its folder exists and may be written to",
    sqlite3.SQLITE_BUSY: "another program holds it locked; end that program or wait for it",
    sqlite3.SQLITE_LOCKED: "another program holds it locked; end that program or wait for it",
    sqlite3.SQLITE_CORRUPT: "it is damaged; restore a copy, or save what is left with: sqlite3 FILE .recover",
    sqlite3.SQLITE_NOTADB: "it is not a SQLite database; name another file in NEWSCRAWL_DB",
    sqlite3.SQLITE_IOERR: "the disk reports an error; check it and its mount",
}


class StoreError(Exception):
    """The database can't be used; the message is one line that says what, where and what to do."""


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn SQLite's own errors into StoreError; a wrong use of the driver is our fault and passes as it is."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        advice = ADVICE.get(code & 0xFF, "it refuses what is to be stored")
        raise StoreError(f"{path}: {advice} ({error})") from error
