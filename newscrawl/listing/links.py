"""The links of a list page as a browser resolves them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from newscrawl.extract.page import Page
from newscrawl.extract.tree import Element

MAX_LINKS = 20_000  # links looked at on one page; the fullest front pages we know have under 2,000
MAX_URL = 2000  # characters; what the ledger keeps and Scrapy's URLLENGTH_LIMIT lets through
MAX_TEXT = 400  # characters kept of a link's text: more than any headline with its summary needs
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
ABSOLUTE = re.compile(r"https?://(?:[^/?#@\s]*@)?(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{0,5})?(?=[/?#]|$)", re.I)
BLANKS = "".join(map(chr, range(0x21)))  # what browsers strip around an address


class RefusedLinkError(ValueError):
    """A link that is no other page; the message is the reason: not_http, itself, too_long, malformed."""


@dataclass(slots=True, eq=False)
class Link:
    """One ``a`` with an http(s) address: ``url`` is absolute and has no fragment, ``href`` is as the page has it."""

    element: Element
    href: str
    url: str
    text: str


class Resolver:
    """Addresses of one page made absolute, against the page's URL or its first usable ``base``."""

    def __init__(self, page: Page):
        self.page_url = page.url
        self.base = page.url
        for element in islice(page.root.iter("base"), 10):
            if element.get("href"):
                self._take_base(element.get("href"))
                break
        found = ABSOLUTE.match(self.base)
        self.origin = found[0] if found else ""
        self.page_key = key(page.url)

    def _take_base(self, href: str) -> None:
        try:
            base = urljoin(self.page_url, href.strip(BLANKS))
        except ValueError:
            return
        if ABSOLUTE.match(base):
            self.base = base

    def absolute(self, href: str) -> str:
        """The address as an absolute http(s) URL with its fragment. Raises RefusedLinkError."""
        href = href.strip(BLANKS)
        if "\n" in href or "\t" in href or "\r" in href:
            href = re.sub(r"[\t\r\n]", "", href)
        if len(href) > MAX_URL:
            raise RefusedLinkError("too_long")
        scheme = SCHEME.match(href)
        if scheme and scheme[0].lower() not in ("http:", "https:"):
            raise RefusedLinkError("not_http")
        if "/." in href or "\\" in href or "[" in href or not href.isascii():
            url = self._join(href)
        elif scheme and href[len(scheme[0]) :].startswith("//"):
            url = href
        elif href[:1] == "/" and href[1:2] != "/":
            url = self.origin + href
        else:
            url = self._join(href)
        if not ABSOLUTE.match(url):
            raise RefusedLinkError("malformed")
        if len(url) > MAX_URL:
            raise RefusedLinkError("too_long")
        return url

    def _join(self, href: str) -> str:
        try:
            url = urljoin(self.base, href.replace("\\", "/"))
            urlsplit(url)
        except ValueError:
            raise RefusedLinkError("malformed") from None
        return url

    def other(self, href: str) -> str:
        """The absolute URL without fragment of another page than this one. Raises RefusedLinkError."""
        url = self.absolute(href).partition("#")[0]
        if self.is_page(url):
            raise RefusedLinkError("itself")
        return url

    def is_page(self, url: str) -> bool:
        """Whether a URL is the list page's own: scheme, fragment and a trailing slash make no difference."""
        return key(url) == self.page_key


def key(url: str) -> str:
    """What two addresses of one page share: all but scheme, fragment and a trailing slash."""
    return url.partition("#")[0].partition("://")[2].rstrip("/?")


def text_of(element: Element) -> str:
    """The text of an element on one line, at most MAX_TEXT characters; never reads more nodes than that needs."""
    if not len(element):
        return " ".join((element.text or "")[: 2 * MAX_TEXT].split())[:MAX_TEXT]
    pieces, length = [], 0
    for piece in islice(_pieces(element), MAX_TEXT):
        pieces.append(piece)
        length += len(piece)
        if length > 4 * MAX_TEXT:
            break
    return " ".join("".join(pieces).split())[:MAX_TEXT]


def _pieces(element: Element) -> Iterator[str]:
    if next(element.iter("script", "style"), None) is None:
        return element.itertext()
    return (e for e in element.xpath(".//text()[not(parent::script or parent::style)]"))


def collect(page: Page, resolve: Resolver) -> list[Link]:
    """The page's first MAX_LINKS links to http(s) addresses, in page order, the page's own among them."""
    links = []
    for element in islice(page.root.iter("a"), MAX_LINKS):
        href = element.get("href")
        if not href or href[0] == "#":
            continue
        try:
            url = resolve.absolute(href)
        except RefusedLinkError:
            continue
        links.append(Link(element, href, url.partition("#")[0], text_of(element)))
    return links


def declared_links(page: Page, selectors: tuple[str, ...]) -> Iterator[str]:
    """The addresses that a source's selectors match: strings, links, or elements that hold a link.

    Of several links in one matched element that with the longest text counts: the headline, not its channel or picture.
    """
    for found in islice(page.declared(selectors), MAX_LINKS):
        if isinstance(found, str):
            yield str(found)
        elif found.get("href"):
            yield found.get("href")
        else:
            inside = [a for a in islice(found.iter("a"), MAX_TEXT) if a.get("href")]
            if inside:
                yield max(inside, key=lambda a: len(text_of(a))).get("href")
