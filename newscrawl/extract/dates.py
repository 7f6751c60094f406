"""From a page's own string to a moment: the source's zone where the string has none, never the machine's.

How exact a moment is has three words. "second" and "minute" are what the text shows; "day" is everything coarser. A
date without a time is midnight of that day in its zone. A time known only to the hour (8 Uhr, 3小时前) keeps that hour
in the value but is "day": nothing may be called exact to the minute that is not. Weeks, months and years ago name no
day at all and are None.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from newscrawl.extract.date_forms import YEARS, Form, clean, read_form
from newscrawl.extract.date_words import base_of
from newscrawl.extract.date_zones import read_zone

AHEAD = timedelta(days=1)  # a date without a year may lie this far ahead: clocks and zones differ
EPOCHS = {10: 1, 13: 1000}  # digits of the seconds and milliseconds since 1970 from 2001 to 2286
EAST_ASIA = ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Macau", "Asia/Taipei", "Asia/Tokyo", "Asia/Seoul")
RAW = 500  # characters of the page's own string that are kept


@dataclass(frozen=True)
class When:
    """A moment read: aware, how exact ("second", "minute" or "day"), the string it was read from.

    ``has_zone``: the string itself named its zone. ``relative``: it counts from now (3小时前, yesterday).
    ``year_guessed``: the string has no year.
    """

    value: datetime
    precision: str
    raw: str
    has_zone: bool
    relative: bool = False
    year_guessed: bool = False


@lru_cache(maxsize=64)  # a page says most of its dates twice
def parse(text: str, *, zone: ZoneInfo | None, now: datetime, language: str | None = None) -> When | None:
    """The first date in ``text``; None if there is none. Never raises.

    A time without a zone counts in ``zone`` (UTC if None). ``now`` (aware) is what relative forms count from, and a
    date without a year takes the year that puts it nearest before ``now``. ``language`` ("pt", "zh-CN") names the
    words for months and days; it and ``zone`` settle whether 05/12/2024 begins with the month.
    """
    raw = text[:RAW].strip()
    plain = clean(raw)
    try:
        if when := _epoch(plain, raw, zone, now):
            return when
        form = read_form(plain, language, month_first=_month_first(language, zone))
        return _moment(form, plain, raw, zone, now, language) if form else None
    except (ValueError, OverflowError):  # the 31st of June, or a moment beyond the year 9999
        return None


def _epoch(plain: str, raw: str, zone: ZoneInfo | None, now: datetime) -> When | None:
    whole, _, part = plain.partition(".")
    if not (whole + part).isdigit() or len(whole) not in EPOCHS or whole[0] == "0":
        return None
    value = datetime.fromtimestamp(float(plain) / EPOCHS[len(whole)], UTC)
    # ten digits that are far ahead are some other number
    return When(value.astimezone(zone or UTC), "second", raw, True) if value < now + timedelta(days=366) else None


@lru_cache(maxsize=256)
def _month_first(language: str | None, zone: ZoneInfo | None) -> bool:
    """Whether 05/12/2024 is May: in East Asia, and in English as the United States and the Philippines write it."""
    base = base_of(language)
    if base in ("zh", "ja", "ko") or (not base and zone and zone.key in EAST_ASIA):
        return True
    if base not in ("en", "fil", ""):
        return False
    region = (language or "").lower().replace("_", "-").rpartition("-")[2]
    if region in ("us", "ph"):
        return True
    if zone:
        return zone.key.startswith(("America/", "US/")) or zone.key == "Asia/Manila"
    return region == "en"


def _moment(
    form: Form, plain: str, raw: str, zone: ZoneInfo | None, now: datetime, language: str | None
) -> When | None:
    local = zone or UTC
    if form.moment:
        value = form.moment if form.moment.tzinfo else form.moment.replace(tzinfo=local)
        return When(value, form.precision, raw, form.moment.tzinfo is not None) if value.year in YEARS else None
    if form.ago is not None:
        return _ago(form, raw, local, now)
    said = read_zone(form.clock.behind, plain, zone, language, iso=form.clock.iso) if form.clock else None
    today = now.astimezone(said or local).date()
    day = today - timedelta(days=form.back) if form.back is not None else _day(form, today)
    return _on(day, form, raw, said, local) if day and day.year in YEARS else None


def _ago(form: Form, raw: str, local: tzinfo, now: datetime) -> When:
    value = (now - timedelta(seconds=form.ago)).astimezone(local).replace(second=0, microsecond=0)
    if form.unit >= 86400:
        value = value.replace(hour=0, minute=0)
    return When(value, "minute" if form.unit < 3600 else "day", raw, has_zone=False, relative=True)


def _day(form: Form, today: date) -> date | None:
    if form.year is None:
        return _nearest(form.month, form.day, today + AHEAD)
    day = date(form.year, form.month, form.day)
    if form.month_first is not None and day > today + AHEAD:
        other = date(form.year, form.day, form.month)
        return other if other <= today + AHEAD else day
    return day


def _nearest(month: int, day: int, last: date) -> date | None:
    for year in range(last.year, max(last.year - 9, 0), -1):  # nine, for a 29 February before 1904
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= last:
            return found
    return None


def _on(day: date, form: Form, raw: str, said: tzinfo | None, local: tzinfo) -> When:
    marks = {"relative": form.back is not None, "year_guessed": form.year_guessed}
    midnight = datetime(day.year, day.month, day.day, tzinfo=local)
    clock = form.clock
    if clock and clock.hour == 24 and not clock.minute:
        midnight, hour = midnight + timedelta(days=1), 0
    elif clock and clock.hour <= 23 and (clock.minute or 0) <= 59 and (clock.second or 0) <= 59:
        hour = clock.hour
    else:
        return When(midnight, "day", raw, has_zone=False, **marks)
    value = midnight.replace(hour=hour, minute=clock.minute or 0, second=clock.second or 0, tzinfo=said or local)
    precision = "day" if clock.minute is None else "minute" if clock.second is None else "second"
    return When(value, precision, raw, has_zone=said is not None, **marks)
