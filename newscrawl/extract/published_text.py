"""The dates that readers see: lines of text and time elements near the headline, and what they are called there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from newscrawl.extract.headline import page_title
from newscrawl.extract.lines import Around, Line, lines_from
from newscrawl.extract.page import Page
from newscrawl.extract.published_labels import DIGIT, label_of, lower, parts
from newscrawl.extract.tree import Element

MAX_LINES = 80  # behind the headline
LINES_ABOVE = LINES_BEHIND = LINES_MORE = 8  # the last: behind a line with a time of day: where "updated" would stand
LEVELS = 12  # of ancestors whose earlier siblings are looked at
LINES_ALL = 1000  # of a page on which no headline was found
PROSE = 160  # a line this long is text, not a byline; a Chinese character counts as two
PARAGRAPHS = 4  # of prose behind the headline: the standfirst may stand above the date, the story does not
LEAD = 80  # characters that may stand before a date on its line: "By Name Name, in Business, Property | Published"
TRAIL = 90  # and behind it
DATE_SIZE = 40  # of what shows that it is a date

NOT_OURS = "copyright|©|版权|版權|all rights|expire|valid|verfügbar bis|gültig|deadline|截止|有效".split("|")
NOW = re.compile(r"[今昨前][天日]|[刚剛][才刚剛]")
DATE = re.compile(
    r"\d\s?[-/.:年月日时時小분天년월일]|\d{1,2}(?:st|nd|rd|th|er)?\.?\s\D|\d\w{2}|\S{3,}\.?\s\d{1,2}\b|"
    r"[今昨前][天日]|[刚剛][才刚剛]|just now"
)
DATE_ONLY = re.compile(
    r"(?:\d{1,2}|(?:19|20)\d\d)(?:[./-]\d{1,2}[./-]|\.? [^\W\d_]{3,12}\.?,? )(?:\d{1,2}|(?:19|20)\d\d)"
)
CLOCK = re.compile(r"\d\s?[:.h時时點点시]\s?[0-5]\d(?!\d*[./])")
CLOCK_ONLY = re.compile(r"\D{0,8}\d{1,2}[:.h]\d\d\D{0,14}(?:\d{1,2})?")
CJK = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")
MOMENT = re.compile(r"(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d")
NAME_ONLY = 20  # characters of a line that only names the date on the next


@dataclass(frozen=True)
class Sighting:
    """A string that may hold a date: a time element's ("time") or a line's ("text"). ``label`` is "published",
    "modified" or ""."""

    text: str
    kind: str
    label: str


def near_headline(around: Around) -> list[Sighting]:
    """What stands behind the headline; if nothing there shows a time, also what stands above it, nearest first, and
    what is called published or changed right behind the body. Without a headline to be found it is what stands before
    and in the story's beginning, or else the page's dated lines.
    """
    found: list[Sighting] = []
    for lines in _places(around):
        found += _read(lines)
        if any(CLOCK.search(sighting.text) for sighting in found):
            return found
    found += [sighting for sighting in _read(around.behind[:LINES_BEHIND]) if sighting.label]
    return found


def in_title(page: Page) -> Iterator[str]:
    """The last part of the page's title, if it is a date and nothing else."""
    last = re.split(r"\s[-–—|]\s", page_title(page).rstrip(" -–—|"))[-1]
    if DIGIT.search(last) and DATE_ONLY.fullmatch(last):
        yield last


def _places(around: Around) -> Iterator[Iterable[Line]]:
    heading, body = around.heading, around.body
    if heading is not None:
        yield _byline(around.following())
        yield _above(heading)
    elif body is not None:
        yield _above(body)
        yield _byline(lines_from(body))
    else:
        yield islice(lines_from(around.page.root), LINES_ALL)


def _byline(lines: Iterator[Line]) -> Iterator[Line]:
    """Lines up to where the story runs."""
    prose = 0
    for line in islice(lines, MAX_LINES):
        size = len(line.text)
        if PROSE // 2 < size <= PROSE and not line.text.isascii():
            size += len(CJK.findall(line.text))
        prose += size > PROSE
        if prose > PARAGRAPHS:
            return
        yield line


