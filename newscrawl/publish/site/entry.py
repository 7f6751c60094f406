"""A story as it stands on the site's lists."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from unicodedata import east_asian_width

from newscrawl.publish.site.body import plain
from newscrawl.publish.site.options import Options
from newscrawl.slugs import same

EXCERPT = 120  # columns of a text that lists and the search know: 60 Chinese characters
ENDS = tuple("。！？.!?…")
NEWS = "新闻"


@dataclass
class Entry:
    """A story's page. ``key`` is the id of its first article, which never changes: the page is /a/<key>.html.

    ``date`` is local time with its offset as the seed's posts have it, ``2022-04-12 19:37:05 +0800``; ``updated``,
    likewise, when it last changed, or "". ``slug`` and ``outlet`` are the category. ``version`` is that of all its
    articles, ``file`` where the story was written; ``live``: it is on the lists of the last days.
    """

    key: int
    version: str
    title: str
    date: str
    precision: str
    outlet: str
    slug: str
    description: str
    updated: str = ""
    file: str = ""
    live: bool = True

    @property
    def day(self) -> date:
        return date.fromisoformat(self.date[:10])

    @property
    def is_day(self) -> bool:
        """Whether its time is a calendar day of its source, and no moment of it."""
        return self.precision == "day" and self.date[11:19] == "00:00:00"

    @property
    def month(self) -> str:
        return self.date[:7]

    @property
    def url(self) -> str:
        return f"/a/{self.key}.html"

    @property
    def moment(self) -> datetime:
        return _moment(self.date)

    @property
    def changed(self) -> datetime | None:
        return _moment(self.updated) if self.updated else None

    def post(self) -> dict:
        """What lists say of it: the front matter of its post, and what Jekyll adds to that."""
        return {
            "title": self.title, "date": self.date, "categories": [self.slug], "tags": [tag(self.outlet)],
            "month": self.month, "outlet": self.outlet, "precision": self.precision, "description": self.description,
            "url": self.url,
        }  # fmt: skip


def entry_of(
    key: int, version: str, record: dict, corrected_at: str | None, outlet_slug: Callable[[str], str], options: Options
) -> Entry:
    """The entry of the story that a record tells; ``outlet_slug`` gives an outlet's name in addresses.

    ``corrected_at`` is when the record was last seen to say something else.
    """
    moment, *changes = (
        options.local(text, record["source"])
        for text in (record["date_published"] or record["fetched_at"], record["date_modified"], corrected_at) if text
    )  # fmt: skip
    updated = max(changes, default=moment)
    outlet = outlet_of(record)
    text = excerpt(plain(record["description"]) or plain(record["article_body"][: 4 * EXCERPT]))
    return Entry(
        key=key, version=version, title=plain(record["headline"]) or text or "…",
        date=_said(moment), updated=_said(updated) if updated > moment else "",
        precision=record["date_precision"] or "" if record["date_published"] else "",
        outlet=outlet, slug=outlet_slug(outlet), description=text,
    )  # fmt: skip


def _said(moment: datetime) -> str:
    return f"{moment.date().isoformat()} {moment:%H:%M:%S %z}"


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said[:19] + said[20:])


def outlet_of(record: dict) -> str:
    return same(plain(record["publisher"])) or record["source"]


def tag(outlet: str) -> str:
    """北方网 → 北方网新闻, 每日经济新闻 → 每日经济新闻."""
    return outlet.removesuffix(NEWS) + NEWS


def excerpt(text: str) -> str:
    """The beginning of a text, to EXCERPT columns; a Latin word is not cut in two."""
    columns = list(accumulate(2 if east_asian_width(character) in "WF" else 1 for character in text[: EXCERPT + 1]))
    if not columns or columns[-1] <= EXCERPT:
        return text
    kept = text[: bisect_right(columns, EXCERPT - 1)]
    words, _, rest = kept.rpartition(" ")
    in_a_word = rest.isascii() and text[len(kept)] != " "
    kept = words if words and in_a_word else kept
    return kept if kept.endswith(ENDS) else f"{kept}…"
