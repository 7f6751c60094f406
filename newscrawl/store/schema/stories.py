"""Which articles are copies of one story."""

from sqlite_utils import Database

from newscrawl.store.schema.steps import migrations
from newscrawl.store.stories import RULES


@migrations(name="0020_stories")
def stories(db: Database) -> None:
    db.execute("""
        CREATE TABLE stories (
            id INTEGER PRIMARY KEY,          -- of the copy that was stored first
            origin_id INTEGER NOT NULL UNIQUE REFERENCES articles (id), -- the copy that was published first
            copies INTEGER NOT NULL CHECK (copies > 1),
            first_published TEXT NOT NULL,   -- the origin's time
            last_published TEXT NOT NULL,
            publisher TEXT                   -- the outlet that most copies name
        ) STRICT""")
    db.execute("CREATE INDEX stories_by_date ON stories (first_published)")
    db.execute("CREATE INDEX articles_by_story ON articles (story_id)")


@migrations(name="0021_story_copies")
def story_copies(db: Database) -> None:
    db.execute("""
        CREATE TABLE story_copies (
            article_id INTEGER PRIMARY KEY REFERENCES articles (id),
            origin_id INTEGER NOT NULL REFERENCES articles (id)
        ) STRICT""")
    db.execute("CREATE INDEX story_copies_by_origin ON story_copies (origin_id)")


@migrations(name="0022_story_bands")
def story_bands(db: Database) -> None:
    db.execute("""
        CREATE TABLE story_bands (
            band INTEGER NOT NULL, -- hash of an n-gram that stands for the text: articles that share one are compared
            article_id INTEGER NOT NULL,
            PRIMARY KEY (band, article_id)
        ) STRICT, WITHOUT ROWID""")


@migrations(name="0023_story_rules")
def story_rules(db: Database) -> None:
    db.execute("""
        CREATE TABLE story_rules (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            rules TEXT NOT NULL,          -- that articles were grouped by
            grouped_to INTEGER NOT NULL,  -- the last article that a rebuild has reached
            grouped_until INTEGER NOT NULL -- the last one that it has to; those behind were grouped when they came
        ) STRICT""")
    db.execute("INSERT INTO story_rules SELECT 1, ?, 0, coalesce(max(id), 0) FROM articles", [RULES])


@migrations(name="0024_stories_of_deleted_articles")
def deleted(db: Database) -> None:
    """Whoever deletes an article takes it out of its story; its copies, if it was their origin, stand alone again."""
    db.execute("""CREATE TRIGGER stories_deleted AFTER DELETE ON articles BEGIN
                  DELETE FROM story_copies WHERE article_id = OLD.id OR origin_id = OLD.id;
                  DELETE FROM stories WHERE origin_id = OLD.id; END""")


@migrations(name="0025_story_sketches")
def sketches(db: Database) -> None:
    db.execute("""
        CREATE TABLE story_sketches (
            article_id INTEGER PRIMARY KEY,
            sketch BLOB NOT NULL -- hashes of more n-grams: articles whose sketches differ need not be compared in full
        ) STRICT""")
    db.execute("""CREATE TRIGGER sketch_deleted AFTER DELETE ON articles BEGIN
                  DELETE FROM story_sketches WHERE article_id = OLD.id; END""")