def _above(element: Element) -> list[Line]:
    """The few lines before an element, nearest first."""
    found: list[Line] = []
    node, steps = element, 0
    while node is not None and len(found) < LINES_ABOVE and steps < LEVELS:
        for sibling in islice(node.itersiblings(preceding=True), 6):
            found += reversed(list(islice(lines_from(sibling, until=sibling), 30)))
            if len(found) >= LINES_ABOVE:
                break
        node, steps = node.getparent(), steps + 1
    return found[:LINES_ABOVE]


def _read(lines: Iterable[Line]) -> list[Sighting]:
    """The sightings on some lines, up to a few lines after the first time of day."""
    found: list[Sighting] = []
    left = None
    for text, times in _joined(lines):
        new = list(_sightings(text, times))
        if left is not None:
            left -= 1
        elif any(CLOCK.search(sighting.text) for sighting in new):
            left = LINES_MORE
        found += new
        if left == 0:
            break
    return found


def _hints(text: str) -> bool:
    """Whether a date may stand on a line."""
    return bool(DIGIT.search(text) or "just now" in text or (not text.isascii() and NOW.search(text)))


def _joined(lines: Iterable[Line]) -> Iterator[tuple[str, list[Element]]]:
    """The lines that may hold a date, with their time elements: those put together that are one to the reader, such as
    "Published" over its date or a date over its time."""
    held, held_times = "", []
    for line in lines:
        dated = _hints(line.text)
        # pieces, because "01-14" and "17:58" in two spans are no "01-1417:58" to the reader
        text = " ".join(" ".join(piece for piece, _ in line.pieces).split()) if dated else line.text
        times = _times(line)
        if held and dated and _goes_on(held, text):
            held, held_times = f"{held} {text}", held_times + times
            continue
        yield held, held_times
        held, held_times = text, times
    yield held, held_times


def _goes_on(held: str, text: str) -> bool:
    """Whether a line with a date is one to the reader with what stands above it."""
    if _hints(held):
        return bool(CLOCK_ONLY.fullmatch(text))
    return len(held) <= NAME_ONLY and bool(label_of(held))


def _times(line: Line) -> list[Element]:
    """The time elements on a line, and others that are marked up as a date of schema.org."""
    found: dict[Element, None] = {}
    for _, element in line.pieces[:20]:
        for one in (element, element.getparent()):
            if one is not None and _marks_moment(one):
                found[one] = None
    return list(found)


def _marks_moment(element: Element) -> bool:
    """Whether an element is marked up as a moment; also <abbr title="2024-05-12T08:05:00Z">an hour ago</abbr>."""
    tag = element.tag
    if tag == "time" or (tag == "abbr" and MOMENT.match(element.get("title") or "")):
        return True
    return element.get("itemprop", "").startswith("date")


def _sightings(line: str, times: list[Element]) -> Iterator[Sighting]:
    for element in times[:4]:
        said = (element.get("datetime") or element.get("content") or "").strip()
        said = said or (element.get("title") if element.tag == "abbr" else "")
        if said:
            yield Sighting(said, "time", _label_of_time(element, line))
    text = line[: 3 * TRAIL]
    if not _hints(text) or any(map(lower(text).__contains__, NOT_OURS)):
        return
    for part, label in parts(text):
        found = DATE.search(part, 0, LEAD + DATE_SIZE) if len(part) <= LEAD + DATE_SIZE + TRAIL else None
        if found and found.start() <= LEAD and len(part) - found.end() <= TRAIL:
            yield Sighting(part, "text", label)


def _label_of_time(element: Element, line: str) -> str:
    name = element.get("itemprop", "").lower()
    if name.startswith("date") and name != "date":
        return "modified" if "modif" in name else "published"
    shown = " ".join("".join(islice(element.itertext(), 20)).split())
    # what stands before another date names that
    before = re.split(r"\d", line.partition(shown)[0])[-1] if shown else ""
    return label_of(shown) or label_of(before[-LEAD:])
