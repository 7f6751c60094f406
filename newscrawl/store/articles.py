"""Articles, and what they said before."""

import json
from collections.abc import Iterable, Iterator

import orjson
from sqlite_utils import Database

from newscrawl.items import Article
from newscrawl.store.pages import Pages
from newscrawl.store.rows import RECORD, from_row, now, stamp, text_key, to_json, to_record, to_row
from newscrawl.store.selection import AT, GONE, Selection
from newscrawl.store.stories import Stories

EMPTY = (None, "[]", "{}")
NEVER_REVISED = ("url", "source", "section", "fetched_at", "via", "text_key")
CORRECTED = ("headline", "article_body", "authors", "editors", "publisher")  # what readers are owed to be told of

# every other list that showed an article's URL, or one that led to the same article; the first first
SECTIONS = """(SELECT json_group_array(section) FROM (
    SELECT sections.section FROM ledger JOIN sections USING (key)
    WHERE ledger.article_id = articles.id AND sections.section IS NOT articles.section ORDER BY first_seen_at, 1))"""


class Articles:
    """Every question about articles. Writes expect the caller's transaction."""

    def __init__(self, db: Database):
        self.db, self.stories, self.pages = db, Stories(db), Pages(db)

    def add(self, article: Article) -> int:
        row = to_row(article)
        names = ", ".join(row)
        sql = f"INSERT INTO articles ({names}) VALUES ({', '.join('?' * len(row))})"  # noqa: S608
        article_id = self.db.conn.execute(sql, list(row.values())).lastrowid
        self.pages.keep(article_id, article)
        self.stories.place(article_id, row["article_body"], found=article.fetch and article.fetch.signature)
        return article_id

    def differences(self, article_id: int, article: Article, *, erase: bool = False) -> dict[str, tuple]:
        """The columns in which ``article`` differs from what is stored: {name: (stored, new)}.

        A value that is now missing differs only with ``erase``; headline and text are never erased.
        """
        old = next(self.db.query("SELECT * FROM articles WHERE id = ?", [article_id]))
        new = to_row(article)
        return {
            name: (old[name], value)
            for name, value in new.items()
            if name not in NEVER_REVISED
            and old[name] != value
            and (value not in EMPTY or (erase and name not in ("headline", "article_body")))
        }

    def corrections(self, article_id: int, article: Article) -> dict[str, tuple]:
        """The differences, if what readers read is among them: a new time stamp or picture alone is no correction."""
        changed = self.differences(article_id, article)
        told = (changed[name] for name in CORRECTED if name in changed)
        return changed if any("".join((old or "").split()) != "".join(new.split()) for old, new in told) else {}

    def correct(self, article_id: int, article: Article) -> dict[str, tuple]:
        """Make ``article`` the current text if it corrects what is stored; returns the differences.

        Where other rules read it than read the stored one, it is they that may differ, and not what was published.
        """
        if not self.corrections(article_id, article):
            return {}
        before = self.pages.reader(article_id)
        same = before is None or article.fetch is None or before == article.fetch.reader
        return self.revise(article_id, article, "corrected" if same else "reextracted")

    def revise(self, article_id: int, article: Article, reason: str, *, erase: bool = False) -> dict[str, tuple]:
        """Make ``article`` the current text, keep what it replaces as a revision; returns the differences."""
        changed = self.differences(article_id, article, erase=erase)
        new = to_row(article)
        if changed:
            previous = to_json({name: old for name, (old, _) in changed.items()})
            self.db["revisions"].insert(
                {"article_id": article_id, "replaced_at": stamp(now()), "reason": reason, "previous": previous}
            )
            kept = {name: new[name] for name in (*changed, "fetched_at")}
            kept["via"] = self._origins(article_id, article, changed)
            if "article_body" in changed or "headline" in changed:
                kept["text_key"] = new["text_key"]
            before = self._body(article_id)
            self.db["articles"].update(article_id, kept)
            self.pages.keep(article_id, article)
            self.stories.place(article_id, self._body(article_id), before)
        return changed

    def _body(self, article_id: int) -> str:
        return self.db.conn.execute("SELECT article_body FROM articles WHERE id = ?", [article_id]).fetchone()[0]

    def _origins(self, article_id: int, article: Article, changed: dict) -> str:
        """``via`` of a revised article: what it keeps keeps its origin."""
        old = json.loads(self.db.conn.execute("SELECT via FROM articles WHERE id = ?", [article_id]).fetchone()[0])
        return to_json({name: rule for name, rule in old.items() if name not in changed} | article.via)

    def with_canonical(self, url: str) -> int | None:
        """The id of the first stored article that names a URL as its canonical one."""
        return self.db.conn.execute("SELECT min(id) FROM articles WHERE canonical_url = ?", [url]).fetchone()[0]

    def with_text(self, article: Article) -> int | None:
        """The id of its source's first stored article with the same text."""
        sql = "SELECT min(id) FROM articles WHERE text_key = ? AND source = ?"
        return self.db.conn.execute(sql, [text_key(article), article.source]).fetchone()[0]

    def get(self, article_id: int) -> Article | None:
        row = next(self.db.query("SELECT * FROM articles WHERE id = ?", [article_id]), None)
        return from_row(row) if row else None

    def select(self, *, newest: int | None = None, one_per_story: bool = False, **filters: object) -> Iterator[dict]:
        """Articles as records (id, their fields, sections, story_id; times as text) by time published, oldest first.

        What is asked for are the fields of a :class:`Selection`. With ``newest``, only so many, the newest first;
        ``one_per_story``: see :meth:`Stories.one_each`.
        """
        order = f"{AT}, id" if newest is None else f"{AT} DESC, id DESC LIMIT {newest:d}"
        records = self._records(*Selection(**filters).sql(), order)
        return self.stories.one_each(records) if one_per_story else records

    def those(self, ids: Iterable[int]) -> Iterator[dict]:
        """The articles with these ids as ``select`` gives them; one that is gone from the file is passed over."""
        for article_id in ids:
            yield from self._records("id = ?", [article_id], "id")

    def _records(self, where: str, values: list, order: str) -> Iterator[dict]:
        columns = ", ".join(SECTIONS if name == "sections" else name for name in RECORD)
        sql = f"SELECT {columns} FROM articles WHERE {where} ORDER BY {order}"  # noqa: S608
        for row in self.db.conn.execute(sql, values):
            record = to_record(dict(zip(RECORD, row, strict=True)))
            own, others = record["section"], record["sections"]
            more = dict.fromkeys(orjson.loads(others)) if others != "[]" else ()  # hardly any article has
            record["sections"] = [own, *more] if own else [*more]
            yield record

    def count(self, *, newest: int | None = None, one_per_story: bool = False, **filters: object) -> int:
        """How many articles that is."""
        where, values = Selection(**filters).sql()
        counted = "DISTINCT coalesce(story_id, -id)" if one_per_story else "*"
        sql = f"SELECT count({counted}) FROM articles WHERE {where}"  # noqa: S608
        count = self.db.conn.execute(sql, values).fetchone()[0]
        return count if newest is None else min(count, newest)

    def whereabouts(self, article_id: int) -> tuple[str | None, bool]:
        """(an article's URL, whether its site has taken it down); (None, False) if it is not stored."""
        sql = f"SELECT url, {GONE} FROM articles WHERE id = ?"  # noqa: S608
        url, gone = self.db.conn.execute(sql, [article_id]).fetchone() or (None, False)
        return url, bool(gone)

    def publishers(self) -> list[str]:
        """The names of all outlets, as the articles have them."""
        sql = "SELECT DISTINCT publisher FROM articles WHERE publisher IS NOT NULL ORDER BY 1"
        return [name for (name,) in self.db.conn.execute(sql)]

    def sections(self) -> list[str]:
        """The names of all sections."""
        sql = """SELECT section FROM articles WHERE section IS NOT NULL
                 UNION SELECT section FROM sections ORDER BY 1"""
        return [name for (name,) in self.db.conn.execute(sql)]
