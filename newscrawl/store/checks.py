"""Stored articles are looked at again, for corrections: which, and when."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from newscrawl.store.ledger import Ledger
from newscrawl.store.rows import now, stamp


class Checks:
    """Every question about looking again. Writes expect the caller's transaction.

    An article is looked at when it reaches each of its ages, counted from when its URL was found. An age that passes
    while nothing runs is passed over; what fails at one age is left to the next.
    """

    def __init__(self, db: Database, ledger: Ledger):
        self.db, self.ledger = db, ledger

    def due(self, source: str, limit: int) -> list[tuple[str, str | None, int, str | None, str | None]]:
        """(url, section, article id, ETag, Last-Modified) of articles to look at now, the longest overdue first."""
        sql = """SELECT url, section, article_id, etag, last_modified FROM ledger
                 WHERE source = ? AND check_at <= ? AND article_id IS NOT NULL ORDER BY check_at LIMIT ?"""
        return self.db.conn.execute(sql, [source, stamp(now()), limit]).fetchall()

    def schedule(self, url: str, ages: tuple[timedelta, ...]) -> None:
        """Say when an article that was just stored is looked at first."""
        self._set(url, ages, None)

    def looked(self, url: str, ages: tuple[timedelta, ...]) -> None:
        """It was looked at just now: say when it is next, if it is."""
        self._set(url, ages, now())

    def _set(self, url: str, ages: tuple[timedelta, ...], checked: datetime | None) -> None:
        key = self.ledger.key(url)
        row = self.db.conn.execute("SELECT discovered_at FROM ledger WHERE key = ?", [key]).fetchone()
        found = datetime.fromisoformat(row[0])
        later = min((found + age for age in ages if found + age > now()), default=None)
        sql = "UPDATE ledger SET check_at = ?, checked_at = coalesce(?, checked_at) WHERE key = ?"
        self.db.conn.execute(sql, [later and stamp(later), checked and stamp(checked), key])
