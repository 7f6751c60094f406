"""Which link leads to the next page of a list."""

import re
from itertools import islice

from newscrawl.extract.next_words import ARROWS, LAST_ARROWS, NEWER, NEXT, NEXT_CLASS, WEAK
from newscrawl.extract.page import Page
from newscrawl.extract.tree import Element
from newscrawl.listing.links import Link, RefusedLinkError, Resolver
from newscrawl.listing.shapes import page_number, path_and_query
from newscrawl.urls import fold, registrable

# Around arrows and numbers of other things than lists.
NO_PAGER = re.compile(r"carousel|slide|swiper|slick|calendar|article|story|month|week|event|gallery|photo|video", re.I)
PAGER = re.compile(r"pag(?:e|es|ing|er|ination|inator|inate|enav|ebar)|fenye|navigation", re.I)
CURRENT = re.compile(
    r"active|current|selected|on|cur|here|thisclass|highlight|now|.*[-_](?:active|current|selected|on)|(?:is|page)-?current",
    re.I,
)
NUMBER = re.compile(r"[\[(（【第]?\s*(\d{1,3}(?:[,. ]\d{3})+|\d{1,5})\s*[\])）】页頁]?")
CONTEXT = {"weak": 4, "arrow": 3, "last arrow": 2}  # scores that need the next number (2) or a pager around (1)
CLEAR = 5  # a score that needs more than one sign
MAX_NUMBERS = 300  # numbered links looked at
MAX_NUMBER_TEXT = 60  # characters, with the line breaks of the page's source
MAX_PAGER = 300  # elements of one pager


def find_next(page: Page, resolve: Resolver, links: list[Link]) -> str | None:
    """The URL of the next page: declared by ``link rel=next``, said by a link's text or marks, or the next number."""
    scope = _Scope(resolve)
    for element in page.root.iter("link"):
        if "next" in (element.get("rel") or "").lower().split():
            url = scope.usable(element.get("href"))
            if url:
                return next((scope.usable(link.href) for link in links if link.url == url), url)
    return _by_words(scope, links) or _by_number(scope, links)


class _Scope:
    """What an address must be to be a next page of this one."""

    def __init__(self, resolve: Resolver):
        self.resolve = resolve
        self.key = fold(resolve.page_url)
        self.domain = registrable(resolve.page_url)
        self.number = page_number(resolve.page_url)
        path = re.sub(r"(?:/?(?:page|p)?[/_-]?\d+)?(?:\.\w+)?/?$", "", path_and_query(resolve.page_url)[0])
        self.folder = path.rpartition("/")[0] + "/"

    def usable(self, href: str | None) -> str | None:
        """The absolute URL of a page of the same site that is not this one; its fragment stays."""
        if not href or href.startswith("#"):
            return None
        try:
            url = self.resolve.absolute(href)
        except RefusedLinkError:
            return None
        if fold(url) == self.key or registrable(url) != self.domain:
            return None
        return url

    def goes_back(self, url: str) -> bool:
        """Whether the address itself says that it is this page or one before it."""
        number = page_number(url)
        return number is not None and self.number is not None and number <= self.number

    def follows(self, url: str) -> bool:
        """Whether the address itself says that it is the page after this one; lists count from 0 or 1."""
        number = page_number(url)
        wanted = (1, 2) if self.number is None else (self.number + 1,)
        return number in wanted and path_and_query(url)[0].startswith(self.folder)


