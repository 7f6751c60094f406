"""One row per run of a source: what it did, how it ended, why."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from newscrawl.store.hours import Hours
from newscrawl.store.rows import now, stamp, to_json

KILLED = "killed: its process ended before it could say how; the next run goes on from here"


@dataclass(frozen=True)
class Run:
    """A run as its row has it. Times are aware; ``finished`` is None while it runs, and for good if it was killed."""

    id: int
    source: str
    started: datetime
    finished: datetime | None
    state: str
    reason: str | None
    counts: dict
    coverage: dict


class Runs:
    """Every question about runs. Writes expect the caller's transaction."""

    def __init__(self, db: Database):
        self.db = db

    def start(self, source: str, at: datetime | None = None) -> int:
        """Begin a run; its id. ``at`` (aware): when, if not now."""
        row = {"source": source, "started_at": stamp(at or now()), "state": "running", "counts": "{}", "coverage": "{}"}
        return self.db["runs"].insert(row).last_pk

    def finish(
        self, run_id: int, state: str, reason: str | None, counts: dict, coverage: dict, at: datetime | None = None
    ) -> None:
        """``state`` is ok, ill (it ran, but what it found is wrong) or failed (it could not do its job)."""
        finished = at or now()
        self.db["runs"].update(
            run_id,
            {"finished_at": stamp(finished), "state": state, "reason": reason, "counts": to_json(counts),
             "coverage": to_json(coverage)},
        )  # fmt: skip
        source, began = self.db.conn.execute("SELECT source, started_at FROM runs WHERE id = ?", [run_id]).fetchone()
        Hours(self.db).add(source, datetime.fromisoformat(began), finished, state, counts, coverage)

    def bury(self, source: str) -> int:
        """Close the runs of a source that were killed: those that still run by their rows, while nobody else has the
        source's claim. Returns how many. When they ended is not known.
        """
        sql = "UPDATE runs SET state = 'failed', reason = ? WHERE source = ? AND state = 'running'"
        return self.db.conn.execute(sql, [KILLED, source]).rowcount

    def running(self) -> list[str]:
        """The sources of which a run was begun and not ended."""
        return [name for (name,) in self.db.conn.execute("SELECT DISTINCT source FROM runs WHERE state = 'running'")]

    def latest(self, source: str | None = None, limit: int = 20, until: datetime | None = None) -> list[Run]:
        """The last runs of a source (begun ``until`` then, an aware time), or of all, the last begun first; those that
        still run too.
        """
        which = "ORDER BY id"
        if source:
            which = "WHERE source = :source AND (:until IS NULL OR started_at <= :until) ORDER BY started_at"
        sql = f"""SELECT id, source, started_at, finished_at, state, reason, counts, coverage FROM runs
                  {which} DESC LIMIT :limit"""  # noqa: S608
        values = {"source": source, "until": until and stamp(until), "limit": limit}
        return list(_runs(self.db.conn.execute(sql, values)))

    def usual_fields(self, source: str, runs: int = 20) -> set[str]:
        """The fields that at least half of the articles had in the source's last runs."""
        sql = "SELECT coverage FROM runs WHERE source = ? AND state != 'running' ORDER BY id DESC LIMIT ?"
        read, found = 0, {}
        for (coverage,) in self.db.conn.execute(sql, [source, runs]):
            counts = json.loads(coverage)
            read += counts.pop("read", 0)
            for name, count in counts.items():
                found[name] = found.get(name, 0) + count
        return {name for name, count in found.items() if read and count * 2 >= read}

    def last(self, source: str, count: int) -> list[tuple[datetime, str]]:
        """(start, state) of a source's last runs, the latest first. One that was killed still says 'running'.

        One that begins in the future was begun before the clock was set back, and tells nothing of when it is due.
        """
        sql = """SELECT started_at, state FROM runs WHERE source = ? AND started_at <= ?
                 ORDER BY started_at DESC, id DESC LIMIT ?"""
        found = self.db.conn.execute(sql, [source, stamp(now()), count])
        return [(datetime.fromisoformat(at), state) for at, state in found]

    def sources(self) -> list[str]:
        """The names of all sources that ever ran."""
        return [name for (name,) in self.db.conn.execute("SELECT DISTINCT source FROM runs ORDER BY 1")]


def _runs(rows: Iterator[tuple]) -> Iterator[Run]:
    for run_id, source, began, ended, state, reason, counts, coverage in rows:
        yield Run(
            run_id, source, datetime.fromisoformat(began), datetime.fromisoformat(ended) if ended else None, state,
            reason, json.loads(counts), json.loads(coverage),
        )  # fmt: skip
