"""The text of an article: where it stands on a page, and what there belongs to it."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from lxml import etree

from newscrawl.extract.body_blocks import Block, read_blocks
from newscrawl.extract.body_captions import captions
from newscrawl.extract.body_data import read_data
from newscrawl.extract.body_lead import read_lead
from newscrawl.extract.body_names import DOUBTED, NEVER, PLAIN, SUSPECT, is_hidden, judge
from newscrawl.extract.body_pick import Scores
from newscrawl.extract.body_render import to_html, to_text
from newscrawl.extract.body_space import tidy
from newscrawl.extract.body_trim import trim
from newscrawl.extract.page import Page
from newscrawl.extract.tree import Element

_SIZE = etree.XPath("string-length(.)")


@dataclass(frozen=True)
class Body:
    """What was read: plain text (a blank line between paragraphs), its HTML, the element it stands in, and which rung.

    ``via`` is "declared" (the source's selectors), "json-ld" or "script" (data that the page carries), "heuristic", or
    "" when nothing was found; then ``text`` and ``html`` are None. ``element`` stands in the page's own tree.
    """

    text: str | None = None
    html: str | None = None
    element: Element | None = None
    via: str = ""


def read_body(page: Page, headline: str | None = None) -> Body:
    """The article's text on a page; ``headline`` is not repeated in it. Never raises on a page, however broken.

    What the source says to ``remove`` is cut from the page's tree first; nothing else of the tree is changed.
    """
    base = page.base
    if page.source is not None:
        page.cut(page.source.remove)
        declared = _declared(page, base, headline)
        if declared.text:
            return declared
    found = _scored(page, base, headline)
    data, via = read_data(page, base, found.text or "")
    whole = _body(trim(data, headline), found.element, via) if data else found
    return whole if whole.text else found


def _body(blocks: list[Block], element: Element | None, via: str) -> Body:
    text = to_text(blocks)
    return Body(text, to_html(blocks), element, via) if text else Body()


def _declared(page: Page, base: str, headline: str | None) -> Body:
    found = page.declared(page.source.fields.get("article_body", ())) if page.source else []
    elements = [one for one in found if isinstance(one, Element)]
    blocks: list[Block] = []
    for one in found:
        if isinstance(one, Element):
            if not any(ancestor in elements for ancestor in one.iterancestors()):
                blocks += read_blocks(one, base, _beside(one))
        elif tidy(one):
            blocks.append(Block("p", tidy(one), escape(tidy(one), quote=False)))
    holder = elements[0] if len(elements) == 1 else elements[0].getparent() if elements else None
    return _body(trim(blocks, headline), holder, "declared")


def _beside(whole: Element) -> Callable[[Element], bool]:
    """What stands beside the text within a declared part: what is named so, unless most of the part stands in it."""
    size = None

    def unwanted(element: Element) -> bool:
        nonlocal size
        said = judge(element)
        if said == NEVER or is_hidden(element):
            return True
        if said != DOUBTED and element.tag not in SUSPECT:
            return False
        if size is None:
            size = _SIZE(whole)
        return 2 * _SIZE(element) < size

    return unwanted


def _scored(page: Page, base: str, headline: str | None) -> Body:
    for way in ({}, {"flash": True}, {"trusting": True}):
        scores = Scores(page, **way)
        best = scores.best()
        if best is not None:
            break
    else:
        return Body()
    nodes, beside = scores.nodes, captions(best.element)

    def unwanted(element: Element) -> bool:
        if beside and element in beside:
            return True
        node = nodes.get(element)
        if node is not None and node.judged:
            return node.out
        if not element.keys():  # most have no attributes, and asking for each takes a while
            return element.tag in SUSPECT
        return element.tag in SUSPECT or judge(element) < PLAIN or is_hidden(element)

    blocks = trim(read_blocks(best.element, base, unwanted), headline)
    described = [text for name in ("description", "og:description") for text in page.meta.get(name, ())]
    return _body(read_lead(scores, best, described, blocks, base) + blocks, best.element, "heuristic")
