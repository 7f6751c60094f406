"""Public holidays of the country in which a zone lies."""

from collections.abc import Callable
from datetime import date
from functools import cache
from importlib import resources

from holidays import HolidayBase, country_holidays


def calendar(zone: str | None) -> Callable[[date], bool]:
    """Whether a day is a public holiday in the country of an IANA zone; never, where the zone names no country."""
    days = _of(zone) if zone else None
    return (lambda day: day in days) if days is not None else (lambda day: False)


@cache
def _of(zone: str) -> HolidayBase | None:
    country = _countries().get(zone)
    try:
        return country_holidays(country) if country else None
    except NotImplementedError:  # a country that the library does not know
        return None


@cache
def _countries() -> dict[str, str]:
    """The country of each zone, as the zone database itself has it."""
    text = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {zone: country for country, _, zone, *_ in rows}
