"""Looking again: at articles for corrections, at lists for what is new."""

from sqlite_utils import Database

from newscrawl.store.schema.steps import migrations


@migrations(name="0010_checks")
def checks(db: Database) -> None:
    db.execute("ALTER TABLE ledger ADD COLUMN check_at TEXT")  # when the article is asked for again
    db.execute("ALTER TABLE ledger ADD COLUMN checked_at TEXT")  # when it was last
    db.execute("ALTER TABLE ledger ADD COLUMN past TEXT")  # JSON: [[until, state, reason], ...], states it had before
    db.execute("CREATE INDEX ledger_checks ON ledger (source, check_at) WHERE check_at IS NOT NULL")


@migrations(name="0011_list_pages")
def list_pages(db: Database) -> None:
    db.execute("""
        CREATE TABLE list_pages (
            source TEXT NOT NULL,
            url TEXT NOT NULL,
            section TEXT NOT NULL,
            etag TEXT,
            last_modified TEXT,
            rules TEXT NOT NULL, -- the source's, by which its links were taken
            PRIMARY KEY (source, url)
        ) STRICT, WITHOUT ROWID""")
