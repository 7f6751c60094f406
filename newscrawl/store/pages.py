"""The pages that articles were read from, as they were downloaded."""

import json
from datetime import datetime

from sqlite_utils import Database

from newscrawl.items import Article, RawPage
from newscrawl.packing import unpack
from newscrawl.store.rows import stamp


class Pages:
    """Every question about raw pages. Writes expect the caller's transaction."""

    def __init__(self, db: Database):
        self.db = db

    def keep(self, article_id: int, article: Article) -> None:
        """Keep the pages that an article came from instead of those kept before, if it came from any."""
        if not article.fetch or not article.fetch.pages:
            return
        self.db.conn.execute("DELETE FROM pages WHERE article_id = ?", [article_id])
        at, rules = stamp(article.fetched_at), article.fetch.reader
        self.db.conn.executemany(
            """INSERT INTO pages (article_id, part, url, fetched_at, encoding, reader, html)
               VALUES (?, ?, ?, ?, ?, ?, ?)""",
            [(article_id, n, p.url, at, p.encoding, rules, p.packed) for n, p in enumerate(article.fetch.pages, 1)],
        )

    def of(self, article_id: int) -> list[tuple[RawPage, bytes, datetime]]:
        """The pages an article was read from: (page, its bytes as downloaded, when); none if they are not kept."""
        sql = "SELECT url, encoding, html, fetched_at FROM pages WHERE article_id = ? ORDER BY part"
        return [
            (RawPage(url, encoding, html), unpack(html), datetime.fromisoformat(at))
            for url, encoding, html, at in self.db.conn.execute(sql, [article_id])
        ]

    def reader(self, article_id: int) -> str | None:
        """The rules that an article's kept page was read with; None if none is kept."""
        sql = "SELECT reader FROM pages WHERE article_id = ? AND part = 1"
        row = self.db.conn.execute(sql, [article_id]).fetchone()
        return row and row[0]

    def read_otherwise(
        self, source: str, rules: str | None, since: datetime | None = None, until: datetime | None = None
    ) -> list[int]:
        """Ids of a source's articles whose kept pages were read with other rules; None: of all with kept pages."""
        sql = """SELECT id FROM articles WHERE source = :source
                 AND EXISTS (SELECT 1 FROM pages WHERE article_id = articles.id AND part = 1 AND reader IS NOT :rules)
                 AND (:since IS NULL OR coalesce(date_published, fetched_at) >= :since)
                 AND (:until IS NULL OR coalesce(date_published, fetched_at) < :until) ORDER BY id"""
        bounds = {"since": since and stamp(since), "until": until and stamp(until)}
        values = {"source": source, "rules": rules} | bounds
        return [article_id for (article_id,) in self.db.conn.execute(sql, values)]

    def drop(self, before: dict[str, str], size: int | None) -> tuple[int, int]:
        """Delete pages fetched before a source's time in ``before``, then the oldest until ``size`` bytes are left.

        (how many articles lost their pages, bytes).
        """
        sql = """WITH held AS (
                     SELECT article_id, source, max(pages.fetched_at) AS at, sum(length(html)) AS bytes
                     FROM pages JOIN articles ON articles.id = article_id GROUP BY article_id),
                 piled AS (
                     SELECT *, sum(bytes) OVER (ORDER BY at DESC, article_id DESC) AS pile FROM held)
                 SELECT article_id, bytes FROM piled WHERE at < (? ->> source) OR pile > ?"""
        doomed = self.db.conn.execute(sql, [json.dumps(before), size]).fetchall()
        self.db.conn.executemany("DELETE FROM pages WHERE article_id = ?", [(article_id,) for article_id, _ in doomed])
        return len(doomed), sum(held for _, held in doomed)

    def mark_read(self, article_id: int, rules: str) -> None:
        self.db.conn.execute("UPDATE pages SET reader = ? WHERE article_id = ?", [rules, article_id])
