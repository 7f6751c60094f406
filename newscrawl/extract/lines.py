"""The visible lines around an article: those that follow the headline and those that end the body."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, islice, tee

from lxml import etree

from newscrawl.extract.headline import element_of
from newscrawl.extract.ladder import FORMATTING, clean
from newscrawl.extract.page import Page
from newscrawl.extract.tree import Element

INLINE = FORMATTING | {"span", "time", "label", "ins", "acronym", "nobr"}
SILENT = frozenset("script style noscript template svg iframe select textarea button object video audio".split())
MOST_STEPS = 6000  # tree positions walked from one start: the longest articles have about a tenth
LONG = 120  # characters from which a line is a paragraph of the story, not a label
TOP, BEHIND = 45, 14  # lines looked at behind the headline, and behind the body
HAN = re.compile(r"[\u3005\u3400-\u9fff]")
NOT_HAN = bytes(code for code in range(256) if not 0xE3 <= code <= 0xE9)  # of UTF-8, what begins none of HAN


class Line:
    """One visible line and its pieces of text with the element that holds each."""

    __slots__ = ("pieces", "text")

    def __init__(self, text: str, pieces: list[tuple[str, Element]]):
        self.text, self.pieces = text, pieces


class Around:
    """The lines around an article with its headline and body on a page; either may be None. Walked when asked for."""

    def __init__(self, page: Page, headline: str | None, body: Element | None):
        self.page, self.headline, self.body = page, headline, body

    @cached_property
    def heading(self) -> Element | None:
        """The element that shows the headline."""
        return element_of(self.page, self.headline)

    @cached_property
    def has_han(self) -> bool:
        """Whether the article has Chinese characters at all, without which no Chinese label stands around it."""
        if self.body is None or HAN.search(self.headline or ""):
            return bool(HAN.search(self.headline or ""))
        text = etree.tostring(self.body, method="text", encoding="utf-8", with_tail=False)
        return bool(text.translate(None, NOT_HAN)) and bool(HAN.search(text.decode()))

    @cached_property
    def top(self) -> list[Line]:
        """Lines from the headline as far as the story's second paragraph."""
        if self.heading is not None:
            lines = chain(lines_from(self.heading, until=self.heading), self.following())
        else:
            start = _ancestor(self.body, 2)
            lines = lines_from(start, until=self.body) if start is not None else ()
        return _until_story(islice(lines, TOP))

    def following(self) -> Iterator[Line]:
        """Lines behind the headline, to the body's end; walked once, whoever asks for them."""
        self._following, again = tee(self._following)
        return again

    @cached_property
    def _following(self) -> Iterator[Line]:
        return lines_from(self.heading, until=self.body, behind=True)

    @cached_property
    def inside(self) -> list[Line]:
        """All lines of the body."""
        return list(lines_from(self.body, until=self.body)) if self.body is not None else []

    @cached_property
    def behind(self) -> list[Line]:
        """The first lines behind the body."""
        return list(islice(lines_from(self.body, behind=True), BEHIND)) if self.body is not None else []


def _ancestor(element: Element | None, steps: int) -> Element | None:
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


def lines_from(start: Element, *, until: Element | None = None, behind: bool = False) -> Iterator[Line]:
    """The lines from an element on, in page order: to the page's end, or to the end of ``until``.

    ``behind`` starts right after the element instead of inside it. What browsers never show as text is left out.
    """
    pieces: list[tuple[str, Element]] = []
    node, opens = start, not behind
    for _ in range(MOST_STEPS):
        tag = node.tag
        if pieces and tag not in INLINE:
            if text := _text(pieces):
                yield Line(text, pieces)
            pieces = []
        if opens:
            silent = tag in SILENT
            _add(pieces, None if silent else node.text, node)
            opens = not silent and len(node) > 0
            node = node[0] if opens else node
            continue
        holder, following = node.getparent(), node.getnext()
        if node is until or holder is None:
            break
        _add(pieces, node.tail, holder)
        opens = following is not None
        node = following if opens else holder
    if pieces and node is not until and (text := _text(pieces)):
        yield Line(text, pieces)


def _add(pieces: list[tuple[str, Element]], text: str | None, holder: Element) -> None:
    if text and (pieces or not text.isspace()):
        pieces.append((text, holder))


def _text(pieces: list[tuple[str, Element]]) -> str:
    return clean(pieces[0][0] if len(pieces) == 1 else "".join([text for text, _ in pieces]))
