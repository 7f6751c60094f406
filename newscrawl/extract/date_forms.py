"""The forms in which dates are written, as regular expressions over one short text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from newscrawl.extract.date_clock import Clock, find_clock
from newscrawl.extract.date_han import in_digits
from newscrawl.extract.date_words import Words, base_for, month, words_of

MAX_TEXT = 200  # characters of a text that are looked at; a date line has far fewer
YEARS = range(1900, 2101)
YEAR = r"(?:19|20)\d\d"

ISO = re.compile(r"\d{4}-?(?:\d\d-?\d\d|W\d\d-?\d)(?:[T ]\S{2,30})?")
DIGITS = re.compile(rf"(?P<y>{YEAR})(?P<m>\d\d)(?P<d>\d\d)(?:[T\s]?(?P<h>\d\d)(?P<mi>\d\d)(?P<s>\d\d)?)?")
YMD = re.compile(rf"(?<!\d)({YEAR})\s?[-/._年년]\s?(\d{{1,2}})\s?[-/._月월]\s?(\d{{1,2}})(?!\d)\s?[日号號일.]?")
DMY = re.compile(r"(?<![\d./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/]|[.-]\d)")
MD_HAN = re.compile(r"(?<!\d)(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]")
MD_BARE = re.compile(r"\D{0,12}(?<!\d)(\d{1,2})[-/.](\d{1,2})\.?,?(?=\s\d{1,2}:\d\d)")
VIETNAMESE = re.compile(r"\s(?:tháng|thg)\s(\d{1,2})(?:[,\s]+(?:năm\s)?|/)(?=\d{4})", re.I)

WORD = r"(?P<w>[^\s\d.,:;|/()\[\]·•<>_'\"-]{2,20})"  # not \w: vowel signs of Hindi are no word characters
MDY_WORD = re.compile(rf"{WORD}\.?\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.h]\d|\d)(?:\s?,?\s?(?P<y>{YEAR})(?!\d))?")
DMY_WORD = re.compile(
    rf"(?<![\d:.])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|o|a|\.)?[\s.,/-]{{0,3}}(?:(?:of|de|d|ta)[\s']{{1,2}})?{WORD}\.?"
    rf"[\s,/-]{{0,3}}(?:(?:del?|of|г)\s)?(?:(?P<y>{YEAR}|2[45]\d\d)(?!\d)|'?(?P<yy>\d\d)(?![\d:.h]))?"
)
YMD_WORD = re.compile(rf"(?P<y>{YEAR})[.,\s-]{{1,3}}(?:[^\s\d]{{1,4}}\.?\s)?{WORD}[\s.-](?P<d>\d{{1,2}})(?!\d)")
YEAR_BEFORE = re.compile(rf"({YEAR})[.,]?\s(?:[^\s\d]{{1,5}}\s)?$")
YEAR_BEHIND = re.compile(rf"\s?(?:\(?[A-Z]{{2,5}}\)?\s)?({YEAR})(?!\d)")  # 19:20:36 CEST 2023
THAI_YEARS = 543  # by which the Thai calendar is ahead


@dataclass(frozen=True)
class Form:
    """What a text says before it is a moment: numbers, or ``back`` (days before today), or ``ago`` (seconds before now,
    counted in ``unit``), or a ``moment`` complete in itself.

    ``month_first`` is None where the order of day and month can't be mistaken.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    clock: Clock | None = None
    back: int | None = None
    ago: int | None = None
    unit: int = 0
    month_first: bool | None = None
    moment: datetime | None = None
    precision: str = ""

    @property
    def year_guessed(self) -> bool:
        return self.month is not None and self.year is None


@dataclass(frozen=True)
class _Day:
    """A date found in a text, and where it stands there."""

    year: int | None
    month: int
    day: int
    start: int
    end: int
    month_first: bool | None = None


def clean(text: str) -> str:
    """The text's beginning on one line, with full-width and other digits and signs as ASCII has them."""
    text = text[:MAX_TEXT]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return " ".join(text.split())[: 2 * MAX_TEXT]


def read_form(text: str, language: str | None, *, month_first: bool) -> Form | None:
    """The first date in a cleaned text; None if there is none. ``month_first`` is how 05/12/2024 is read."""
    if form := _iso(text) or _digits(text):
        return form
    base = base_for(text, language)
    return _dated(text, base, month_first) or _relative(text, base)


