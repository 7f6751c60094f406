"""The lead of an article that stands apart from its text, between the headline and the first paragraph."""

import re

from lxml.html import HtmlElement

from newscrawl.extract.body_names import is_caption, names_of
from newscrawl.extract.body_pick import PROSE_SIZE, Node, Scores

# What class names and ids call a lead, in the languages that news sites write them in.
_LEAD = re.compile(
    r"""(?:^|[\s_-])(?:
        leads? | lede | lead-?(?:text|in|paragraph) | standfirst | sub-?titles? | sub-?head(?:ing|line|er)? | sub-?hed | decks? | dek
      | intro | introduction | summary | abstract | excerpt | strapline | synopsis | description | tagline
      | chapo | chapeau | perex | sommario | occhiello | catenaccio | entradilla | bajada | copete | sapo | anons
      | ingress | vorspann | anleser | einleitung | underrubrik | manchet | spot | zhaiyao | daodu
    )(?=$|[\s_\d-])""",
    re.X,
)
SHORTEST, LONGEST = 40, 900  # characters
PARAGRAPH = 150
SAME = 50  # leading characters that tell two texts apart


def find_lead(scores: Scores, best: Node, described: list[str], named: bool) -> list[HtmlElement]:
    """The elements that stand between the headline and the text of ``best``, or are left out of it, and belong to it.

    ``described`` are the page's own descriptions of itself: what repeats one of them there is the lead, as is what is
    named so. Both count only if ``named``; paragraphs of running text always do.
    """
    known = {_key(text) for text in described if len(text) >= SHORTEST}
    lead: Node | None = None
    paragraphs: list[Node] = []
    below = False
    for node in scores.order:
        if node.tag == "h1":
            below, paragraphs = True, []
        elif node.worth >= PROSE_SIZE and not node.out and node.within(best):
            break
        elif lead is None and named and _is_lead(node, known):
            lead = node
        elif below and _is_paragraph(node, known):
            paragraphs.append(node)
    return [node.element for node in (lead, *paragraphs[:3]) if node is not None]


def _is_lead(node: Node, known: set[str]) -> bool:
    if not SHORTEST <= node.text <= LONGEST or node.linked * 3 > node.text or node.banned:
        return False
    names = names_of(node.element)
    if is_caption(names):
        return False
    if known and _key(node.element.xpath("string()")) in known:
        return True
    return bool(_LEAD.search(names) or (node.parent is not None and _LEAD.search(names_of(node.parent.element))))


def _is_paragraph(node: Node, known: set[str]) -> bool:
    if node.tag != "p" or node.out or node.marks < 2 or node.text < PARAGRAPH or node.linked * 3 > node.text:
        return False
    holder = node.parent
    if holder is None or holder.links or is_caption(f"{names_of(node.element)} {names_of(holder.element)}"):
        return False
    return _key(node.element.xpath("string()")) not in known


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text)[:SAME].lower()
