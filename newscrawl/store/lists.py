"""The lists of each source: since when nothing on them was missed, and whether the last walk came to its end."""

import json

from sqlite_utils import Database

from newscrawl.store.rows import now, stamp, to_json

GAPS_KEPT = 100  # of each list, the latest


class Lists:
    """Every question about lists. Writes expect the caller's transaction."""

    def __init__(self, db: Database):
        self.db = db

    def begin(self, source: str, section: str) -> bool:
        """A walk begins. Returns whether the one before came to its end (as nothing before the first had to)."""
        at = stamp(now())
        row = self._row(source, section)
        self.db.conn.execute(
            """INSERT INTO lists (source, section, covered_since, polled_at, walking, gaps) VALUES (?, ?, ?, ?, 1, '[]')
               ON CONFLICT (source, section) DO UPDATE SET walking = 1""",
            [source, section, at, at],
        )
        return row is None or not row["walking"]

    def finish(self, source: str, section: str, *, met: bool) -> bool:
        """A walk came to its end; ``met``: at something known. Returns whether that leaves a gap to the one before.

        Coverage begins with the first walk, and anew behind a gap.
        """
        row, at = self._row(source, section), stamp(now())
        gap = not met and row["walked"]
        gaps = json.loads(row["gaps"]) + ([[row["polled_at"], at]] if gap else [])
        sql = """UPDATE lists SET polled_at = :at, walking = 0, walked = 1, gaps = :gaps,
                 covered_since = iif(:gap, :at, covered_since) WHERE source = :source AND section = :section"""
        values = {"at": at, "gaps": to_json(gaps[-GAPS_KEPT:]), "gap": gap, "source": source, "section": section}
        self.db.conn.execute(sql, values)
        return bool(gap)

    def validators(self, source: str, url: str, rules: str) -> tuple[str | None, str | None] | None:
        """(ETag, Last-Modified) of a list's first page when all of its links were taken by the same ``rules``."""
        sql = "SELECT etag, last_modified FROM list_pages WHERE source = ? AND url = ? AND rules = ?"
        return self.db.conn.execute(sql, [source, url, rules]).fetchone()

    def walked(self, source: str, section: str) -> bool:
        """Whether a list's last walk came to its end, and is not under way."""
        row = self._row(source, section)
        return bool(row and row["walked"] and not row["walking"])

    def hold(
        self, source: str, url: str, section: str, etag: str | None, last_modified: str | None, rules: str
    ) -> None:
        """Keep the validators of a list's first page, all of whose links are in the ledger."""
        row = [source, url, section, etag, last_modified, rules]
        self.db.conn.execute("INSERT OR REPLACE INTO list_pages VALUES (?, ?, ?, ?, ?, ?)", row)

    def _row(self, source: str, section: str) -> dict | None:
        return next(self.db.query("SELECT * FROM lists WHERE source = ? AND section = ?", [source, section]), None)
