"""Sitemaps (sitemaps.org), with what Google's news and image extensions add, and their indexes, entry by entry."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from newscrawl.entries import Entry
from newscrawl.extract.sanitise import absolute
from newscrawl.stream import Chunks, NotAListError, Pieces

SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.I | re.M)
MAX_ROBOTS = 500_000  # characters, as RFC 9309 asks for
NAMES = {  # local names within an entry, those of the news extension among them: the field of Entry
    "loc": "url",
    "lastmod": "lastmod",
    "title": "headline",
    "publication_date": "published",
    "name": "publisher",
    "language": "language",
    "keywords": "keywords",
}
NEWS = ("title", "publication_date", "name", "language", "keywords")


class Sitemap:
    """A sitemap to be read once, or the index of several. Raises NotAListError: empty, html, not_a_sitemap.

    With ``is_index`` the entries are further sitemaps. gz files are unpacked on the way, within bounds. Once all
    entries are read, ``broken`` is None, or why the sitemap was not read to its end: cut_off, gz_bomb, too_large;
    ``notes`` counts entries that came to nothing: too_large.
    """

    def __init__(self, data: bytes, url: str, encoding: str | None = None, language: str | None = None):
        self.url, self.notes, self.broken = url, Counter(), None
        chunks = Chunks(data, url, encoding, language)
        self._pieces = Pieces(chunks, "urlset|sitemapindex", "url|sitemap", "not_a_sitemap")
        self.is_index = self._pieces.name == b"sitemapindex"

    def __iter__(self) -> Iterator[Entry]:
        wanted = "{*}sitemap" if self.is_index else "{*}url"
        for piece in self._pieces:
            root = _parsed(self._pieces.inside(piece))
            for element in root.iterchildren(wanted) if root is not None else ():
                yield _entry(element, self.url)
        self.broken = self._pieces.broken
        self.notes["too_large"] += self._pieces.too_large


def in_robots(data: bytes, url: str) -> list[str]:
    """The absolute URLs of the sitemaps that a robots.txt names, each once."""
    found = (absolute(line[1], url) for line in SITEMAP_LINE.finditer(data[:MAX_ROBOTS].decode("utf-8", "replace")))
    return list(dict.fromkeys(filter(None, found)))


def _parsed(xml: bytes) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, remove_comments=True
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        return None


def _entry(element: etree._Element, url: str) -> Entry:
    said: dict[str, str] = {}
    for child in element.iterchildren("*"):
        name = _name(child)
        if name == "news":
            for part in child.iterdescendants("*"):
                _take(said, part, NEWS)
        elif name == "image" and "image" not in said:
            said["image"] = child.findtext("{*}loc") or ""
        else:
            _take(said, child, ("loc", "lastmod"))
    words = tuple(filter(None, map(str.strip, said.pop("keywords", "").split(","))))
    return Entry(url=absolute(said.pop("url", ""), url), keywords=words, **said)


def _name(element: etree._Element) -> str:
    return re.split("[}:]", element.tag)[-1]  # with a prefix where that was never declared


def _take(said: dict[str, str], element: etree._Element, names: tuple[str, ...]) -> None:
    name = _name(element)
    text = (element.text or "").strip()
    if name in names and text:
        said.setdefault(NAMES[name], text)


__all__ = ["NotAListError", "Sitemap", "in_robots"]
