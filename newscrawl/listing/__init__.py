"""A list page: its article links and its next page."""

from dataclasses import dataclass, field

from newscrawl.extract.page import Page
from newscrawl.extract.tree import UnreadableError
from newscrawl.listing.blocks import find_articles
from newscrawl.listing.links import Link, RefusedLinkError, Resolver, collect, declared_links
from newscrawl.listing.next_page import find_next
from newscrawl.source import Source


@dataclass(frozen=True)
class Listing:
    """What a list page names: absolute article URLs in page order, the next page, links refused as (href, reason).

    Reasons: not_http, itself (the list page), too_long, malformed; for the page as a whole those of UnreadableError.
    """

    articles: list[str] = field(default_factory=list)
    next_page: str | None = None
    refused: list[tuple[str, str]] = field(default_factory=list)


def read(html: bytes | str, url: str, source: Source | None = None, *, encoding: str | None = None) -> Listing:
    """The list at ``url``. A source's selectors decide alone; what has none is found by the page's structure.

    Every http(s) link that ``article_links`` matches is an article, whatever its host; without the selector only links
    of the same registrable domain and of the main repeated block. Never raises on a page, however broken; at most
    ``links.MAX_LINKS`` links are looked at. ``encoding`` is what the response declared.
    """
    try:
        page = Page(html, url, source, encoding)
    except UnreadableError as error:
        return Listing(refused=[(url, str(error))])
    resolve = Resolver(page)
    refused: list[tuple[str, str]] = []
    articles_declared, next_declared = (source.article_links, source.next_page) if source else ((), ())
    links = [] if articles_declared and next_declared else collect(page, resolve)
    if articles_declared:
        articles = list(_accepted(declared_links(page, articles_declared), resolve, refused))
    else:
        articles = find_articles(page, resolve, links)
    if next_declared:
        found = next(_accepted(declared_links(page, next_declared), resolve, []), None)
    else:
        found = find_next(page, resolve, links)
    return Listing(list(dict.fromkeys(articles)), found, list(dict.fromkeys(refused)))


def _accepted(hrefs, resolve: Resolver, refused: list[tuple[str, str]]):
    for href in hrefs:
        try:
            yield resolve.other(href)
        except RefusedLinkError as reason:
            refused.append((href, str(reason)))


__all__ = ["Link", "Listing", "read"]
