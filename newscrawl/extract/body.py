"""The text of an article."""

from dataclasses import dataclass

from lxml.html import HtmlElement

from newscrawl.extract.body_blocks import Block, read_blocks
from newscrawl.extract.body_names import PLAIN, SUSPECT, is_hidden, judge
from newscrawl.extract.body_lead import find_lead
from newscrawl.extract.body_pick import Scores
from newscrawl.extract.body_render import to_html, to_text
from newscrawl.extract.body_trim import trim
from newscrawl.extract.page import Page
from newscrawl.extract.sanitise import base_of


@dataclass(frozen=True)
class Body:
    """What was read: plain text (a blank line between paragraphs), its HTML, the element it stands in, and which rung."""

    text: str | None = None
    html: str | None = None
    element: HtmlElement | None = None
    via: str = ""


def read_body(page: Page, headline: str | None = None) -> Body:
    """The article's text on a page; ``headline`` is what the page's other readers take for its headline."""
    scores = Scores(page.root)
    best = scores.best()
    if best is None:
        return Body()
    nodes = scores.nodes

    def unwanted(element):
        node = nodes.get(element)
        if node is not None and node.judged:
            return node.out
        return element.tag in SUSPECT or judge(element) < PLAIN or is_hidden(element)

    base = base_of(page.root, page.url)
    blocks = trim(read_blocks(best.element, base, unwanted), headline)
    described = [text for name in ("description", "og:description", "twitter:description") for text in page.meta.get(name, ())]
    already = to_text(blocks[:6])
    first = []
    for element in find_lead(scores, best, described, not _is_english(blocks)):
        first += [b for b in read_blocks(element, base, is_hidden) if b.text and b.text[:200] not in already]
    blocks = first + blocks
    text = to_text(blocks)
    return Body(text, to_html(blocks), best.element, "heuristic") if text else Body()


_ENGLISH = frozenset("the of and to is that it with".split())


def _is_english(blocks):
    words = " ".join(b.text for b in blocks[:20])[:3000].lower().split()
    return sum(1 for word in words if word in _ENGLISH) > 0.1 * len(words)
