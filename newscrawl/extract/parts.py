"""Articles that a site spreads over several pages."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

from newscrawl.extract.next_words import NEXT
from newscrawl.extract.page import Page
from newscrawl.extract.tree import Element
from newscrawl.items import Article

MAX_PARTS = 30  # pages of one article; the longest serials on news sites have about twenty
LEVELS = 2  # ancestors of the text within which a pager of the article stands
PAGE_KEYS = ("page", "p", "pn", "pageno", "pageindex", "pg")
EXTENSION = re.compile(r"\.\w{2,5}$")
DECORATION = re.compile(r"[\s\d»›>→\[\]()（）.:：-]+")


def next_part(page: Page, body: Element | None, first: str | None = None) -> str | None:
    """The URL of the next page of the article, if this page links to it as such, around ``body`` or in its head.

    ``first`` is the URL of the article's first page, None if it is this one. A link counts only if its words or its rel
    say "next" and its address is the first page's with the next number: ``a.html`` → ``a_2.html``, ``a-2.html``,
    ``a/2``, ``a.html?page=2``; sites that count from nought go from ``a.html`` to ``a_1.html``.
    """
    first = first or page.url
    here = _number(page.url, first) if page.url != first else None
    wanted = {here + 1} if here else {1, 2}
    name = EXTENSION.sub("", first.partition("?")[0].rstrip("/").rpartition("/")[2])
    for link in _links_around(page, body):
        address = link.get("href")
        if address is not None and (name in address or address.startswith("?")) and _says_next(link):
            url = _joined(page.base, address)
            if url and _number(url, first) in wanted:
                return url
    return None


def stitch(article: Article, more: list[Article]) -> None:
    """Add the text of an article's further pages to that of its first, and what only they say (often the editor)."""
    bodies, pages = [article.article_body or ""], [article.article_body_html or ""]
    for part in more:
        if part.article_body and part.article_body not in bodies:
            bodies.append(part.article_body)
            pages.append(part.article_body_html or "")
        for name in ("authors", "editors", "publisher"):
            if not getattr(article, name) and getattr(part, name):
                setattr(article, name, getattr(part, name))
                article.via[name] = part.via.get(name, "") + ":part"
    article.article_body = "\n\n".join(filter(None, bodies)) or None
    article.article_body_html = "\n".join(filter(None, pages)) or None


def _links_around(page: Page, body: Element | None) -> Iterator[Element]:
    yield from page.named("link")
    for _ in range(LEVELS):
        if body is not None and body.getparent() is not None and body.tag != "body":
            body = body.getparent()
    if body is not None:
        yield from body.iterdescendants("a")


def _says_next(element: Element) -> bool:
    if "next" in (element.get("rel") or "").lower().split():
        return True
    if element.tag == "link":
        return False
    words = DECORATION.sub(" ", "".join(element.itertext())[:40]).strip().lower()
    return bool(NEXT.fullmatch(words))


def _joined(base: str, address: str) -> str | None:
    try:
        return urljoin(base, address).partition("#")[0]
    except ValueError:
        return None


def _number(url: str, first: str) -> int | None:
    """Which page of the article that begins at ``first`` a URL is by its address: None if it is the first or none."""
    try:
        one, other = urlsplit(first), urlsplit(url)
    except ValueError:
        return None
    if one.hostname != other.hostname:
        return None
    if one.path == other.path:
        added = set(parse_qsl(other.query)) - set(parse_qsl(one.query))
        return next((int(v) for k, v in added if k.lower() in PAGE_KEYS and v.isdecimal() and len(v) < 4), None)
    if one.query != other.query:
        return None
    stem, tail = EXTENSION.sub("", one.path).rstrip("/"), EXTENSION.sub("", other.path).rstrip("/")
    found = re.fullmatch(r"[_/-](?:page/?|p)?(\d{1,3})", tail.removeprefix(stem)) if tail.startswith(stem) else None
    return int(found[1]) if found and stem else None
