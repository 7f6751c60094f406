"""What grouping asks of the database and writes to it: the Book of newscrawl.stories."""

from collections import Counter
from functools import lru_cache

from sqlite_utils import Database

from newscrawl.items import Signature
from newscrawl.store.selection import AT
from newscrawl.stories import Key, Text, agreement, akin, read, settle, signature

HOT = 50  # origins that share a band: with more it is a common phrase, and says nothing
COMPARED_ONCE = 2  # of those that share one band only: a sentence that many quote
COMPARED = 12  # origins that an article is compared with: those that share most and rarest with it

_read = lru_cache(maxsize=200)(read)  # an article that others share a phrase with is compared again and again


class StoryBook:
    """Lives for one transaction."""

    def __init__(self, db: Database):
        self.db = db
        self._texts: dict[int, Text] = {}
        self._keys: dict[int, Key] = {}
        self._signatures: dict[int, Signature] = {}
        self._sketches: dict[int, bytes] = {}
        self._agreements: dict[tuple[int, int], float] = {}
        self._entered: set[int] = set()
        self._touched: set[int] = set()
        self._asked: tuple[int, list[int]] = (0, [])  # settling an article asks for its origins first, then for all

    def enter(self, article_id: int, body: str, found: Signature | None = None) -> None:
        """Make an article findable by its text; ``found``: the text's signature, if it is known."""
        if found is None:
            self._texts[article_id] = _read(body)
        else:
            self._signatures[article_id] = found
        self._entered.add(article_id)
        rows = [(band, article_id) for band in self._bands_of(article_id)]
        self.db.conn.executemany("INSERT OR IGNORE INTO story_bands VALUES (?, ?)", rows)
        self._sketches[article_id] = sketch = self._signatures[article_id].sketch
        self.db.conn.execute("INSERT OR REPLACE INTO story_sketches VALUES (?, ?)", [article_id, sketch])

    def forget(self, article_id: int, body: str) -> list[int]:
        """Take an article out that had this text; returns the copies that it leaves behind."""
        rows = [(band, article_id) for band in signature(read(body)).bands]
        self.db.conn.executemany("DELETE FROM story_bands WHERE band = ? AND article_id = ?", rows)
        self._touched |= {self.origin(article_id), article_id}
        self.db.conn.execute("DELETE FROM story_copies WHERE article_id = ?", [article_id])
        return self.copies(article_id)

    def settle(self, articles: list[int]) -> None:
        """Find the stories of articles that were entered, or left behind, and write what that changes."""
        settle(self, articles)
        self._write()

    def _bands_of(self, article_id: int) -> tuple[int, ...]:
        if article_id not in self._signatures:
            self._signatures[article_id] = signature(self.text(article_id))
        return self._signatures[article_id].bands

    def _sketch(self, article_id: int) -> bytes:
        if article_id not in self._sketches:
            sql = "SELECT sketch FROM story_sketches WHERE article_id = ?"
            row = self.db.conn.execute(sql, [article_id]).fetchone()
            self._sketches[article_id] = row[0] if row else signature(self.text(article_id)).sketch
        return self._sketches[article_id]

    def key(self, article_id: int) -> Key:
        if article_id not in self._keys:
            sql = f"SELECT {AT}, url FROM articles WHERE id = ?"  # noqa: S608
            self._keys[article_id] = (*self.db.conn.execute(sql, [article_id]).fetchone(), article_id)
        return self._keys[article_id]

    def text(self, article_id: int) -> Text:
        if article_id not in self._texts:
            sql = "SELECT article_body FROM articles WHERE id = ?"
            self._texts[article_id] = _read(self.db.conn.execute(sql, [article_id]).fetchone()[0])
        return self._texts[article_id]

    def agreement(self, one: int, other: int) -> float:
        pair = (min(one, other), max(one, other))
        if pair not in self._agreements:
            alike = akin(self._sketch(one), self._sketch(other))  # if not, neither text has to be read
            self._agreements[pair] = agreement(self.text(one), self.text(other)) if alike else 0.0
        return self._agreements[pair]

    def origins_near(self, article_id: int) -> list[int]:
        near: Counter[int] = Counter()
        shared: Counter[int] = Counter()
        sql = f"""SELECT {AT}, url, id FROM story_bands JOIN articles ON id = article_id
                  WHERE band = ? AND id != ?
                  AND NOT EXISTS (SELECT 1 FROM story_copies WHERE story_copies.article_id = id) LIMIT ?"""  # noqa: S608
        for band in self._bands_of(article_id):
            found = self.db.conn.execute(sql, [band, article_id, HOT + 1]).fetchall()
            if len(found) <= HOT:
                self._keys.update({key[2]: key for key in found})
                near.update({key[2]: 1 / len(found) for key in found})
                shared.update(key[2] for key in found)
        ranked = sorted(near, key=lambda other: (-near[other], self.key(other)))
        once = [other for other in ranked if shared[other] == 1][:COMPARED_ONCE]
        found = [other for other in ranked if shared[other] > 1][:COMPARED] + once
        self._asked = article_id, found
        return found

    def all_near(self, article_id: int) -> list[int]:
        near = self._asked[1] if self._asked[0] == article_id else self.origins_near(article_id)
        marks = ", ".join("?" * len(self._bands_of(article_id)))
        sql = f"""SELECT DISTINCT article_id FROM story_bands JOIN story_copies USING (article_id)
                  WHERE band IN ({marks}) AND article_id != ?"""  # noqa: S608
        copies = self.db.conn.execute(sql, [*self._bands_of(article_id), article_id])
        return near + [other for (other,) in copies]

    def origin(self, article_id: int) -> int | None:
        row = self.db.conn.execute("SELECT origin_id FROM story_copies WHERE article_id = ?", [article_id]).fetchone()
        return row[0] if row else None if article_id in self._entered else article_id

    def copies(self, origin: int) -> list[int]:
        sql = "SELECT article_id FROM story_copies WHERE origin_id = ?"
        return [article_id for (article_id,) in self.db.conn.execute(sql, [origin])]

    def assign(self, article_id: int, origin: int) -> None:
        self._touched |= {self.origin(article_id) or article_id, article_id, origin}
        self._entered.discard(article_id)  # from here on its row says it all
        if origin == article_id:
            self.db.conn.execute("DELETE FROM story_copies WHERE article_id = ?", [article_id])
        else:
            self.db.conn.execute("INSERT OR REPLACE INTO story_copies VALUES (?, ?)", [article_id, origin])

    def _write(self) -> None:
        """Write the stories of all origins that gained or lost a copy, and the articles' story_id."""
        marks = ", ".join("?" * len(self._touched))
        self.db.conn.execute(f"DELETE FROM stories WHERE origin_id IN ({marks})", list(self._touched))  # noqa: S608
        origins = [one for one in self._touched if self.origin(one) in (one, None)]
        for origin in origins:
            self._write_story(origin)
        self._touched.clear()

    def _write_story(self, origin: int) -> None:
        members = [origin, *self.copies(origin)]
        marks = ", ".join("?" * len(members))
        self.db.conn.execute(
            f"UPDATE articles SET story_id = ? WHERE id IN ({marks}) AND story_id IS NOT ?",  # noqa: S608
            [min(members), *members, min(members)],
        )
        if len(members) > 1:
            self.db.conn.execute(
                f"""INSERT INTO stories (id, origin_id, copies, first_published, last_published, publisher)
                    SELECT min(id), ?, count(*), min({AT}), max({AT}),
                        (SELECT publisher FROM articles WHERE id IN ({marks}) AND publisher IS NOT NULL
                         GROUP BY publisher ORDER BY count(*) DESC, min({AT}), publisher LIMIT 1)
                    FROM articles WHERE id IN ({marks})""",  # noqa: S608
                [origin, *members, *members],
            )
