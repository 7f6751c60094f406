"""Feeds: RSS 0.9 to 2.0, Atom (by feedparser) and JSON Feed, as entries. No network, and no memory of what was read."""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from typing import Any
from xml.sax import SAXException

import feedparser

from newscrawl import jsonfeed
from newscrawl.entries import Entry
from newscrawl.extract.fragment import from_text, line_of
from newscrawl.extract.sanitise import absolute
from newscrawl.stream import Chunks, NotAListError, Pieces

MAX_ENTRIES = 50_000  # of one feed, the first, which are the newest; feeds of 50 MB have half of that
CHANNEL = re.compile(rb"<(/?)channel[\s>]", re.I)
JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")
# What feedparser and its old parser of SGML raise on wild input.
STUMBLES = (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError, SAXException)


class Feed:
    """A feed to be read once, entry by entry. Raises NotAListError: empty, html, not_a_feed.

    ``encoding`` is what the response declared, ``language`` the source's. Once all entries are read, ``next_page`` is
    the absolute URL of the next page of the feed; ``broken`` is None, or why the feed was not read to its end: cut_off,
    too_many_entries; ``notes`` counts entries that came to nothing: too_large, unreadable.
    """

    def __init__(self, data: bytes, url: str, encoding: str | None = None, language: str | None = None):
        self.url, self.notes = url, Counter()
        self.next_page = self.broken = self.language = None
        chunks = Chunks(data, url, encoding, language)
        if JSON.match(data):
            self._entries = self._of_json(jsonfeed.JsonFeed(chunks))
        else:
            self._entries = self._of_xml(Pieces(chunks, "rss|rdf|feed", "item|entry", "not_a_feed"))

    def __iter__(self) -> Iterator[Entry]:
        for count, entry in enumerate(self._entries):
            if count == MAX_ENTRIES:
                self.broken = "too_many_entries"
                return
            yield entry

    def _of_json(self, feed: jsonfeed.JsonFeed) -> Iterator[Entry]:
        for item in feed:
            yield jsonfeed.entry(item, feed.head, self.url)
        self.next_page = absolute(jsonfeed.text(feed.head.get("next_url")), self.url)
        self.broken = feed.broken
        self.notes += feed.notes

    def _of_xml(self, pieces: Pieces) -> Iterator[Entry]:
        within = False
        for piece in pieces:
            marks = CHANNEL.findall(piece)
            before, within = within, not marks[-1] if marks else within
            whole = pieces.inside(piece, b"<channel>" * before, b"</channel>" * within)
            yield from self._parsed(whole)
        self.broken = pieces.broken
        self.notes.update(too_large=pieces.too_large)

    def _parsed(self, xml: bytes) -> Iterator[Entry]:
        headers = {"content-type": "application/xml; charset=utf-8", "content-location": self.url}
        try:
            # a stream, because a string that is a URL or a file's name would be opened
            said = feedparser.parse(
                BytesIO(xml), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
            found = [_entry(entry, said.version, self.url) for entry in said.entries]
        except STUMBLES:
            self.notes["unreadable"] += 1
            return
        self.language = said.feed.get("language") or self.language
        further = (link.get("href") for link in said.feed.get("links", ()) if link.get("rel") == "next")
        self.next_page = absolute(next(further, None), self.url) or self.next_page
        yield from (_in(entry, self.language) for entry in found)


def _in(entry: Entry, language: str | None) -> Entry:
    return entry if entry.language or not language else Entry(**vars(entry) | {"language": language})


def _entry(said: dict, version: str, url: str) -> Entry:
    published, updated = (
        dict.get(said, name) for name in ("published", "updated")
    )  # get() would take one for the other
    if version.startswith("rss") and not published:  # where dc:date is the only date there is
        published, updated = updated, None
    contents = [_html(content) for content in said.get("content", ())]
    title = said.get("title_detail", {})
    return Entry(
        url=absolute(said.get("link"), url) or absolute(_web(said.get("id")), url),
        headline=line_of(_html(title)) if title else None,
        published=published,
        modified=updated,
        authors=tuple(filter(None, (author.get("name") for author in said.get("authors", ())))),
        publisher=(said.get("source") or {}).get("title") or said.get("publisher"),
        summary=_html(said["summary_detail"]) if "summary_detail" in said else None,
        content=max(contents, key=len, default=None),
        keywords=tuple(filter(None, (tag.get("term") for tag in said.get("tags", ())))),
        image=_image(said),
        language=title.get("language") or None,
    )


def _html(detail: dict) -> str:
    value = detail.get("value") or ""
    return from_text(value) if detail.get("type") == "text/plain" and "<" in value else value


def _web(name: str | None) -> str | None:
    return name if name and name.startswith(("http://", "https://")) else None


def _image(said: dict) -> str | None:
    media = [one for one in said.get("media_content", ()) if _is_image(one)]
    files = [one for one in said.get("links", ()) if one.get("rel") == "enclosure" and _is_image(one)]
    shown: Iterator[dict[str, Any]] = chain(media, files, said.get("media_thumbnail", ()))
    return next(filter(None, (one.get("url") or one.get("href") for one in shown)), None)


def _is_image(file: dict) -> bool:
    return file.get("medium") == "image" or (file.get("type") or "").startswith("image/")


__all__ = ["Feed", "NotAListError"]