def _by_words(scope: _Scope, links: list[Link]) -> str | None:
    """The address of the link that says most clearly that it leads on.

    A word that leads to many places is no pager's but a teaser's ("read on"); two arrows are those of two lists.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for link in links:
        kind, score = _says_next(link)
        url = scope.usable(link.href) if score else None
        if url:
            found.setdefault(kind, []).append((score + 2 * scope.follows(url) + _in_pager(link.element), url))
    best = []
    for kind, candidates in found.items():
        different = len({fold(url) for _, url in candidates})
        if different > (1 if "arrow" in kind else 2) and all(score <= CLEAR for score, _ in candidates):
            continue
        needed = CONTEXT.get(kind, 0)
        best += [(score, url) for score, url in candidates if score >= needed and not (needed and scope.goes_back(url))]
    return max(best, key=lambda one: one[0], default=(0, None))[1]


def _says_next(link: Link) -> tuple[str, int]:
    """How a link says that it leads on (rel, word, label, mark, weak, arrow), and how strongly; 0 if it does not."""
    element, text = link.element, link.text
    marks = _marks(element)
    if len(text) > 40 or NEWER.search(text) or any(map(NO_PAGER.search, marks)):
        return "", 0
    said = _bare(text or _alternative(element))
    labels = [label for label in (element.get("aria-label"), element.get("title")) if label and len(label) < 80]
    short = len(said) <= 12 or text[-1:] in (*ARROWS, *LAST_ARROWS)
    ways = (
        ("rel", 5, "next" in (element.get("rel") or "").lower().split()),
        ("word", 4, NEXT.fullmatch(said)),
        ("label", 3, any(NEXT.fullmatch(_bare(re.split(r" [-–(]", label)[0])) for label in labels)),
        ("mark", 3, short and any(map(NEXT_CLASS.fullmatch, marks)) and not any(map(NEWER.search, labels))),
        ("weak", 2, WEAK.fullmatch(said)),
        ("last arrow", 1, text in LAST_ARROWS),
        ("arrow", 2, text in ARROWS),
    )
    return next(((way, score) for way, score, holds in ways if holds), ("", 0))


def _bare(text: str) -> str:
    return re.sub(r"[\s\d»›>→«‹<←|()（）\[\]【】…:：+.,/▶►⟩❯≫&-]+", " ", text).strip().lower()


def _alternative(element: Element) -> str:
    image = next(element.iter("img"), None)
    return (image.get("alt") or image.get("title") or "")[:60] if image is not None else ""


def _marks(element: Element) -> list[str]:
    """The class and id names of a link, and of its parent when that holds this link alone."""
    around = [element]
    parent = element.getparent()
    if parent is not None and element.getprevious() is None and element.getnext() is None:
        around.append(parent)
    return [name for one in around for name in f"{one.get('class') or ''} {one.get('id') or ''}"[:300].split()]


def _in_pager(element: Element) -> bool:
    return any(
        PAGER.search(f"{one.get('class') or ''} {one.get('id') or ''} {one.get('aria-label') or ''}"[:300])
        for one in islice(element.iterancestors(), 3)
        if one.tag not in ("body", "html")
    )


def _by_number(scope: _Scope, links: list[Link]) -> str | None:
    by_element = {}
    for link in links:
        if (found := _plain_number(link.text)) and len(by_element) < MAX_NUMBERS:
            by_element[link.element] = (found[0], link)
    seen, found = set(), {}
    for element in by_element:
        for container in islice(element.iterancestors(), 4):
            if container in seen:
                break
            numbers = _numbers(container, by_element, scope)
            if len({number for number, _, _ in numbers}) < 2:
                continue
            seen.add(container)
            url = _after_current(numbers, scope, container)
            if url:
                found.setdefault(fold(url), url)
            break
    return next(iter(found.values())) if len(found) == 1 else None  # pagers of two lists: neither is this page's


def _numbers(container: Element, by_element: dict, scope: _Scope) -> list[tuple[int, Link | None, bool]]:
    """The numbers of a pager in page order: (number, its link if it has a usable one, whether it is marked current)."""
    numbers = [(n, None, False) for n in _plain_number(container.text)]
    for element in islice(container.iter(), MAX_PAGER):
        if element in by_element:
            number, link = by_element[element]
            usable = scope.usable(link.href)
            numbers.append((number, link if usable else None, _is_current(element) or not usable))
        elif next(element.iterchildren(), None) is None and element.getparent() not in by_element:
            numbers += [(n, None, _is_current(element)) for n in _plain_number(element.text)]
        if element is not container:
            numbers += [(n, None, False) for n in _plain_number(element.tail)]
    return numbers


def _plain_number(text: str | None) -> list[int]:
    """The number that a text is, with the brackets and separators that pagers put around it; else []."""
    found = NUMBER.fullmatch(text.strip(" \r\n\t|·,.…")) if text and len(text) < MAX_NUMBER_TEXT else None
    return [int(re.sub(r"\D", "", found[1]))] if found else []


def _is_current(element: Element) -> bool:
    return element.get("aria-current") is not None or any(map(CURRENT.fullmatch, _marks(element)))


def _after_current(numbers: list, scope: _Scope, container: Element) -> str | None:
    if any(
        NO_PAGER.search(f"{e.get('class') or ''} {e.get('id') or ''}"[:300])
        for e in [container, *islice(container.iterancestors(), 3)]
        if e.tag != "body"
    ):
        return None
    linked = {number: link for number, link, _ in numbers if link}
    unlinked = {number for number, link, _ in numbers if not link}
    marked = {number for number, _, current in numbers if current}
    for current in (marked, unlinked, {scope.number} if scope.number is not None else set()):
        if len(current) == 1:
            following = linked.get(next(iter(current)) + 1)
            return scope.usable(following.href) if following else None
    return None
