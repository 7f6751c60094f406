"""Which articles are meant: the conditions by which they are chosen, as SQL."""

from dataclasses import dataclass
from datetime import datetime

from newscrawl.slugs import same
from newscrawl.store.rows import stamp

AT = "coalesce(date_published, fetched_at)"  # the time that an article counts at
MARKED = "value ->> 'code' = ? OR (value ->> 'market') || '.' || (value ->> 'code') = ?"
LISTED = """section IN ({0}) OR EXISTS (
    SELECT 1 FROM ledger JOIN sections USING (key)
    WHERE ledger.article_id = articles.id AND sections.section IN ({0}))"""

HELD = "SELECT 1 FROM ledger WHERE article_id = articles.id AND state"
GONE = f"EXISTS ({HELD} = 'gone') AND NOT EXISTS ({HELD} = 'stored')"  # from every address it had


@dataclass(frozen=True)
class Selection:
    """All conditions must hold; of those that name several, one of them. Empty or None: no condition.

    ``outlets`` are publishers' names; ``sections`` any list that showed the article. ``stocks`` are codes such as
    600519 or BK0473, or with their market, 1.600519. ``since`` is included, ``until`` is not; an article without a date
    counts at the time it was fetched. ``taken_down``: only what its site has taken down, or, if False, only what not.
    """

    sources: list[str] | None = None
    outlets: list[str] | None = None
    sections: list[str] | None = None
    stocks: list[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    taken_down: bool | None = None

    def sql(self) -> tuple[str, list]:
        """(a condition on ``articles``, the values of its ?)."""
        where, values = ["1"], []
        for condition, named in (
            ("source IN ({0})", self.sources),
            ("publisher IN ({0})", [spelt for name in self.outlets or () for spelt in {name, same(name)}]),
            (LISTED, self.sections),
        ):
            if named:
                where.append(f"({condition.format(', '.join('?' * len(named)))})")
                values += list(named) * condition.count("{0}")
        if self.stocks:
            marked = " OR ".join([MARKED] * len(self.stocks))
            where.append(f"EXISTS (SELECT 1 FROM json_each(stocks) WHERE {marked})")  # noqa: S608
            values += [code.strip().upper() for code in self.stocks for _ in range(MARKED.count("?"))]
        if self.taken_down is not None:
            where.append(f"({GONE})" if self.taken_down else f"NOT ({GONE})")
        for sign, moment in ((">=", self.since), ("<", self.until)):
            if moment:
                where.append(f"{AT} {sign} ?")
                values.append(stamp(moment))
        return " AND ".join(where), values
