"""Who was told what: each source's last news, and messages on their way."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from newscrawl.store.rows import sound, stamp, to_json

KEPT = timedelta(days=30)  # that messages stay


@dataclass(frozen=True)
class Told:
    """What was said last of a source, ``ill`` or ``well``; ``well_since``: it was ill then and is not now.

    ``falls``: how often it fell ill without a day's health between.
    """

    source: str
    told: str
    told_at: datetime
    falls: int
    well_since: datetime | None


@dataclass(frozen=True)
class Message:
    """A message that receivers wait for: their numbers, from 0. ``attempts`` counts this one."""

    id: int
    written_at: datetime
    title: str
    body: str
    waiting: tuple[int, ...]
    attempts: int


class Alerts:
    """Every question about alerts. Writes expect the caller's transaction. No receiver's address comes in here."""

    def __init__(self, db: Database):
        self.db = db

    def told(self) -> dict[str, Told]:
        """What was said last, by source."""
        sql = "SELECT source, told, told_at, falls, well_since FROM alerts"
        return {
            source: Told(source, told, _moment(at), falls, _moment(since))
            for source, told, at, falls, since in self.db.conn.execute(sql)
        }

    def tell(self, one: Told) -> None:
        row = [one.source, one.told, stamp(one.told_at), one.falls, one.well_since and stamp(one.well_since)]
        sql = "INSERT OR REPLACE INTO alerts (source, told, told_at, falls, well_since) VALUES (?, ?, ?, ?, ?)"
        self.db.conn.execute(sql, row)

    def write(self, kind: str, title: str, body: str, receivers: int, now: datetime) -> None:
        """A message (kind: change or digest) for all receivers, to be sent by whoever comes first."""
        row = {
            "kind": kind, "written_at": stamp(now), "title": sound(title), "body": sound(body),
            "waiting": to_json(list(range(receivers))), "retry_at": stamp(now),
        }  # fmt: skip
        self.db["messages"].insert(row)

    def last_written(self, kind: str, now: datetime) -> datetime | None:
        """When the last message of a kind was written; one of the future is of before the clock was set back."""
        sql = "SELECT max(written_at) FROM messages WHERE kind = ? AND written_at <= ?"
        return _moment(self.db.conn.execute(sql, [kind, stamp(now)]).fetchone()[0])

    def take(self, now: datetime, lease: timedelta) -> list[Message]:
        """Take the messages in hand that are to be sent now; no other process sends them before ``lease`` is over."""
        self.db.conn.execute("DELETE FROM messages WHERE written_at < ?", [stamp(now - KEPT)])
        sql = """UPDATE messages SET attempts = attempts + 1, retry_at = ? WHERE waiting != '[]' AND retry_at <= ?
                 RETURNING id, written_at, title, body, waiting, attempts"""
        rows = self.db.conn.execute(sql, [stamp(now + lease), stamp(now)]).fetchall()
        return [
            Message(i, _moment(at), title, body, tuple(json.loads(w)), n) for i, at, title, body, w, n in sorted(rows)
        ]

    def sent(self, message_id: int, waiting: list[int], retry_at: datetime) -> None:
        """Note which receivers still wait for a message, and when to try them again."""
        sql = "UPDATE messages SET waiting = ?, retry_at = ? WHERE id = ?"
        self.db.conn.execute(sql, [to_json(waiting), stamp(retry_at), message_id])


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
