"""What has to be known of articles to publish them and to notice that they have changed."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlite_utils import Database

from newscrawl.store.rows import to_record
from newscrawl.store.selection import Selection

AT_ONCE = 500  # articles asked for in one statement


class Mark(NamedTuple):
    """An article as a publisher first sees it. ``story`` is None where it is in none; ``at`` is when it was published,
    else fetched (UTC, as text); ``version`` is another text whenever the article has changed."""

    id: int
    story: int | None
    source: str
    at: str
    version: str


class Published:
    """Questions of those who publish articles."""

    def __init__(self, db: Database):
        self.db = db

    def marks(self, chosen: Selection) -> Iterator[Mark]:
        """A mark for each of the chosen articles, in no particular order; no text is read for it, see the index."""
        where, values = chosen.sql()
        sql = f"""SELECT id, story_id, source, coalesce(date_published, fetched_at), fetched_at ||
                  coalesce((SELECT max(id) FROM revisions WHERE article_id = articles.id), '')
                  FROM articles WHERE {where}"""  # noqa: S608
        return map(Mark._make, self.db.conn.execute(sql, values))

    def records(self, ids: list[int]) -> Iterator[dict]:
        """The articles with these ids as records, in no particular order; ids that are not there are passed over."""
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            sql = f"SELECT * FROM articles WHERE id IN ({', '.join('?' * len(some))})"  # noqa: S608
            yield from map(to_record, self.db.query(sql, some))
