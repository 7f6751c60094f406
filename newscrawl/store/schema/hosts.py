"""What is known of hosts: files that speak for them, and whether they are left in peace."""

from sqlite_utils import Database

from newscrawl.store.schema.steps import migrations


@migrations(name="0050_hosts")
def hosts(db: Database) -> None:
    db.execute("""
        CREATE TABLE hosts (
            host TEXT PRIMARY KEY, -- with its port on loopback, where each port is another server
            failures INTEGER NOT NULL,   -- answers in a row that were none: 5xx, no connection
            rests INTEGER NOT NULL,      -- rests in a row, without a good answer between
            rests_until TEXT,
            reason TEXT,
            updated_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE host_files (
            url TEXT PRIMARY KEY,     -- of a robots.txt, or another file that tells crawlers what they may do
            status INTEGER NOT NULL,
            body BLOB NOT NULL,
            etag TEXT,
            last_modified TEXT,
            fetched_at TEXT NOT NULL, -- when it was last seen to be so
            expires_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""")


@migrations(name="0051_opt_outs")
def opt_outs(db: Database) -> None:
    db.execute("ALTER TABLE articles ADD COLUMN opt_outs TEXT NOT NULL DEFAULT '[]'")  # JSON
