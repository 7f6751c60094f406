"""One part of a page as a row of blocks: paragraphs, headings, list items, table rows, pictures."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from itertools import islice

from lxml import etree

from newscrawl.extract.body_names import INLINE, SILENT
from newscrawl.extract.body_space import CELL, joined, tidy
from newscrawl.extract.sanitise import absolute, image_source
from newscrawl.extract.tree import Element

FORMATS = {"b": "strong", "strong": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup", "code": "code"}
MARKED = frozenset(("a", *FORMATS))
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
KINDS = frozenset((*HEADINGS, "li", "pre", "tr"))
MAX_STEPS = 200_000  # begins and ends of elements read in one part; the longest articles have a tenth
GROUPS = frozenset("ul ol blockquote table".split())
APART = frozenset("nav aside footer menu figcaption caption".split())  # texts before and behind are not one paragraph
EMPTY = frozenset(("br", "img", "source"))
CELLS = frozenset(("td", "th"))
_INDENT = re.compile(r"\s*(?:\u3000|\u00a0[\u00a0 ])")


@dataclass(slots=True)
class Block:
    """One paragraph or the like. ``kind`` is a tag (p, h2, li, pre, tr, img); ``linked`` counts characters in links;
    ``group`` is the list, quote or table it stands in."""

    kind: str
    text: str
    html: str
    linked: int = 0
    group: Element | None = None


def read_blocks(root: Element, base: str, unwanted: Callable[[Element], bool]) -> list[Block]:
    """The blocks of the part under ``root``, in page order, without what ``unwanted`` says of an element below it.

    ``base`` is what addresses are relative to. The tree is not changed.
    """
    walk = _Walk(root, base)
    steps = etree.iterwalk(root, events=("start", "end"))
    skipped = None
    for event, element in islice(steps, MAX_STEPS):
        if event == "start":
            if element is not root and (element.tag in SILENT or unwanted(element)):
                steps.skip_subtree()
                skipped = element
                walk.pass_by(element)
            else:
                walk.enter(element)
        elif element is skipped:
            skipped = None
            walk.add(element.tail)
        else:
            walk.leave(element)
            if element is not root:
                walk.add(element.tail)
    walk.flush()
    return walk.blocks


class _Walk:
    def __init__(self, root: Element, base: str):
        self.base, self.blocks = base, []
        self._texts: list[str] = []
        self._html: list[str] = []
        self._linked = self._links = self._breaks = 0
        self._kinds, self._groups, self._formats = [("p", root)], [], []
        self._offered: str | None = None
        self._images: set[str] = set()

    def enter(self, element: Element) -> None:
        tag = element.tag
        if tag in INLINE:
            if tag in MARKED:
                self._open(element, tag)
        elif tag == "br":
            self._breaks += 1
            return
        elif tag == "img":
            self._image(element)
        elif tag == "source":
            self._offered = element.get("srcset") or element.get("data-srcset")
        elif tag in CELLS:
            if self._texts:
                self._write(CELL, CELL)
        else:
            if self._texts or self._breaks:
                self.flush()
            if tag in KINDS or (tag == "p" and self._kinds[-1][0] == "tr"):
                self._kinds.append((tag, element))
            if tag in GROUPS:
                self._groups.append(element)
        self.add(element.text)

    def leave(self, element: Element) -> None:
        tag = element.tag
        if tag in INLINE:
            if tag in MARKED:
                self._close(element, tag)
        elif tag not in CELLS and tag not in EMPTY:
            if self._texts or self._breaks:
                self.flush()
            if self._kinds[-1][1] is element and len(self._kinds) > 1:
                self._kinds.pop()
            if self._groups and self._groups[-1] is element:
                self._groups.pop()

    def pass_by(self, element: Element) -> None:
        """A part that is left out; a ``noscript`` may hold the picture that a script would have shown."""
        if element.tag not in INLINE and (element.tag not in SILENT or element.tag in APART):
            self.flush()
        elif element.tag == "noscript":
            for image in element.iter("img"):
                self._image(image)

    def add(self, text: str | None) -> None:
        if not text:
            return
        if text.isspace():
            if self._texts:
                self._texts.append(text)
                self._html.append(" ")
            return
        if self._breaks:
            if self._breaks > 1 or _INDENT.match(text):
                self.flush()
            elif self._texts:
                self._texts.append("\v")
                self._html.append("<br>")
            self._breaks = 0
        self._write(text, escape(text, quote=False))
        if self._links:
            self._linked += len(text.strip())

    def _write(self, text: str, html: str) -> None:
        if not self._html:
            self._html.extend(opening for _, opening, _ in self._formats)
        self._texts.append(text)
        self._html.append(html)

    def _open(self, element: Element, tag: str) -> None:
        if tag == "a":
            self._links += 1
            url = absolute(element.get("href"), self.base)
            if url:
                self._format(element, f'<a href="{escape(url)}">', "</a>")
        else:
            self._format(element, f"<{FORMATS[tag]}>", f"</{FORMATS[tag]}>")

    def _format(self, element: Element, opening: str, closing: str) -> None:
        self._formats.append((element, opening, closing))
        if self._html:
            self._html.append(opening)

    def _close(self, element: Element, tag: str) -> None:
        if tag == "a":
            self._links -= 1
        if self._formats and self._formats[-1][0] is element:
            closing = self._formats.pop()[2]
            if self._html:
                self._html.append(closing)

    def _image(self, image: Element) -> None:
        source = image_source(image, self.base, self._offered)
        self._offered = None
        if source and source not in self._images:
            self._images.add(source)
            html = f'<img src="{escape(source)}" alt="{escape((image.get("alt") or "").strip())}">'
            self.blocks.append(Block("img", "", html))

    def flush(self) -> None:
        """End the block that is being written."""
        self._breaks = 0
        if not self._texts:
            return
        text = tidy("".join(self._texts))
        if text:
            html = "".join(self._html) + "".join(closing for _, _, closing in reversed(self._formats))
            kind, group = self._kinds[-1][0], self._groups[-1] if self._groups else None
            if kind == "tr" and CELL not in html:  # a table for the looks of a page, not of data
                kind = "p"
            if group is not None and group.tag == "table" and kind != "tr":
                group = None
            self.blocks.append(Block(kind, text, joined(html.strip()), self._linked, group))
        self._texts, self._html, self._linked = [], [], 0
