"""The time of day on a line, and its place beside the date."""

import re
from dataclasses import dataclass

from newscrawl.extract.date_words import Words

GAP = 30  # characters, none a digit, that may stand between a date and its time: "12 May 2024 at", "Uhr | Sonntag,"
CLOCK = re.compile(
    r"(?<![\d.:])(?P<h>\d{1,2})\s?[:hH.]\s?(?P<mi>[0-5]\d)(?!\d)(?:\s?[:.]\s?(?P<s>[0-5]\d)(?!\d)(?:[.,]\d{1,9})?)?"
    r"|(?<![\d.:])(?P<h2>\d{1,2})\s?[時时시點点](?:\s?(?P<mi2>\d{1,2})\s?[分분](?:\s?(?P<s2>\d{1,2})\s?[秒초])?)?"
    r"|(?<![\d.:])(?P<h3>\d{1,2})\s?(?=[ap]\.?\s?m\b|uhr\b)",
    re.I,
)
LATIN_HALF = re.compile(r"\s?([ap])\.?\s?m\b\.?", re.I)
ZONE_AFTER_HALF = re.compile(r"\s?[a-z]{2,4}\b")  # "11:06am ist": letters in lower case are a zone only there


@dataclass(frozen=True)
class Clock:
    """A time of day on 24 hours. ``behind`` is the text behind it, where its zone stands; ``iso`` says that it has
    seconds or a T before it, as systems write it."""

    hour: int
    minute: int | None
    second: int | None
    behind: str
    iso: bool


def find_clock(text: str, start: int, end: int, words: Words | None) -> Clock | None:
    """The time that belongs to the date at ``start`` to ``end``: the next number behind it, or else right before it."""
    found = CLOCK.search(text, end, end + GAP + 20)
    if found and found.start() - end <= GAP and not re.search(r"\d", text[end : found.start()]):
        return _read(text, found, end, words)
    before = [c for c in CLOCK.finditer(text, 0, start) if _sure(text, c)]
    if before and start - before[-1].end() <= GAP and not re.search(r"\d{3}|\d\D+\d", text[before[-1].end() : start]):
        return _read(text, before[-1], 0, words)
    return None


def _sure(text: str, found: re.Match) -> bool:
    """Whether it is a time wherever it stands: 12.05 may be a day and a month."""
    return bool(found["h3"] or found["mi2"] or (found["mi"] and text[found.end("h")] != "."))


def _read(text: str, found: re.Match, left: int, words: Words | None) -> Clock:
    hour = int(found["h"] or found["h2"] or found["h3"])
    minute, second = found["mi"] or found["mi2"], found["s"] or found["s2"]
    behind = text[found.end() :]
    half, taken = _half_day(text[left : found.start()], behind, words)
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    if taken:
        behind = ZONE_AFTER_HALF.sub(lambda zone: zone[0].upper(), behind[taken:], count=1)
    iso = bool(second) or text[: found.start()].endswith("T")
    return Clock(hour, int(minute) if minute else None, int(second) if second else None, behind, iso)


def _half_day(before: str, behind: str, words: Words | None) -> tuple[str | None, int]:
    """Whether the words around a time say am or pm, and how many characters behind it do."""
    if latin := LATIN_HALF.match(behind):
        return latin[1].lower() + "m", latin.end()
    before, trimmed = before.strip().lower(), behind.lstrip().lower()
    for half, known in (("am", words.am), ("pm", words.pm)) if words else ():
        for word in known:
            if before.endswith(word):
                return half, 0
            if trimmed.startswith(word) and re.match(rf"{re.escape(word)}(?!\w)", trimmed):
                return half, len(behind) - len(trimmed) + len(word)
    return None, 0
