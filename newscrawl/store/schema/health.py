"""What is normal for a source, by the hour; who was told what."""

import json
from datetime import datetime

from sqlite_utils import Database

from newscrawl.store.schema.steps import migrations


@migrations(name="0040_hours")
def hours(db: Database) -> None:
    db.execute("""
        CREATE TABLE hours (
            source TEXT NOT NULL,
            hour TEXT NOT NULL,  -- its beginning, UTC
            tally TEXT NOT NULL, -- JSON: the figures of the runs that began in it, added up
            PRIMARY KEY (source, hour)
        ) STRICT, WITHOUT ROWID""")
    from newscrawl.store.hours import Hours  # noqa: PLC0415  # it is a later reader of what stands above

    tallies = Hours(db)
    sql = "SELECT source, started_at, finished_at, state, counts, coverage FROM runs WHERE finished_at IS NOT NULL"
    for source, began, ended, state, counts, coverage in db.conn.execute(sql).fetchall():
        times = datetime.fromisoformat(began), datetime.fromisoformat(ended)
        tallies.add(source, *times, state, json.loads(counts), json.loads(coverage))


@migrations(name="0041_running")
def running(db: Database) -> None:
    db.execute("CREATE INDEX runs_running ON runs (source) WHERE state = 'running'")


@migrations(name="0042_alerts")
def alerts(db: Database) -> None:
    db.execute("""
        CREATE TABLE alerts (
            source TEXT PRIMARY KEY,
            told TEXT NOT NULL CHECK (told IN ('ill', 'well')), -- what was said last
            told_at TEXT NOT NULL,
            falls INTEGER NOT NULL,                             -- how often it fell ill without a day's health between
            well_since TEXT                                     -- if it was ill when last told, and is not now
        ) STRICT, WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('change', 'digest')),
            written_at TEXT NOT NULL,
            title TEXT NOT NULL,
            body TEXT NOT NULL,
            waiting TEXT NOT NULL, -- JSON: numbers of the receivers that have not got it; who they are is kept nowhere
            attempts INTEGER NOT NULL DEFAULT 0,
            retry_at TEXT NOT NULL -- no process sends it before: the others leave it to one that has taken it in hand
        ) STRICT""")
