"""What the browse pages show besides articles: stories, figures by day. It only reads."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from newscrawl.store.rows import now, stamp
from newscrawl.store.selection import AT, Selection

DELAYS = {"5 min": 300, "15 min": 900, "1 h": 3600, "6 h": 21_600, "1 day": 86_400, "1 week": 604_800}


class Views:
    """Questions of readers. Times are text as the file has it, UTC."""

    def __init__(self, db: Database):
        self.db = db

    def latest(self, limit: int, selection: Selection) -> list[int]:
        """Ids of the newest articles; one without a date counts at the time it was fetched."""
        where, values = selection.sql()
        sql = f"SELECT id FROM articles WHERE {where} ORDER BY {AT} DESC, id DESC LIMIT ?"  # noqa: S608
        return [article_id for (article_id,) in self.db.conn.execute(sql, [*values, limit])]

    def sources(self) -> list[str]:
        """The sources of all articles, by name, each found by one look into the index."""
        sql = """WITH RECURSIVE named (source) AS (
                     SELECT min(source) FROM articles
                     UNION ALL SELECT (SELECT min(source) FROM articles WHERE source > named.source) FROM named
                     WHERE named.source IS NOT NULL)
                 SELECT source FROM named WHERE source IS NOT NULL"""
        return [name for (name,) in self.db.conn.execute(sql)]

    def story(self, story_id: int) -> list[int]:
        """Ids of the articles that tell one story, the first published first."""
        sql = f"SELECT id FROM articles WHERE story_id = ? ORDER BY {AT}, id"  # noqa: S608
        return [article_id for (article_id,) in self.db.conn.execute(sql, [story_id])]

    def per_day(self, days: int, today: datetime | None = None) -> list[tuple[str, str, int]]:
        """(day in UTC, source, articles published) of the last ``days`` days."""
        since = stamp((today or now()) - timedelta(days=days - 1))[:10]
        sql = f"""SELECT substr({AT}, 1, 10), source, count(*) FROM articles
                  WHERE {AT} >= ? GROUP BY 1, 2 ORDER BY 1, 2"""  # noqa: S608
        return self.db.conn.execute(sql, [since]).fetchall()

    def delays(self, days: int, today: datetime | None = None) -> list[tuple[str, list[int]]]:
        """(source, articles per step of DELAYS and above all of them) between printing and finding, last ``days`` days.

        Articles of which only the day is known are left out.
        """
        since = stamp((today or now()) - timedelta(days=days))
        steps = ", ".join(f"sum(late >= {low} AND late < {high})" for low, high in _steps())
        sql = f"""SELECT source, {steps} FROM (
                      SELECT source, max(0, unixepoch(fetched_at) - unixepoch(date_published)) AS late FROM articles
                      WHERE {AT} >= ? AND date_precision != 'day') GROUP BY 1 ORDER BY 1"""  # noqa: S608
        return [(source, list(counts)) for source, *counts in self.db.conn.execute(sql, [since])]


def _steps() -> list[tuple[int, str]]:
    ends = [0, *DELAYS.values()]
    return list(zip(ends, [*map(str, ends[1:]), "9e99"], strict=True))
