"""One row per run of a source: what it did, how it ended, why."""

import json
from datetime import datetime

from sqlite_utils import Database

from newscrawl.store.rows import now, stamp, to_json


class Runs:
    """Every question about runs. Writes expect the caller's transaction."""

    def __init__(self, db: Database):
        self.db = db

    def start(self, source: str) -> int:
        row = {"source": source, "started_at": stamp(now()), "state": "running", "counts": "{}", "coverage": "{}"}
        return self.db["runs"].insert(row).last_pk

    def finish(self, run_id: int, state: str, reason: str | None, counts: dict, coverage: dict) -> None:
        """``state`` is ok, ill (it ran, but what it found is wrong) or failed (it could not do its job)."""
        self.db["runs"].update(
            run_id,
            {"finished_at": stamp(now()), "state": state, "reason": reason, "counts": to_json(counts),
             "coverage": to_json(coverage)},
        )  # fmt: skip

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
        """(start, state) of a source's last runs, the latest first. One that was killed still says 'running'."""
        sql = "SELECT started_at, state FROM runs WHERE source = ? ORDER BY started_at DESC, id DESC LIMIT ?"
        return [(datetime.fromisoformat(at), state) for at, state in self.db.conn.execute(sql, [source, count])]

    def sources(self) -> list[str]:
        """The names of all sources that ever ran."""
        return [name for (name,) in self.db.conn.execute("SELECT DISTINCT source FROM runs ORDER BY 1")]
