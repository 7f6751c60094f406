"""Articles, their history and pages, the ledger, runs, lists."""

from sqlite_utils import Database

from newscrawl.store.schema.steps import migrations


@migrations(name="0001_articles")
def articles(db: Database) -> None:
    db.execute("""
        CREATE TABLE articles (
            id INTEGER PRIMARY KEY,
            url TEXT NOT NULL,
            canonical_url TEXT,
            source TEXT NOT NULL,
            section TEXT,
            headline TEXT NOT NULL,
            date_published TEXT,
            date_published_raw TEXT,
            date_precision TEXT CHECK (date_precision IN ('second', 'minute', 'day')),
            date_modified TEXT,
            authors TEXT NOT NULL,
            editors TEXT NOT NULL,
            publisher TEXT,
            description TEXT,
            article_body TEXT NOT NULL,
            article_body_html TEXT,
            image TEXT,
            keywords TEXT NOT NULL,
            in_language TEXT,
            is_accessible_for_free INTEGER,
            stocks TEXT NOT NULL,
            via TEXT NOT NULL,
            fetched_at TEXT NOT NULL,
            text_key TEXT NOT NULL,
            story_id INTEGER
        ) STRICT""")
    db.execute("CREATE INDEX articles_by_source ON articles (source, date_published)")
    db.execute("CREATE INDEX articles_by_date ON articles (date_published)")
    db.execute("CREATE INDEX articles_by_text ON articles (text_key)")


@migrations(name="0002_revisions")
def revisions(db: Database) -> None:
    db.execute("""
        CREATE TABLE revisions (
            id INTEGER PRIMARY KEY,
            article_id INTEGER NOT NULL REFERENCES articles (id),
            replaced_at TEXT NOT NULL,
            reason TEXT NOT NULL CHECK (reason IN ('corrected', 'reextracted')),
            previous TEXT NOT NULL -- JSON: what each changed column held before
        ) STRICT""")
    db.execute("CREATE INDEX revisions_by_article ON revisions (article_id)")


@migrations(name="0003_ledger")
def ledger(db: Database) -> None:
    db.execute("""
        CREATE TABLE ledger (
            key TEXT PRIMARY KEY, -- the URL folded, so that its spellings are one
            url TEXT NOT NULL,
            source TEXT NOT NULL,
            section TEXT,
            state TEXT NOT NULL
                CHECK (state IN ('discovered', 'stored', 'duplicate', 'refused', 'gone', 'failed')),
            reason TEXT,
            article_id INTEGER REFERENCES articles (id),
            run_id INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0,
            discovered_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            retry_at TEXT,
            etag TEXT,
            last_modified TEXT
        ) STRICT, WITHOUT ROWID""")
    db.execute(
        "CREATE INDEX ledger_waiting ON ledger (source, retry_at) WHERE state = 'discovered' OR retry_at IS NOT NULL"
    )
    db.execute("CREATE INDEX ledger_by_article ON ledger (article_id) WHERE article_id IS NOT NULL")


@migrations(name="0004_runs")
def runs(db: Database) -> None:
    db.execute("""
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            started_at TEXT NOT NULL,
            finished_at TEXT,
            state TEXT NOT NULL CHECK (state IN ('running', 'ok', 'ill', 'failed')),
            reason TEXT,
            counts TEXT NOT NULL,  -- JSON: requests, lists, links, known, and articles by outcome
            coverage TEXT NOT NULL -- JSON: in how many of the articles read each field was found
        ) STRICT""")
    db.execute("CREATE INDEX runs_by_source ON runs (source, started_at)")


@migrations(name="0005_pages")
def pages(db: Database) -> None:
    db.execute("""
        CREATE TABLE pages (
            article_id INTEGER NOT NULL REFERENCES articles (id),
            part INTEGER NOT NULL,    -- 1, and more for an article that is spread over several pages
            url TEXT NOT NULL,
            fetched_at TEXT NOT NULL,
            encoding TEXT,            -- as the response declared it: a name or a Content-Type
            reader TEXT NOT NULL,     -- the rules that it was read with
            html BLOB NOT NULL,       -- as downloaded, compressed with zstd
            PRIMARY KEY (article_id, part)
        ) STRICT""")


@migrations(name="0006_sections")
def sections(db: Database) -> None:
    db.execute("""
        CREATE TABLE sections (
            key TEXT NOT NULL,     -- the ledger's
            section TEXT NOT NULL, -- where a list of that name showed it
            source TEXT NOT NULL,
            first_seen_at TEXT NOT NULL,
            PRIMARY KEY (key, section)
        ) STRICT, WITHOUT ROWID""")
    db.execute("ALTER TABLE ledger ADD COLUMN listed TEXT")  # JSON: what its list said of it, until it is settled


@migrations(name="0007_outlets")
def outlets(db: Database) -> None:
    db.execute("""
        CREATE TABLE outlets (
            slug TEXT PRIMARY KEY, -- given once and never changed: it is part of addresses
            name TEXT NOT NULL UNIQUE
        ) STRICT, WITHOUT ROWID""")


@migrations(name="0008_lists")
def lists(db: Database) -> None:
    db.execute("""
        CREATE TABLE lists (
            source TEXT NOT NULL,
            section TEXT NOT NULL,
            covered_since TEXT NOT NULL, -- from here on every link that was on the list was seen
            polled_at TEXT NOT NULL,
            walking INTEGER NOT NULL,    -- 1 from a walk's first page to its end: still 1 afterwards if it was killed
            walked INTEGER NOT NULL DEFAULT 0,
            gaps TEXT NOT NULL,          -- JSON: [[last poll before, first poll after], ...]
            PRIMARY KEY (source, section)
        ) STRICT, WITHOUT ROWID""")


@migrations(name="0009_canonical")
def canonical(db: Database) -> None:
    db.execute("CREATE INDEX articles_by_canonical ON articles (canonical_url) WHERE canonical_url IS NOT NULL")
