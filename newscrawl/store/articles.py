"""Articles, their revisions and their pages."""

from collections.abc import Iterator
from datetime import datetime

from sqlite_utils import Database

from newscrawl.items import Article
from newscrawl.packing import unpack
from newscrawl.store.rows import RECORD, from_row, now, stamp, text_key, to_json, to_record, to_row

NOT_A_CORRECTION = ("url", "source", "section", "fetched_at", "via", "text_key")


class Articles:
    """Every question about articles. Writes expect the caller's transaction."""

    def __init__(self, db: Database):
        self.db = db

    def add(self, article: Article) -> int:
        row = to_row(article)
        names = ", ".join(row)
        sql = f"INSERT INTO articles ({names}) VALUES ({', '.join('?' * len(row))})"  # noqa: S608
        article_id = self.db.conn.execute(sql, list(row.values())).lastrowid
        self._keep_page(article_id, article)
        return article_id

    def revise(self, article_id: int, article: Article, reason: str = "corrected") -> list[str]:
        """Make ``article`` the current text; the names of the columns that changed. A missing value erases nothing."""
        old = next(self.db.query("SELECT * FROM articles WHERE id = ?", [article_id]))
        new = {name: value for name, value in to_row(article).items() if value not in (None, "[]", "{}")}
        changed = [name for name, value in new.items() if name not in NOT_A_CORRECTION and old[name] != value]
        if changed:
            previous = to_json({name: old[name] for name in changed})
            self.db["revisions"].insert(
                {"article_id": article_id, "replaced_at": stamp(now()), "reason": reason, "previous": previous}
            )
            kept = {name: new[name] for name in (*changed, "via", "fetched_at", "text_key") if name in new}
            self.db["articles"].update(article_id, kept)
            self._keep_page(article_id, article)
        return changed

    def with_text(self, article: Article) -> int | None:
        """The id of the first stored article with the same text."""
        sql = "SELECT min(id) FROM articles WHERE text_key = ?"
        return self.db.conn.execute(sql, [text_key(article)]).fetchone()[0]

    def get(self, article_id: int) -> Article | None:
        row = next(self.db.query("SELECT * FROM articles WHERE id = ?", [article_id]), None)
        return from_row(row) if row else None

    def page(self, article_id: int) -> bytes | None:
        """The page an article was read from, as downloaded; None if it is not kept."""
        row = self.db.conn.execute("SELECT html FROM pages WHERE article_id = ?", [article_id]).fetchone()
        return unpack(row[0]) if row else None

    def select(
        self, sources: list[str] | None = None, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[dict]:
        """Articles as records (id, their fields, story_id; times as text) by time published, oldest first.

        ``since`` is included, ``until`` is not. An article without a date counts at the time it was fetched.
        """
        where, values = ["1"], []
        if sources:
            where.append(f"source IN ({', '.join('?' * len(sources))})")
            values += sources
        for sign, moment in ((">=", since), ("<", until)):
            if moment:
                where.append(f"coalesce(date_published, fetched_at) {sign} ?")
                values.append(stamp(moment))
        sql = f"""SELECT {", ".join(RECORD)} FROM articles WHERE {" AND ".join(where)}
                  ORDER BY coalesce(date_published, fetched_at), id"""  # noqa: S608
        for row in self.db.conn.execute(sql, values):
            yield to_record(dict(zip(RECORD, row, strict=True)))

    def _keep_page(self, article_id: int, article: Article) -> None:
        fetch = article.fetch
        if fetch and fetch.page:
            self.db.conn.execute(
                "INSERT OR REPLACE INTO pages (article_id, url, fetched_at, encoding, html) VALUES (?, ?, ?, ?, ?)",
                [
                    article_id,
                    article.url,
                    stamp(article.fetched_at),
                    fetch.encoding,
                    fetch.page,
                ],
            )
