"""A SQLite file of records alone, to be given away."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from newscrawl.store.rows import RECORD, to_json

INTEGERS = ("id", "story_id", "is_accessible_for_free")
NOT_NULL = ("url", "source", "headline", "article_body", "fetched_at")


def write_copy(path: Path, records: Iterable[dict], names: Sequence[str] = RECORD) -> int:
    """Make the file at ``path``, which must be new: a table ``articles`` of the records; returns how many.

    Lists are JSON text. The same records give the same bytes, with the same SQLite.
    """
    columns = [f"{name} {_kind(name)}" for name in names]
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):  # if it fails, there is no file
            db.execute(f"PRAGMA {pragma}")
        db.execute("BEGIN")
        db.execute(f"CREATE TABLE articles ({', '.join(columns)}) STRICT")
        marks = ", ".join("?" * len(names))
        db.executemany(f"INSERT INTO articles VALUES ({marks})", (_row(record, names) for record in records))  # noqa: S608
        db.execute("CREATE INDEX articles_by_date ON articles (date_published)")
        db.execute("COMMIT")
        return db.execute("SELECT count(*) FROM articles").fetchone()[0]


def _kind(name: str) -> str:
    if name == "id":
        return "INTEGER PRIMARY KEY"
    return ("INTEGER" if name in INTEGERS else "TEXT") + (" NOT NULL" if name in NOT_NULL else "")


def _row(record: dict, names: Sequence[str]) -> list:
    values = (record[name] for name in names)
    return [to_json(value) if isinstance(value, list | dict) else value for value in values]
