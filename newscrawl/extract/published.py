"""When an article was published and changed: which of the page's many strings to believe.

The rungs, in order: what the source file names ("declared"), JSON-LD, meta, time elements and text around the headline
("time", "text"), the state in scripts, the URL, what the title ends with. On a Chinese page the line under the headline
goes before JSON-LD and meta: it is what the desk set, and the meta says when the page was last generated. A rung that
is doubted (``?future``, ``?before-url``, ``?after-url``, ``?january-1``) is taken only if all are. Behind the
winner, a rung that says the same day more exactly gives the time.

``via`` is the rung and what there is to say about it: ``:zone-guess`` where the string has no zone and the host's or
language's was taken, ``:no-zone`` where nothing was known and it counts as UTC, ``:not-utc``, ``:not-local`` and
``:not-winter`` where a zone was put right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice

from newscrawl.extract import published_meta, published_text
from newscrawl.extract.dates import When
from newscrawl.extract.ladder import text_of
from newscrawl.extract.lines import Around
from newscrawl.extract.page import Page
from newscrawl.extract.published_read import MAX_TRIED, DateReader, Found, timed
from newscrawl.extract.published_zone import as_local, lie, true_zones

SHORT_LINE = 60  # characters: a longer line that names a day but no time is a sentence
SHORTEST = 20  # the same for "yesterday" and "three hours ago"


@dataclass(frozen=True)
class Dates:
    """When the article was published and when it was changed, each with the rung that says so ("" for none)."""

    published: When | None = None
    published_via: str = ""
    modified: When | None = None
    modified_via: str = ""


def read_dates(around: Around, fetched_at: datetime) -> Dates:
    """The dates of a page; what was not found is None. Never raises.

    ``fetched_at`` (aware) is when it was downloaded: relative times count from it, and what lies more than a day after
    it is doubted. ``around`` is where the visible date is looked for.
    """
    rungs = _Rungs(around, DateReader(around.page, around.headline, fetched_at))
    published, modified = rungs.published(), rungs.modified()
    return Dates(
        published.when if published else None,
        published.via if published else "",
        modified.when if modified else None,
        modified.via if modified else "",
    )


class _Rungs:
    """The rungs of one page, each climbed once and only if it is needed."""

    def __init__(self, around: Around, reader: DateReader):
        self.page, self.around, self.reader = around.page, around, reader

    def published(self) -> Found | None:
        reader = self.reader
        found = reader.read("declared", _declared(self.page, "date_published"))
        if _settled(found):
            return self._choose(found)
        if not reader.chinese and _settled(found + self.machine):  # the walk around the headline takes the most time
            return self._choose(found + self.machine)
        shown = [one for label, one in self.seen if label != "modified"]
        found += self._desk(shown) if reader.chinese else []
        found += self.machine + [one for one in shown if not one.when.relative]
        found += reader.read("json-ld", published_meta.json_ld(self.page, "dateCreated"))
        found += reader.read("meta", published_meta.meta_created(self.page))
        if not any(one.timed and not one.doubt for one in found):
            found += reader.read("script", published_meta.script_published(self.page))
        found += [one for one in shown if one.when.relative]
        found += reader.read("url", [reader.url_day.isoformat()] if reader.url_day else [])
        found += [] if found else reader.read("title", published_text.in_title(self.page))
        return self._choose(found)

    def modified(self) -> Found | None:
        reader = self.reader
        machine = reader.read("json-ld", published_meta.json_ld(self.page, "dateModified"))
        machine += reader.read("meta", published_meta.meta_modified(self.page))
        zone = lie(self.machine) if machine else None
        machine = as_local(machine, reader, zone) if zone else true_zones(machine, reader, self.clocks)
        found = reader.read("declared", _declared(self.page, "date_modified")) + machine
        if not _settled(found):
            found += [one for label, one in self.seen if label == "modified"]
        return self._choose(found)

    @cached_property
    def machine(self) -> list[Found]:
        """What JSON-LD and meta say of the publication."""
        found = self.reader.read("json-ld", published_meta.json_ld(self.page, "datePublished"))
        found += self.reader.read("meta", published_meta.meta_published(self.page))
        return true_zones(found, self.reader, self.clocks)

    @cached_property
    def seen(self) -> list[tuple[str, Found]]:
        """The dates around the headline, with their labels."""
        sightings = published_text.near_headline(self.around)[:MAX_TRIED]
        found = [(s.label, one) for s in sightings for one in self.reader.read(s.kind, [s.text])]
        return [(label, one) for label, one in found if _telling(one, label)]

    def clocks(self) -> list[datetime]:
        return [one.when.value for _, one in self.seen if one.timed and not one.when.relative]

    def _desk(self, shown: list[Found]) -> list[Found]:
        """What a Chinese desk set: the line under the headline, or what a script will draw there on the meta's day."""
        line = [one for one in shown if one.timed and not one.when.relative]
        days = {self.reader.day(one.when) for one in self.machine}
        if line or not days:
            return line
        drawn = self.reader.read("script", published_meta.script_published(self.page))
        return [one for one in drawn if one.timed and self.reader.day(one.when) in days]

    def _choose(self, found: list[Found]) -> Found | None:
        """The first that isn't doubted, or one behind it that says the same day or minute more exactly."""
        sure = [one for one in found if not one.doubt] or found[:1]
        best = sure[0] if sure else None
        for other in sure[1:]:
            if not other.when.relative and self._finer(other.when, best.when):
                best = other
        return best

    def _finer(self, one: When, than: When) -> bool:
        if not timed(than):
            return timed(one) and self.reader.day(one) == self.reader.day(than)
        exact = one.precision == "second" and than.precision == "minute"
        return exact and one.value.replace(second=0, microsecond=0) == than.value


def _settled(found: list[Found]) -> bool:
    """Whether nothing further down could change what the first undoubted one says."""
    first = next((one for one in found if not one.doubt), None)
    return first is not None and first.timed and first.when.precision == "second"


def _telling(found: Found, label: str) -> bool:
    """Whether a date can be the article's: one with a label or a time, or a full date on a short line, or hardly more
    than 昨天 on its own; in a sentence, one without its year is what the sentence tells of."""
    when = found.when
    short = len(when.raw) <= (SHORTEST if when.relative else SHORT_LINE)
    said = bool(label) or found.timed
    return said and short if when.year_guessed else said or short


def _declared(page: Page, name: str) -> Iterator[str]:
    if not page.source:
        return
    for one in islice(page.declared(page.source.fields.get(name, ())), MAX_TRIED):
        yield one if isinstance(one, str) else one.get("datetime") or text_of(one)
