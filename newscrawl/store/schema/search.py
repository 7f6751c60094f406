"""The index of the search, and what is still to be put into it."""

from sqlite_utils import Database

from newscrawl.store.schema.steps import migrations

# in a trigger OR IGNORE would give way to the OR REPLACE of the statement that fires it
MARK = """INSERT INTO search_pending (article_id, headline, article_body) SELECT {id}, {headline}, {article_body}
          WHERE NOT EXISTS (SELECT 1 FROM search_pending WHERE article_id = {id})"""
NEW = MARK.format(id="NEW.id", headline="NULL", article_body="NULL")
OLD = MARK.format(id="OLD.id", headline="OLD.headline", article_body="OLD.article_body")
REPLACED = """INSERT INTO search_pending (article_id, headline, article_body)
              SELECT id, headline, article_body FROM articles WHERE id = NEW.id
              AND NOT EXISTS (SELECT 1 FROM search_pending WHERE article_id = NEW.id)"""


@migrations(name="0030_search_index")
def index(db: Database) -> None:
    """``articles_fts`` holds tokens made by newscrawl.terms by articles' ids, and neither text nor positions.

    What it finds is looked at again in the articles, so it may hold too much, never too little.
    """
    db.execute("""CREATE VIRTUAL TABLE articles_fts
                  USING fts5(tokens, content='', detail=none, tokenize='ascii')""")
    # bytes of a transaction that are sorted in memory: with less, the index falls into small pieces to be merged again
    db.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('hashsize', 32000000)")


@migrations(name="0031_search_pending")
def pending(db: Database) -> None:
    """Triggers in plain SQL mark what changes, whatever program writes; the store indexes it later."""
    db.execute("""
        CREATE TABLE search_pending (
            article_id INTEGER PRIMARY KEY,
            headline TEXT,    -- with which it stands in the index; NULL: it does not
            article_body TEXT
        ) STRICT""")
    db.execute(f"CREATE TRIGGER search_replaced BEFORE INSERT ON articles BEGIN {REPLACED}; END")
    db.execute(f"CREATE TRIGGER search_added AFTER INSERT ON articles BEGIN {NEW}; END")
    db.execute(f"CREATE TRIGGER search_deleted AFTER DELETE ON articles BEGIN {OLD}; END")
    db.execute(f"""CREATE TRIGGER search_changed AFTER UPDATE OF id, headline, article_body ON articles
                   WHEN (OLD.id, OLD.headline, OLD.article_body) IS NOT (NEW.id, NEW.headline, NEW.article_body)
                   BEGIN {OLD}; {NEW}; END""")
    db.execute("INSERT INTO search_pending (article_id) SELECT id FROM articles")


@migrations(name="0032_articles_by_time")
def by_time(db: Database) -> None:
    db.execute("CREATE INDEX articles_by_time ON articles (coalesce(date_published, fetched_at))")
