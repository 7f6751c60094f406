"""What articles said before: each change that was kept, and how long it is kept."""

import json
from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True)
class Revision:
    """One change of an article: when (UTC, ISO 8601), why, and per column what it held before and after.

    ``reason`` is 'corrected' (the page says something else) or 'reextracted' (it was read by other rules).
    """

    replaced_at: str
    reason: str
    changes: dict[str, tuple]


class Revisions:
    """Every question about revisions. Writes expect the caller's transaction."""

    def __init__(self, db: Database):
        self.db = db

    def of(self, article_id: int) -> list[Revision]:
        """An article's changes, the latest first."""
        current = next(self.db.query("SELECT * FROM articles WHERE id = ?", [article_id]), {})
        sql = "SELECT replaced_at, reason, previous FROM revisions WHERE article_id = ? ORDER BY id DESC"
        found = []
        for replaced_at, reason, previous in self.db.conn.execute(sql, [article_id]).fetchall():
            before = json.loads(previous)
            found.append(Revision(replaced_at, reason, {name: (old, current[name]) for name, old in before.items()}))
            current |= before
        return found

    def corrected_at(self, article_id: int) -> str | None:
        """When an article's page was last seen to say something else (UTC, ISO 8601); None: never."""
        sql = "SELECT max(replaced_at) FROM revisions WHERE article_id = ? AND reason = 'corrected'"
        return self.db.conn.execute(sql, [article_id]).fetchone()[0]

    def drop(self, before: dict[str, str], size: int | None) -> tuple[int, int]:
        """Delete revisions that are older than a source's time in ``before``, then the oldest beyond ``size`` bytes.

        (how many, bytes).
        """
        sql = """WITH held AS (
                     SELECT revisions.id, source, replaced_at, length(CAST(previous AS BLOB)) AS bytes
                     FROM revisions JOIN articles ON articles.id = article_id),
                 piled AS (SELECT *, sum(bytes) OVER (ORDER BY replaced_at DESC, id DESC) AS pile FROM held)
                 SELECT id, bytes FROM piled WHERE replaced_at < (? ->> source) OR pile > ?"""
        doomed = self.db.conn.execute(sql, [json.dumps(before), size]).fetchall()
        self.db.conn.executemany("DELETE FROM revisions WHERE id = ?", [(revision_id,) for revision_id, _ in doomed])
        return len(doomed), sum(held for _, held in doomed)
