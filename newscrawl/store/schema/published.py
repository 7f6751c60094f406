"""What a publisher asks of every article each time stands together, apart from the texts."""

from sqlite_utils import Database

from newscrawl.store.schema.steps import migrations


@migrations(name="0060_articles_for_publishers")
def articles_for_publishers(db: Database) -> None:
    db.execute("CREATE INDEX articles_for_publishers ON articles (story_id, source, date_published, fetched_at)")
