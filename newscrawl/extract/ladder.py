"""The ladder that every field climbs: the first rung that finds something wins and gives its name to ``via``."""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from lxml import etree

from newscrawl.extract.tree import Element
from newscrawl.letters import letters

FORMATTING = frozenset(
    "a abbr b bdi bdo cite em font i mark q s small strong sub sup u wbr".split()
)  # no word ends here
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
MOST_PIECES = 2000  # of one element that is read as text; an unclosed element holds the whole page
Rung = tuple[str, Callable[[], object]]


def climb(rungs: Iterable[Rung]) -> tuple[object, str | None]:
    """The first non-empty value and the name of its rung; (None, None) when every rung is empty.

    A rung is its name and a function without arguments that gives the value, None or something empty. False is a
    value. A function may give ``(value, name)`` to name its rung more tellingly.
    """
    for name, find in rungs:
        found = find()
        value, via = found if isinstance(found, tuple) else (found, name)
        if value or value is False:
            return value, via
    return None, None


def clean(text: object) -> str:
    """Text as people read it: entities resolved, also twice encoded ones; no invisible characters; single spaces."""
    text = str(text or "")
    if "&" in text:
        text = html.unescape(html.unescape(text))
    return " ".join((text if text.isascii() else INVISIBLE.sub("", text)).split())


def text_of(found: Element | str) -> str:
    """The clean text of what a selector matched, or the attribute in which such an element keeps its value."""
    if not isinstance(found, Element):
        return clean(found)
    for attribute in ("content", "datetime", "src"):
        if found.get(attribute):
            return clean(found.get(attribute))
    return clean("".join(islice(_pieces(found), MOST_PIECES)))


def _pieces(element: Element) -> Iterator[str]:
    for event, node in etree.iterwalk(element, events=("start", "end")):
        text = node.text if event == "start" else node.tail if node is not element else None
        yield ("" if node.tag in FORMATTING else " ") + (text or "" if node.tag not in ("script", "style") else "")


def plain(text: str) -> str:
    """What two spellings of one text share: its letters and digits in lower case."""
    return letters(text).lower()


def as_list(value: object) -> list:
    """A JSON-LD value that may be absent, single or a list, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def unique(values: Iterable[str]) -> list[str]:
    """The non-empty values in order, each once by its letters and digits."""
    found: dict[str, str] = {}
    for value in values:
        if value:
            found.setdefault(plain(value) or value, value)
    return list(found.values())
