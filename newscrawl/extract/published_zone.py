"""Times that claim a zone they are not in: the well-known lies of publishing systems.

One writes local time and calls it UTC ("08:05Z" for 08:05 in Shanghai); the other writes UTC and puts the local offset
behind it ("00:05+08:00"). A third says EST, an hour off, all summer. Each is put right only on clear evidence: what the
page shows around the headline, or that the moment had not come yet when the page was downloaded.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from newscrawl.extract.published_read import DateReader, Found

HOUR = timedelta(hours=1)
AHEAD = timedelta(minutes=10)  # a site's clock may be that far ahead of ours


def true_zones(found: list[Found], reader: DateReader, clocks: Callable[[], list[datetime]]) -> list[Found]:
    """The same dates, those put right that lie about their zone, with ":not-utc", ":not-local" or ":not-winter" noted.

    ``clocks`` gives the times shown around the headline; it is asked only where a time can lie at all.
    """
    return [_put_right(one, reader, clocks) if one.when.has_zone and one.timed else one for one in found]


def lie(found: list[Found]) -> tzinfo | None:
    """The zone in which the page's times really are, if one of those put right claimed UTC: others of it will too."""
    return next((one.when.value.tzinfo for one in found if one.note.endswith(":not-utc")), None)


def as_local(found: list[Found], reader: DateReader, zone: tzinfo | None) -> list[Found]:
    """The same, what claims UTC taken as local time of a zone; unchanged for None."""
    return [_moved(one, reader, zone) if zone and _says_utc(one) else one for one in found]


def _says_utc(found: Found) -> bool:
    return found.when.has_zone and found.timed and not found.when.value.utcoffset()


def _put_right(found: Found, reader: DateReader, clocks: Callable[[], list[datetime]]) -> Found:
    value = found.when.value
    if value.utcoffset():
        if summer := _really_summer(value, clocks(), reader.zone):
            return _moved(found, reader, summer, ":not-winter")
        if not _really_utc(value, clocks()):
            return found
        when = replace(found.when, value=value.replace(tzinfo=UTC).astimezone(value.tzinfo))
        return replace(found, when=when, note=found.note + ":not-local", doubt=reader.doubt(when, found.rung))
    if not reader.zone or not value.replace(tzinfo=reader.zone).utcoffset():
        return found
    if value > reader.now + AHEAD >= value.replace(tzinfo=reader.zone):
        return _moved(found, reader, reader.zone)
    local = _really_local(value, clocks())
    return _moved(found, reader, local) if local else found


def _moved(found: Found, reader: DateReader, zone: tzinfo, note: str = ":not-utc") -> Found:
    when = replace(found.when, value=found.when.value.replace(tzinfo=zone))
    return replace(found, when=when, note=found.note + note, doubt=reader.doubt(when, found.rung))


def _really_local(value: datetime, clocks: list[datetime]) -> tzinfo | None:
    """The zone in which the page shows the same clock as a time in UTC; None if it also shows what UTC would be."""
    if any(_minute(clock.astimezone(UTC)) == _minute(value) for clock in clocks):
        return None
    return next((clock.tzinfo for clock in clocks if _minute(clock) == _minute(value)), None)


def _really_summer(value: datetime, clocks: list[datetime], guessed: tzinfo | None) -> tzinfo | None:
    """The zone of a shown clock that names it and has the same time, with an hour more from UTC."""
    same = (clock for clock in clocks if clock.tzinfo != guessed and _minute(clock) == _minute(value))
    return next((clock.tzinfo for clock in same if clock.utcoffset() - value.utcoffset() == HOUR), None)


def _really_utc(value: datetime, clocks: list[datetime]) -> bool:
    """Whether the page shows, in the same offset, the moment that a time would be if it were UTC."""
    shown = [clock for clock in clocks if clock.utcoffset() == value.utcoffset()]
    if any(_minute(clock) == _minute(value) for clock in shown):
        return False
    return any(_minute(clock.astimezone(UTC)) == _minute(value) for clock in shown)


def _minute(value: datetime) -> datetime:
    return value.replace(second=0, microsecond=0, tzinfo=None)
