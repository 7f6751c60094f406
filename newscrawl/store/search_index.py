"""The search's index, brought up to what the articles say."""

from sqlite_utils import Database

from newscrawl.terms import fold, tokens

HEADLINE = "\ue000"  # before a token: it stands in the headline
BATCH = 200  # articles a transaction at the end of a run: one by one the index takes many times as long
MANY = 1_000  # articles a transaction where more are waiting, and after which the index is worth tidying up
MERGE_PAGES = 500  # written in one transaction when the index is tidied up


class SearchIndex:
    """What is in the index and what is still to be. Writes expect the caller's transaction."""

    def __init__(self, db: Database):
        self.db = db

    def waiting(self) -> int:
        """How many articles have changed since they were indexed."""
        return self.db.conn.execute("SELECT count(*) FROM search_pending").fetchone()[0]

    def catch_up(self, most: int) -> int:
        """Index at most so many of the articles that are waiting; returns how many that was."""
        rows = self.db.conn.execute(
            """SELECT article_id, search_pending.headline, search_pending.article_body,
                      articles.headline, articles.article_body
               FROM search_pending LEFT JOIN articles ON articles.id = article_id ORDER BY article_id LIMIT ?""",
            [most],
        ).fetchall()
        put, ids = self.db.conn.executemany, [(article_id,) for article_id, *_ in rows]
        stale = [(article_id, words(old, text)) for article_id, old, text, *_ in rows if old is not None]
        put("INSERT INTO articles_fts (articles_fts, rowid, tokens) VALUES ('delete', ?, ?)", stale)
        fresh = [(article_id, words(new, text)) for article_id, *_, new, text in rows if new is not None]
        put("INSERT INTO articles_fts (rowid, tokens) VALUES (?, ?)", fresh)
        put("DELETE FROM search_pending WHERE article_id = ?", ids)
        return len(rows)

    def tidy(self) -> bool:
        """Merge a few of the pieces that the index has grown in; returns whether more are left."""
        before = self.db.conn.total_changes
        self.db.conn.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('merge', ?)", [MERGE_PAGES])
        return self.db.conn.total_changes - before > 1  # as SQLite's manual tells it


def words(headline: str, body: str) -> str:
    """The tokens of an article as the index takes them."""
    of_headline = tokens(fold(headline))
    found = of_headline | tokens(fold(body)) | {HEADLINE + token for token in of_headline}
    return " ".join(found)
