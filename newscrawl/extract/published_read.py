"""Reading one page's date strings: with which zone, language and year, and what makes a reading doubtful."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import islice
from urllib.parse import urlsplit

from newscrawl.extract import published_meta
from newscrawl.extract.date_words import base_for, base_of
from newscrawl.extract.date_zones import likely_zone
from newscrawl.extract.dates import When, parse
from newscrawl.extract.headline import page_title
from newscrawl.extract.page import Page

MAX_TRIED = 40  # strings that one rung may offer
DAY = timedelta(days=1)
NEAR = (
    "time",
    "text",
    "script",
)  # rungs that may see another's date: today's at the top of the page, a related story's


@dataclass(frozen=True)
class Found:
    """A date that a rung offers. ``note`` says how its zone was come by, ``doubt`` what speaks against it."""

    when: When
    rung: str
    note: str = ""
    doubt: str = ""

    @property
    def via(self) -> str:
        return self.rung + self.doubt + self.note

    @property
    def timed(self) -> bool:
        return timed(self.when)


class DateReader:
    """Reads the strings of one page that was downloaded at ``now`` (aware).

    ``zone`` is what times without one count in: the source's, else the one that host and language imply, else None.
    """

    def __init__(self, page: Page, headline: str | None, now: datetime):
        self.page, self.now = page, now
        self.language = page_language(page, headline)
        self.certain = page.source.zone if page.source else None
        self.zone = self.certain or likely_zone(_host(page.url), self.language)
        self.url_day = published_meta.url_day(page.url)

    @property
    def chinese(self) -> bool:
        return base_of(self.language) == "zh"

    def read(self, rung: str, texts: Iterable[str]) -> list[Found]:
        """What a rung's strings say, in their order, those left out that hold no date."""
        whens = map(self._parse, islice(texts, MAX_TRIED))
        return [Found(when, rung, self._note(when), self.doubt(when, rung)) for when in whens if when]

    def day(self, when: When) -> date:
        """The day it is where the page is at home."""
        return when.value.astimezone(self.zone or when.value.tzinfo).date()

    def doubt(self, when: When, rung: str) -> str:
        """What speaks against a reading, as ``via`` says it; "" for nothing."""
        if when.value > self.now + DAY:
            return "?future"
        if rung in ("declared", "url"):
            return ""
        day = self.day(when)
        if self.url_day and day < self.url_day - DAY:
            return "?before-url"
        if self.url_day and rung in NEAR and day > self.url_day + 2 * DAY:
            return "?after-url"
        bare = (day.month, day.day) == (1, 1) and not timed(when)  # what a bare year becomes
        return "?january-1" if bare and day != self.url_day else ""

    def _parse(self, text: str) -> When | None:
        when = parse(text, zone=self.zone, now=self.now, language=self.language)
        if when and when.year_guessed:
            return parse(text, zone=self.zone, now=self._reference, language=self.language)
        return when

    @cached_property
    def _reference(self) -> datetime:
        """What dates without a year are near to: the day in the URL or the dates for machines, else now."""
        if self.url_day:
            return datetime(self.url_day.year, self.url_day.month, self.url_day.day, tzinfo=UTC)
        for rung in (
            published_meta.json_ld(self.page, "datePublished"),
            published_meta.meta_published(self.page),
            published_meta.meta_modified(self.page),
        ):
            for text in islice(rung, MAX_TRIED):
                when = parse(text, zone=self.zone, now=self.now, language=self.language)
                if when and not when.relative and not when.year_guessed:
                    return min(when.value, self.now)
        return self.now

    def _note(self, when: When) -> str:
        if when.has_zone or when.relative or self.certain:
            return ""
        return ":zone-guess" if self.zone else ":no-zone"


def timed(when: When) -> bool:
    """Whether it says more than a day; midnight to the second is how systems write a day."""
    return when.precision != "day" and bool(when.value.hour or when.value.minute or when.value.second)


def page_language(page: Page, headline: str | None = None) -> str | None:
    """The language tag of a page, with its region: the source's, else what the html element or a meta says, unless the
    title is written in Chinese, Japanese or Korean. None if nothing tells.
    """
    if page.source and page.source.language:
        return page.source.language
    said = (page.root.get("lang") or page.root.get("xml:lang") or "").strip()
    said = said or page.first_meta("content-language", "og:locale", "inlanguage") or ""
    base = base_for((headline or page_title(page))[:200], said)
    return said if said and base == base_of(said) else base or None


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
