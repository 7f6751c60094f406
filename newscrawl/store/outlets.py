"""The outlets' slugs: given once, for ever."""

from sqlite_utils import Database

from newscrawl.slugs import same, slug_for


class Outlets:
    """Every question about outlets. Writes expect the caller's transaction."""

    def __init__(self, db: Database):
        self.db = db

    def slug(self, name: str) -> str:
        """The slug of an outlet; it gets one if it has none yet."""
        name = same(name)
        row = self.db.conn.execute("SELECT slug FROM outlets WHERE name = ?", [name]).fetchone()
        if row:
            return row[0]
        taken = dict(self.db.conn.execute("SELECT slug, name FROM outlets"))
        slug = slug_for(name, taken)
        self.db.conn.execute("INSERT INTO outlets (slug, name) VALUES (?, ?)", [slug, name])
        return slug
