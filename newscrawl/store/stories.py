"""Stories: which stored articles are copies of one text."""

from collections.abc import Iterator
from datetime import datetime

from sqlite_utils import Database

from newscrawl.items import Signature
from newscrawl.store.rows import stamp
from newscrawl.store.selection import AT

COPIES = f"""SELECT articles.id, source, {AT} AS published, date_precision, publisher, headline, url, fetched_at
             FROM articles WHERE story_id = ? ORDER BY {AT}, url, articles.id"""  # noqa: S608


def _printed(copy: dict) -> dict:
    return {"publisher": copy["publisher"] or copy["source"], "url": copy["url"], "date_published": copy["published"]}


def _book(db: Database):
    """A StoryBook. It needs numpy, which takes a tenth of a second to import: only who groups is to wait for that."""
    from newscrawl.store.story_book import StoryBook  # noqa: PLC0415

    return StoryBook(db)


RULES = "2"  # changed whenever newscrawl.stories judges otherwise: files then ask for a rebuild


class Stories:
    """Every question about stories. Writes expect the caller's transaction."""

    def __init__(self, db: Database):
        self.db = db

    def place(self, article_id: int, body: str, before: str | None = None, found: Signature | None = None) -> None:
        """Find the story of an article that was stored just now; ``before``: its text until it was revised.

        ``found``: the signature of its text, if that is known.

        Costs about a millisecond, and more where a copy turns up that was published before the others.
        """
        book = _book(self.db)
        left = book.forget(article_id, before) if before is not None else []
        book.enter(article_id, body, found)
        book.settle([article_id, *left])

    def largest(
        self, since: datetime | None = None, until: datetime | None = None, sources: list[str] | None = None,
        most: int = 20,
    ) -> list[dict]:  # fmt: skip
        """Stories whose first copy was published in a period, those with most copies first: rows of ``stories``.

        Each has the ``headline`` of its origin, too. ``sources``: only those with a copy of one of these sources.
        """
        where, values = ["1"], []
        for sign, moment in ((">=", since), ("<", until)):
            if moment:
                where.append(f"first_published {sign} ?")
                values.append(stamp(moment))
        if sources:
            marks = ", ".join("?" * len(sources))
            where.append(f"EXISTS (SELECT 1 FROM articles WHERE story_id = stories.id AND source IN ({marks}))")  # noqa: S608
            values += sources
        sql = f"""SELECT stories.*, headline FROM stories JOIN articles ON articles.id = origin_id
                  WHERE {" AND ".join(where)} ORDER BY copies DESC, first_published, stories.id LIMIT ?"""  # noqa: S608
        return list(self.db.query(sql, [*values, most]))

    def tally(self) -> tuple[int, int]:
        """(stories with more than one copy, their copies)."""
        return self.db.conn.execute("SELECT count(*), coalesce(sum(copies), 0) FROM stories").fetchone()

    def story_of(self, article_id: int) -> int | None:
        """The id of an article's story; None if there is no such article, or it was not grouped yet."""
        row = self.db.conn.execute("SELECT story_id FROM articles WHERE id = ?", [article_id]).fetchone()
        return row and row[0]

    def copies(self, story_id: int) -> list[dict]:
        """The copies of a story, the first published first: id, source, published, headline, publisher, url, ..."""
        return list(self.db.query(COPIES, [story_id]))

    def one_each(self, records: Iterator[dict]) -> Iterator[dict]:
        """Of each story the first record, with ``also_in``: the outlet, URL and time of its other copies, in order."""
        seen = set()
        for record in records:
            story_id = record["story_id"]
            if story_id not in seen:
                others = [] if story_id is None else self.copies(story_id)
                if len(others) > 1:
                    seen.add(story_id)
                yield record | {"also_in": [_printed(one) for one in others if one["id"] != record["id"]]}

    def rebuild(self, batch: int = 200) -> Iterator[tuple[int, int]]:
        """Group all articles anew, or go on where that was stopped: (articles done, of how many), after each batch.

        The caller commits between batches, each of which is to be one transaction. Articles that arrive meanwhile are
        grouped as ever.
        """
        done, until = self._unfinished() or self._begin()
        yield done, until
        sql = "SELECT id, article_body FROM articles WHERE id > ? AND id <= ? ORDER BY id LIMIT ?"
        while done < until:
            book, rows = _book(self.db), self.db.conn.execute(sql, [done, until, batch]).fetchall()
            for article_id, body in rows:
                book.enter(article_id, body)
                book.settle([article_id])
            done = rows[-1][0] if len(rows) == batch else until
            self.db.conn.execute("UPDATE story_rules SET grouped_to = ?", [done])
            yield done, until

    def ungrouped(self) -> bool:
        """Whether a rebuild is needed, or was stopped."""
        (rules,) = self.db.conn.execute("SELECT rules FROM story_rules").fetchone()
        return rules != RULES or self._unfinished() is not None

    def _unfinished(self) -> tuple[int, int] | None:
        """(last article grouped, last to be grouped) of a rebuild that was stopped; ids, not counts."""
        sql = "SELECT grouped_to, grouped_until FROM story_rules WHERE rules = ? AND grouped_to < grouped_until"
        return self.db.conn.execute(sql, [RULES]).fetchone()

    def _begin(self) -> tuple[int, int]:
        for table in ("stories", "story_copies", "story_bands", "story_sketches"):
            self.db.conn.execute(f"DELETE FROM {table}")  # noqa: S608
        (until,) = self.db.conn.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()
        self.db.conn.execute("UPDATE story_rules SET rules = ?, grouped_to = 0, grouped_until = ?", [RULES, until])
        return 0, until
