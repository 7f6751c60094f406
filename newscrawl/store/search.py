"""Articles that a search asks for, the best or the newest first.

The index names candidates; each is looked at in the articles before it counts.
"""

import math
from collections.abc import Iterable, Iterator
from itertools import islice

from sqlite_utils import Database

from newscrawl.query import Any, Node, Term, found_in, positive, wanted
from newscrawl.store.search_index import HEADLINE
from newscrawl.store.selection import AT, Selection
from newscrawl.terms import fold

RANKED = 100  # articles that are weighed against each other, if no more are asked for
RARE = 1_000  # candidates that are quicker fetched and sorted than met on the way through the index by time
NEWEST = 1_000  # articles in which a word that is everywhere is looked for without the search's index
LOOK, TAKE = 20e-6, 0.6e-6  # seconds to look into an article, and to take a candidate from the index
SATURATION, LENGTH = 1.2, 0.75  # BM25's usual k1 and b
HEADLINE_COUNTS = 3  # times as much as the text

AMONG = """id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?
                  UNION ALL SELECT article_id FROM search_pending)"""


class Search:
    """The question which articles contain a word. It only reads, so that a connection that can do no more serves."""

    def __init__(self, db: Database):
        self.db = db

    def ids(self, node: Node, selection: Selection, limit: int, newest: bool = False) -> list[int]:
        """Ids of the articles that a search (newscrawl.query) finds, at most ``limit``.

        Those whose headline is found come first, then those that are most about it (BM25 among the newest 100 of either
        kind), then the newest; with ``newest`` only time counts.
        """
        if newest:
            return [article_id for article_id, *_ in islice(self._found(node, selection, ""), limit)]
        window = max(limit, RANKED)
        ids = _ranked(node, islice(self._found(node, selection, HEADLINE), window))
        if len(ids) < limit:
            known = set(ids)
            rest = (found for found in self._found(node, selection, "") if found[0] not in known)
            ids += _ranked(node, islice(rest, window))
        return ids[:limit]

    def _found(self, node: Node, selection: Selection, mark: str) -> Iterator[tuple[int, str, str]]:
        """(id, headline, text) of what is found, folded, the newest first; with HEADLINE only what is in headlines."""
        said = positive(node)
        for article_id in self._candidates(match_of(node, mark), selection):
            row = self.db.conn.execute("SELECT headline FROM articles WHERE id = ?", [article_id]).fetchone()
            headline = fold(row[0])
            if mark and not found_in(said, [headline]):
                continue  # the text is read from further pages of the file, which this spares
            row = self.db.conn.execute("SELECT article_body FROM articles WHERE id = ?", [article_id]).fetchone()
            body = fold(row[0])
            if found_in(node, [headline, body]):
                yield article_id, headline, body

    def _candidates(self, match: str, selection: Selection) -> Iterator[int]:
        """Ids of all articles that may be meant, the newest first."""
        where, values = selection.sql()
        (articles,) = self.db.conn.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()
        everywhere = int(math.sqrt(RANKED * articles * LOOK / TAKE))  # from here on looking is quicker than taking
        sql = "SELECT count(*) FROM (SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? LIMIT ?)"
        (count,) = self.db.conn.execute(sql, [match, everywhere]).fetchone()
        if count >= everywhere > RARE:
            floor = self._newest(selection)
            yield from self._walk(f"{AT} >= ? AND {where}", [floor, *values], "INDEXED BY articles_by_time")
            where, values = f"{AT} < ? AND {where}", [floor, *values]
        way = "NOT INDEXED" if count < RARE else "INDEXED BY articles_by_time"
        yield from self._walk(f"{AMONG} AND {where}", [match, *values], way)

    def _newest(self, selection: Selection) -> str:
        """The time since which the newest articles were published that are looked at one by one."""
        where, values = Selection(until=selection.until).sql()
        sql = f"SELECT {AT} FROM articles WHERE {where} ORDER BY 1 DESC LIMIT 1 OFFSET ?"  # noqa: S608
        row = self.db.conn.execute(sql, [*values, NEWEST]).fetchone()
        return row[0] if row else ""

    def _walk(self, where: str, values: list, way: str) -> Iterator[int]:
        sql = f"SELECT id FROM articles {way} WHERE {where} ORDER BY {AT} DESC, id DESC"  # noqa: S608
        return (article_id for (article_id,) in self.db.conn.execute(sql, values))


def match_of(node: Node, mark: str = "") -> str:
    """The question to the index whose answer holds all that is found; with HEADLINE, all that is found in headlines.

    What is to be left out is not in it: of what the index says to have a phrase, some has not.
    """
    if isinstance(node, Term):
        asked = [f'"{mark}{token}"{"*" if begins else ""}' for token, begins in node.tokens()]
        return f"({' AND '.join(asked)})"
    word = " OR " if isinstance(node, Any) else " AND "
    return f"({word.join(match_of(part, mark) for part in node.parts)})"


def _ranked(node: Node, found: Iterable[tuple[int, str, str]]) -> list[int]:
    """Ids of what was found, what is most about the search first; of equals the one that came first."""
    terms = wanted(node)
    rows = [
        (article_id, len(body) + 1, [HEADLINE_COUNTS * term.count(headline) + term.count(body) for term in terms])
        for article_id, headline, body in found
    ]
    usual = sum(length for _, length, _ in rows) / max(1, len(rows))
    having = [sum(counts[n] > 0 for *_, counts in rows) for n in range(len(terms))]
    weights = [math.log(1 + (len(rows) - n + 0.5) / (n + 0.5)) for n in having]

    def score(row: tuple[int, int, list[int]]) -> float:
        damping = SATURATION * (1 - LENGTH + LENGTH * row[1] / usual)
        return sum(weight * count / (count + damping) for weight, count in zip(weights, row[2], strict=True))

    return [row[0] for row in sorted(rows, key=score, reverse=True)]
