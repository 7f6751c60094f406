"""The lead of an article that stands apart from its text, between the headline and the first paragraph."""

import re
from functools import lru_cache

from lxml import etree

from newscrawl.extract.body_blocks import Block, read_blocks
from newscrawl.extract.body_lines import is_line, is_margin
from newscrawl.extract.body_names import is_caption, is_hidden, names_of
from newscrawl.extract.body_node import Node
from newscrawl.extract.body_pick import PROSE_SIZE, Scores
from newscrawl.extract.body_render import to_text
from newscrawl.extract.ladder import plain
from newscrawl.extract.tree import Element

# What class names and ids call a lead, in the languages that news sites write them in.
_LEAD = re.compile(
    r"""(?:^|[\s_-])(?:
        leads? | lede | lead-?(?:text|in|paragraph) | standfirst | sub-?titles? | sub-?head(?:ing|line|er)? | sub-?hed
      | decks? | dek
      | intro | introduction | summary | abstract | excerpt | strapline | synopsis | description | tagline
      | chapo | chapeau | perex | sommario | occhiello | catenaccio | entradilla | bajada | copete | sapo | anons
      | ingress | vorspann | anleser | einleitung | underrubrik | manchet | spot | zhaiyao | daodu
    )(?=$|[\s_\d-])""",
    re.X,
)
# What is described there instead: the author, the site, what is for sale; on the element or one of the two around it.
_OTHER = re.compile(
    r"(?:^|[\s_-])(?:authors?|bio|profile|subscribe|flyout|dropdown|(?:site|blog)-(?:description|tagline))(?=$|[\s_-])"
)
AROUND = 3
_STRING = etree.XPath("string()", smart_strings=False)
SHORTEST, LONGEST = 40, 900  # characters
PARAGRAPH = 150  # characters of a paragraph without a name that belongs to the text below it
MOST_PARAGRAPHS = 3
SAME = 50  # leading characters that tell two texts apart


def read_lead(scores: Scores, best: Node, described: list[str], blocks: list[Block], base: str) -> list[Block]:
    """The blocks that belong before ``blocks``, the text of ``best``: its lead and paragraphs that stand apart from it.

    ``described`` are the page's own descriptions of itself: what repeats one of them above the text is the lead.
    """
    elements = _find(scores, best, {_key(text) for text in described if len(text) >= SHORTEST})
    begin = plain(to_text(blocks[:6])) if elements else ""
    found = [block for element in elements for block in read_blocks(element, base, is_hidden) if block.text]
    return [b for b in found if not (is_line(b.text) or is_margin(b.text) or plain(b.text) in begin)]


def _find(scores: Scores, best: Node, known: set[str]) -> list[Element]:
    lead: Node | None = None
    paragraphs: list[Node] = []
    below = False
    for node in scores.order:
        if node.tag == "h1":
            below, paragraphs = True, []
        elif node.worth >= PROSE_SIZE and not node.out and node.within(best):
            break
        elif lead is None and _is_lead(node, known) and not best.within(node):
            lead = node
        elif below and _is_paragraph(node, known):
            paragraphs.append(node)
    return [node.element for node in (lead, *paragraphs[:MOST_PARAGRAPHS]) if node is not None]


def _is_lead(node: Node, known: set[str]) -> bool:
    if not SHORTEST <= node.text <= LONGEST or node.linked * 3 > node.text or node.banned:
        return False
    names = names_of(node.element)
    if is_caption(names) or _describes_other(node):
        return False
    if known and _key(_STRING(node.element)) in known:
        return True
    return _is_named(names) or (node.parent is not None and _is_named(names_of(node.parent.element)))


def _describes_other(node: Node) -> bool:
    near: Node | None = node
    for _ in range(AROUND):
        if near is None or near.titled:
            return False
        if _OTHER.search(names_of(near.element)):
            return True
        near = near.parent
    return False


@lru_cache(maxsize=8192)
def _is_named(names: str) -> bool:
    return bool(_LEAD.search(names))


def _is_paragraph(node: Node, known: set[str]) -> bool:
    if node.tag != "p" or node.out or node.marks < 2 or node.text < PARAGRAPH or node.linked * 3 > node.text:
        return False
    holder = node.parent
    if holder is None or holder.links or is_caption(f"{names_of(node.element)} {names_of(holder.element)}"):
        return False
    return _key(_STRING(node.element)) not in known


def _key(text: str) -> str:
    return plain(text[: 4 * SAME])[:SAME]
