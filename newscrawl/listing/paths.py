"""Where the links of a page stand: the path of tags and classes, and the parts beside the list."""

import re
from collections import Counter
from itertools import islice

from newscrawl.extract.tree import Element
from newscrawl.listing.links import MAX_TEXT, Link

WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
# Class names that set one of several like elements apart.
STATE = re.compile(
    r"(?:.*[-_])?(?:active|current|selected|first|last|odd|even|alt|on|cur|hover|clearfix|no-?border|even-?row)|.*\d.*",
    re.I,
)
# Parts of a page beside its list. The name on an element that holds most of the page means nothing.
BESIDE = re.compile(
    r"(?:.*[-_])?(?:nav(?:bar|igation)?|menu|footer|foot|sidebar|side|aside|breadcrumbs?|crumbs?|related|widget"
    r"|recommend(?:ed)?|popular|hot|rank(?:ing)?|trending|most-?(?:read|viewed|popular)|tag-?cloud|tags|share|social|login"
    r"|advert\w*|ads?|copyright|friend-?links?|partners?|pag(?:er|ination|ing)|comments?|topbar|toolbar|cookie\w*"
    r"|subscribe|newsletter)(?:[-_](?:list|box|area|inner|menu|links|widget|block|item|\d+))?",
    re.I,
)
MOST = 0.6  # of a page's link text


class Paths:
    """Where an element stands, as a number: the same for elements on the same path of tags and first classes."""

    def __init__(self, links: list[Link]):
        self.numbers: dict[tuple, int] = {}
        self.known: dict[Element, tuple[int, bool]] = {}
        self.holds: Counter[Element] = Counter()
        self.total = sum(weight(link.text) for link in links) or 1
        self.links = links
        self._weigh()

    def _weigh(self) -> None:
        """How much link text stands inside each element that is named like a part beside the list."""
        under: dict[Element, Element | None] = {}
        for link in self.links:
            trail, element = [], link.element.getparent()
            while element is not None and element not in under:
                trail.append(element)
                element = element.getparent()
            holder = under.get(element) if element is not None else None
            for one in reversed(trail):
                holder = holder if holder is not None else one if _named_beside(one) else None
                under[one] = holder
            holder = under.get(link.element.getparent())
            if holder is not None:
                self.holds[holder] += weight(link.text)
        self.under = under

    def of(self, element: Element) -> tuple[int, bool]:
        """The number of an element's path, and whether it stands in a part beside the list."""
        trail = []
        while element is not None and element not in self.known:
            trail.append(element)
            element = element.getparent()
        number = self.known[element][0] if element is not None else 0
        for one in reversed(trail):
            number = self.numbers.setdefault((number, *_step(one)), len(self.numbers) + 1)
            holder = self.under.get(one)
            self.known[one] = number, holder is not None and self.holds[holder] < MOST * self.total
        return self.known[trail[0]] if trail else self.known[element]


def _named_beside(element: Element) -> bool:
    if element.tag in ("nav", "footer", "aside"):
        return True
    if element.tag in ("body", "html", "a", "li", "article", "h1", "h2", "h3", "h4"):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:300].split()
    return any(map(BESIDE.fullmatch, names))


def _step(element: Element) -> tuple:
    if element.tag in ("td", "th"):
        return "td", len(list(islice(element.itersiblings(preceding=True), 8)))
    names = (element.get("class") or "")[:200].split()
    return element.tag, next((name for name in names if not STATE.fullmatch(name)), "")


def weight(text: str) -> int:
    """The length of a text in Latin letters; a Chinese, Japanese or Korean character counts for two and a half."""
    return len(text) if text.isascii() else int(len(text) + 1.5 * len(WIDE.findall(text[:MAX_TEXT])))
