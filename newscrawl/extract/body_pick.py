"""Where on a page the text of the article stands: one pass from the long texts up to what holds them."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from newscrawl.extract.body_names import SILENT, WANTED, judge
from newscrawl.extract.body_node import Node
from newscrawl.extract.page import Page
from newscrawl.extract.tree import Element

_ALL_TEXTS = etree.XPath("descendant-or-self::*/text()[string-length(normalize-space(.)) > 5]")
# Either begins with a plain set of characters, which is what makes them fast.
_SENTENCE = re.compile(r"[,.!?;:，。！？；：、،؟।](?:(?<=[，。！？；：、،؟।])|(?![^\s\"'”’»]))")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]+")
SHORT = 25  # characters of a text that is a label or a link, not prose; wide ones count twice
FEWEST = -(-SHORT // 2)  # characters of a text that is none, if all are wide
MAX_TITLES = 5  # h1 elements looked at
DECAY = 0.6  # of a text's worth, per level above its parent: near enough to prefer the closest common holder
WIDER = 1.2  # times the prose that a part must gain to be left for what holds it
OWN = 0.2  # of the highest score, for the article that the page begins with to be preferred to others on it
PROSE_SIZE = 90  # characters of a paragraph of running text


def _long_texts(root: Element) -> Iterator[tuple[Element, str]]:
    """The texts of the body that may be prose, each with the element it stands in.

    Shorter ones are labels and links; they are read once the part that holds the article is known.
    """
    for body in root.iterchildren("body"):
        walk = etree.iterwalk(body, events=("start",))
        for _, element in walk:
            if element.tag in SILENT:
                walk.skip_subtree()
            else:
                text = element.text
                if text is not None and len(text) >= FEWEST and not text.isspace():
                    yield element, text
            text = element.tail
            if text is not None and len(text) >= FEWEST and not text.isspace() and element is not body:
                yield element.getparent(), text


def _sentences(root: Element) -> Iterator[tuple[Element, str]]:
    for text in filter(_SENTENCE.search, _ALL_TEXTS(root)):
        parent = text.getparent()
        host = parent.getparent() if text.is_tail else parent
        if host is not None and host.tag not in SILENT:
            yield host, text


class Scores:
    """The texts of a page weighed once; with ``flash`` also short ones, if they are sentences, and with ``trusting``
    those in parts of the article whose names speak against them."""

    def __init__(self, page: Page, *, flash: bool = False, trusting: bool = False):
        self.nodes: dict[Element, Node] = {}
        self.order: list[Node] = []  # parents before children
        for host, text in _sentences(page.root) if flash else _long_texts(page.root):
            self._weigh(host, text, 0 if flash else SHORT)
        self._mark_titled(page.named("h1"))
        self._sum_mass()
        page_mass = self.order[0].mass if self.order else 0
        for node in self.order:
            if node.mass:
                node.judge(page_mass, trusting=trusting)
        self._rise()

    def _node(self, element: Element) -> Node:
        chain = []
        while element is not None and element not in self.nodes:
            chain.append(element)
            element = element.getparent()
        node = self.nodes[element] if element is not None else None
        for one in reversed(chain):
            node = self.nodes[one] = Node(one, node)
            self.order.append(node)
        return node

    def _weigh(self, host: Element, text: str, shortest: int) -> None:
        size = len(text.strip())
        if not text.isascii():
            size += sum(map(len, _WIDE.findall(text)))
        if size < shortest:
            return
        node = self.nodes.get(host) or self._node(host)
        block = node.holder or node
        block.text += size
        if node.link:
            block.linked += size
        block.marks += len(_SENTENCE.findall(text))

    def _mark_titled(self, titles: list[Element]) -> None:
        for title in titles[:MAX_TITLES]:
            node = next((self.nodes[one] for one in title.iterancestors() if one in self.nodes), None)
            while node is not None and not node.titled:
                node.titled = True
                node = node.parent

    def _sum_mass(self) -> None:
        for node in reversed(self.order):
            if node.text:
                node.assess()
                if node.worth > 0:
                    node.mass += node.worth
            if node.mass and node.parent is not None:
                node.parent.mass += node.mass

    def _rise(self) -> None:
        for node in reversed(self.order):
            parent = node.parent
            if not node.judged or node.out:
                if node.worth < 0 and parent is not None:
                    parent.links += 1
                continue
            if node.proses > node.links:
                node.prose += node.own
                node.paragraphs += node.proses
            if not node.leaf:
                node.score += node.worth
            if parent is None:
                continue
            if node.worth < 0:
                parent.links += 1
            elif node.text >= PROSE_SIZE and node.marks > 1 and node.tag != "li":
                parent.proses += 1
                parent.own += node.worth
            parent.prose += node.prose
            parent.paragraphs += node.paragraphs
            parent.score += node.score * DECAY + (node.worth if node.leaf else 0)

    def best(self) -> Node | None:
        """The element with the highest score; on a page of several articles, in the one that the page begins with."""
        found = self._highest(self.order)
        if found is None:
            return None
        own = next((node for node in self.order if node.tag == "article" and node.titled and not node.out), None)
        if own is not None and not found.within(own) and not own.within(found):
            first = self._highest(node for node in self.order if node.within(own))
            if first is not None and first.score > OWN * found.score:
                found = first
        return _widen(found)

    def _highest(self, nodes: Iterable[Node]) -> Node | None:
        top, found = 0.0, None
        for node in nodes:
            if node.score > top and not (node.out or node.inline or node.leaf):
                top, found = node.score, node
        return found


def _widen(node: Node) -> Node:
    """The holder around a part, where the article is cut into parts: a good deal of prose stands beside the part."""
    found, holder = node, node.parent
    while holder is not None and holder.tag not in ("body", "html"):
        if holder.prose > WIDER * max(found.prose, found.score) and holder.paragraphs > found.paragraphs + 1:
            found = holder
        if holder.titled and (holder.tag == "article" or judge(holder.element) == WANTED):
            break
        holder = holder.parent
    return found
