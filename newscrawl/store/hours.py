"""What each source did, hour by hour: from this, what is normal for it is learnt."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlite_utils import Database

from newscrawl.store.rows import stamp, to_json

PLAIN = ("links", "known", "new", "stored", "duplicate", "requests")


class Hours:
    """Every question about hours. Writes expect the caller's transaction."""

    def __init__(self, db: Database):
        self.db = db

    def add(self, source: str, started: datetime, finished: datetime, state: str, counts: dict, coverage: dict) -> None:
        """Add a run's figures to the hour (UTC) in which it began. A backfill says nothing of what is normal."""
        if counts.get("backfill"):
            return
        hour = stamp(_hour(started))
        row = self.db.conn.execute("SELECT tally FROM hours WHERE source = ? AND hour = ?", [source, hour]).fetchone()
        tally = _tally((finished - started).total_seconds(), state, counts, coverage)
        if row:
            tally = _added(json.loads(row[0]), tally)
        self.db.conn.execute("INSERT OR REPLACE INTO hours VALUES (?, ?, ?)", [source, hour, to_json(tally)])

    def since(self, source: str, moment: datetime, until: datetime | None = None) -> dict[datetime, dict]:
        """The tallies of a source by hour (its beginning, UTC), oldest first, from the hour of ``moment`` on.

        Those after ``until`` are left out, for before the clock was set back there may be some.

        A tally has ``runs``, ``good`` (lists were read), ``seconds`` that the runs took, ``links``, ``known``, ``new``,
        ``stored``, ``duplicate``, ``requests``; ``fields`` (``read``, and in how many of these each field was found),
        ``via`` (field, rung: articles), ``dates`` and ``timing`` as :class:`newscrawl.observed.Observed` has them.
        """
        return dict(self._rows(source, moment, until))

    def last_fresh(self, source: str, until: datetime) -> datetime | None:
        """The last hour (its beginning, UTC) in which something came that was new to a source; None if nothing did."""
        sql = """SELECT hour FROM hours WHERE source = ? AND hour <= ?
                 AND (json_extract(tally, '$.stored') > 0 OR json_extract(tally, '$.duplicate') > 0)
                 ORDER BY hour DESC LIMIT 1"""
        row = self.db.conn.execute(sql, [source, stamp(until)]).fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def _rows(self, source: str, moment: datetime, until: datetime | None) -> Iterator[tuple[datetime, dict]]:
        sql = """SELECT hour, tally FROM hours WHERE source = :source AND hour >= :since
                 AND (:until IS NULL OR hour <= :until) ORDER BY hour"""
        values = {"source": source, "since": stamp(_hour(moment)), "until": until and stamp(until)}
        for hour, tally in self.db.conn.execute(sql, values):
            yield datetime.fromisoformat(hour), json.loads(tally)


def _hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _tally(seconds: float, state: str, counts: dict, coverage: dict) -> dict:
    good = int(state != "failed" and counts.get("lists", 0) > 0)
    figures = {name: counts[name] for name in PLAIN if counts.get(name)}
    nested = {name: counts[name] for name in ("via", "dates", "timing") if counts.get(name)}
    return {"runs": 1, "good": good, "seconds": round(seconds), "fields": coverage} | figures | nested


def _added(one: dict, other: dict) -> dict:
    """Two tallies as one: numbers are added, at whatever depth."""
    return one | {
        name: _added(one.get(name, {}), value) if isinstance(value, dict) else one.get(name, 0) + value
        for name, value in other.items()
    }