def _iso(text: str) -> Form | None:
    if not ISO.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    clock = re.search(r"[T ]\d\d(:?\d\d)?(:?\d\d)?", text)
    if not clock:
        return Form(moment.year, moment.month, moment.day)
    return Form(moment=moment, precision="second" if clock[2] else "minute" if clock[1] else "day")


def _digits(text: str) -> Form | None:
    found = DIGITS.fullmatch(text)
    if not found:
        return None
    year, number, day, hour, minute, second = (int(part) if part else None for part in found.groups())
    return Form(year, number, day, None if hour is None else Clock(hour, minute, second, "", iso=True))


def _dated(text: str, base: str, month_first: bool) -> Form | None:
    text = VIETNAMESE.sub(r"/\1/", in_digits(text))
    found = _numbers(text, base, month_first) or _named(text, base)
    if not found:
        return None
    clock = find_clock(text, found.start, found.end, _half_day_words(text, base))
    year = found.year
    if year is None and clock and (behind := YEAR_BEHIND.match(clock.behind)):
        year = int(behind[1])
    return Form(year, found.month, found.day, clock, month_first=found.month_first)


def _half_day_words(text: str, base: str) -> Words | None:
    return None if base == "en" and text.isascii() else words_of(base)


def _numbers(text: str, base: str, month_first: bool) -> _Day | None:
    if found := YMD.search(text):
        return _Day(int(found[1]), int(found[2]), int(found[3]), *found.span())
    year_first = bool(base) and base in ("zh", "ja", "ko", "hu", "lt")
    for found in DMY.finditer(text):
        a, b, year = int(found[1]), int(found[3]), int(found[4])
        if len(found[4]) == 2 and year_first:  # 24/05/12
            return _Day(2000 + a, b, year, *found.span())
        first = month_first and found[2] != "."  # who writes the month first writes no dots
        if day := _ordered(a, b, year + (2000 if len(found[4]) == 2 else 0), first, found):
            return day
    if found := MD_HAN.search(text):
        return _Day(None, int(found[1]), int(found[2]), *found.span())
    found = MD_BARE.match(text)
    return _ordered(int(found[1]), int(found[2]), None, month_first or year_first, found) if found else None


def _ordered(a: int, b: int, year: int | None, month_first: bool, found: re.Match) -> _Day | None:
    """Two numbers as day and month, in the order that is likely or else the only one possible."""
    if a <= 12 and b <= 12:
        return _Day(year, *((a, b) if month_first else (b, a)), *found.span(), month_first)
    if min(a, b) > 12 or max(a, b) > 31:
        return None
    return _Day(year, min(a, b), max(a, b), *found.span())


def _named(text: str, base: str) -> _Day | None:
    """A date whose month is a word; one that has a year before one that has none."""
    first = None
    for day in _named_days(text, base):
        if day.year:
            return day
        first = first or day
    return first


def _named_days(text: str, base: str) -> Iterator[_Day]:
    for pattern in (YMD_WORD, MDY_WORD, DMY_WORD):
        for found in pattern.finditer(text):
            number = month(found["w"], base)
            if number:
                yield _Day(_year(found, text), number, int(found["d"]), *found.span())


def _year(found: re.Match, text: str) -> int | None:
    parts = found.groupdict()
    if parts.get("y"):
        year = int(parts["y"])
        return year if year in YEARS else year - THAI_YEARS
    if parts.get("yy"):
        return 2000 + int(parts["yy"])
    before = YEAR_BEFORE.search(text[: found.start()])
    return int(before[1]) if before else None


def _relative(text: str, base: str) -> Form | None:
    for words in filter(None, map(words_of, dict.fromkeys((base, "en")))):
        for pattern, seconds in words.ago:
            if found := pattern.search(text):
                number = 0.5 if found[1] == "半" else float(found[1].replace(",", "."))
                return Form(ago=int(min(number, 1e6) * seconds), unit=seconds)
        for pattern, days in words.days_back:
            if found := pattern.search(text):
                return Form(back=days, clock=find_clock(text, *found.span(), words))
        if any(word in text.lower() for word in words.now):
            return Form(ago=0, unit=60)
    return None
