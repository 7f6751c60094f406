"""The visible lines around an article: those that follow the headline and those that end the body."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.ladder import FORMATTING, clean

INLINE = FORMATTING | {"span", "time", "label", "ins", "acronym", "nobr"}
SILENT = frozenset("script style noscript template svg iframe select textarea button object video audio".split())
MOST_STEPS = 6000  # tree positions walked from one start: the longest articles have about a tenth
LONG = 120  # characters from which a line is a paragraph of the story, not a label
TOP, BEHIND = 45, 14  # lines looked at behind the headline, and behind the body


@dataclass
class Line:
    """One visible line and its pieces of text with the element that holds each."""

    text: str
    pieces: list[tuple[str, HtmlElement]]


@dataclass(frozen=True)
class Around:
    """``top``: lines from the headline as far as the story's second paragraph. ``inside``: all lines of the body.
    ``behind``: the first lines behind the body."""

    top: list[Line] = field(default_factory=list)
    inside: list[Line] = field(default_factory=list)
    behind: list[Line] = field(default_factory=list)


def around(heading: HtmlElement | None, body: HtmlElement | None) -> Around:
    """The lines around an article whose headline and body stand in the given elements; either may be None."""
    start = _ancestor(body, 2) if heading is None else heading
    if start is None:
        return Around()
    top = _until_story(islice(lines_from(start, until=body), TOP))
    if body is None:
        return Around(top)
    return Around(top, list(lines_from(body, until=body)), list(islice(lines_from(body, behind=True), BEHIND)))


def _ancestor(element: HtmlElement | None, steps: int) -> HtmlElement | None:
    for _ in range(steps):
        if element is not None and element.getparent() is not None:
            element = element.getparent()
    return element


def _until_story(lines: Iterator[Line]) -> list[Line]:
    found, paragraphs = [], 0
    for line in lines:
        found.append(line)
        paragraphs += len(line.text) > LONG
        if paragraphs == 2:
            break
    return found


def lines_from(start: HtmlElement, *, until: HtmlElement | None = None, behind: bool = False) -> Iterator[Line]:
    """The lines from an element on, in page order: to the page's end, or to the end of ``until``.

    ``behind`` starts right after the element instead of inside it. What browsers never show as text is left out.
    """
    pieces: list[tuple[str, HtmlElement]] = []
    for opens, element in islice(_walk(start, behind), MOST_STEPS):
        if pieces and element.tag not in INLINE:
            line = _line(pieces)
            pieces = []
            if line.text:
                yield line
        if not opens and element is until:
            return
        text = element.tail if not opens else None if element.tag in SILENT else element.text
        if text and (pieces or not text.isspace()):
            pieces.append((text, element if opens else element.getparent()))
    if pieces and _line(pieces).text:
        yield _line(pieces)


def _line(pieces: list[tuple[str, HtmlElement]]) -> Line:
    return Line(clean("".join(text for text, _ in pieces)), pieces)


def _walk(start: HtmlElement, behind: bool) -> Iterator[tuple[bool, HtmlElement]]:
    """(True, element) where one opens and (False, element) where it closes, without recursion."""
    node, opens = start, not behind
    while node is not None:
        yield opens, node
        if opens and len(node) and node.tag not in SILENT:
            node = node[0]
        elif opens:
            opens = False
        else:
            following = node.getnext()
            opens = following is not None
            node = following if opens else node.getparent()
