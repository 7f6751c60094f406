"""What people ask of the ledger: what is in it, why, the story of one URL; and to have some tried again."""

import json
from collections.abc import Iterator

from sqlite_utils import Database

from newscrawl.store.ledger import Ledger
from newscrawl.store.revisions import Revisions
from newscrawl.store.rows import now, stamp

WAITING = "waiting"  # no state of its own: found and not settled, or failed and not given up
CHOSEN = """(:source IS NULL OR source = :source) AND (:reason IS NULL OR reason = :reason)
             AND (:state IS NULL OR state = :state
             OR (:state = 'waiting' AND (state = 'discovered' OR retry_at IS NOT NULL)))"""


class Inquiry:
    """Questions about the ledger as a whole. Writes expect the caller's transaction."""

    def __init__(self, db: Database, ledger: Ledger, revisions: Revisions):
        self.db, self.ledger, self.revisions = db, ledger, revisions

    def rows(self, source: str | None, state: str | None, reason: str | None, limit: int) -> tuple[list[tuple], int]:
        """(url, source, state, reason, attempts, retry_at, discovered_at) of the latest, and how many there are."""
        values = {"source": source, "state": state, "reason": reason}
        total = self.db.conn.execute(f"SELECT count(*) FROM ledger WHERE {CHOSEN}", values).fetchone()[0]  # noqa: S608
        sql = f"""SELECT url, source, state, reason, attempts, retry_at, discovered_at FROM ledger
                  WHERE {CHOSEN} ORDER BY updated_at DESC, key LIMIT :limit"""  # noqa: S608
        return self.db.conn.execute(sql, values | {"limit": limit}).fetchall(), total

    def sections(self, key: str) -> list[str]:
        """The lists that showed a URL, the first first."""
        sql = "SELECT section FROM sections WHERE key = ? ORDER BY first_seen_at, section"
        return [section for (section,) in self.db.conn.execute(sql, [key])]

    def story(self, row: dict) -> list[tuple[str, str, str | None]]:
        """What became of a URL, given its ledger row: (when in UTC, what, reason), in order; what is to come last."""
        past = sorted(self._past(row), key=lambda one: one[0])
        coming = {"retry_at": "to be tried again", "check_at": "to be looked at again"}
        return past + [(row[name], what, None) for name, what in coming.items() if row[name]]

    def _past(self, row: dict) -> Iterator[tuple[str, str, str | None]]:
        yield row["discovered_at"], "found", None
        yield from json.loads(row["past"] or "[]")
        if row["state"] != "discovered":
            yield row["updated_at"], self._state(row), row["reason"]
        if row["checked_at"]:
            yield row["checked_at"], "last looked at", None
        for revision in self.revisions.of(row["article_id"]) if row["article_id"] else ():
            yield revision.replaced_at, f"{revision.reason}: {', '.join(revision.changes)}", None

    @staticmethod
    def _state(row: dict) -> str:
        """The state with its article and how often it was tried."""
        article = {"stored": " as", "duplicate": " of", "gone": "; its text is kept as"}.get(row["state"])
        said = f"{row['state']}{article} article {row['article_id']}" if article and row["article_id"] else row["state"]
        given_up = ", given up" if row["state"] == "failed" and not row["retry_at"] else ""
        return f"{said} ({row['attempts']} attempts{given_up})" if row["attempts"] else said

    def reopen(self, url: str | None, source: str | None, state: str | None, reason: str | None) -> int:
        """Have URLs that failed, or were refused, tried again by their source's next run; returns how many."""
        key = self.ledger.history(url)["key"] if url and self.ledger.history(url) else url
        sql = f"""UPDATE ledger SET state = 'failed', attempts = 0, retry_at = :now
                  WHERE {CHOSEN} AND state IN ('failed', 'refused') AND (:key IS NULL OR key = :key)"""  # noqa: S608
        values = {"source": source, "state": state, "reason": reason, "now": stamp(now()), "key": key}
        return self.db.conn.execute(sql, values).rowcount
