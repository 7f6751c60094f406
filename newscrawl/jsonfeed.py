"""JSON Feed (jsonfeed.org/version/1.1), item by item."""

import json
import re
from collections import Counter
from collections.abc import Iterator

from newscrawl.entries import Entry
from newscrawl.extract.fragment import from_text
from newscrawl.extract.sanitise import absolute
from newscrawl.stream import MAX_PIECE, Chunks, NotAListError

# A string, to its end or to the document's; or a bracket. Possessive, so that it takes one pass over any text.
TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[{}\[\]]', re.S)
ITEMS = re.compile(rb"\s*:\s*\[")


class JsonFeed:
    """The items of a JSON Feed, as dicts. Raises NotAListError("not_a_feed").

    ``head`` is all of the feed beside its items. Once they are read, ``broken`` is "cut_off" if the feed has no end;
    ``notes`` counts items that came to nothing.
    """

    def __init__(self, chunks: Chunks):
        self.notes, self.broken = Counter(), None
        self._data = chunks.whole()
        self._at = self._items()
        if not self._at:
            raise NotAListError("not_a_feed")
        self.head = _loads(self._data[: self._at] + b"]}") or {}

    def _items(self) -> int:
        """Where the list of items begins; 0 if there is none."""
        depth = 0
        for token in TOKEN.finditer(self._data):
            if token[0] in b"{[":
                depth += 1
            elif token[0] in b"}]":
                depth -= 1
            elif depth == 1 and token[0] == b'"items"' and (begun := ITEMS.match(self._data, token.end())):
                return begun.end()
        return 0

    def __iter__(self) -> Iterator[dict]:
        depth = start = 0
        self.broken = "cut_off"
        for token in TOKEN.finditer(self._data, self._at):
            if token[0] in b"{[":
                start = token.start() if not depth else start
                depth += 1
            elif token[0] in b"}]":
                depth -= 1
                if depth < 0:
                    self._ended(token.start())
                    return
                if not depth:
                    yield from self._item(start, token.end())

    def _item(self, start: int, end: int) -> Iterator[dict]:
        item = _loads(self._data[start:end]) if end - start <= MAX_PIECE else None
        if item is None:
            self.notes["too_large" if end - start > MAX_PIECE else "unreadable"] += 1
        else:
            yield item

    def _ended(self, at: int) -> None:
        if whole := _loads(self._data[: self._at] + self._data[at:]):
            self.head, self.broken = whole, None


def entry(item: dict, head: dict, url: str) -> Entry:
    """One item of the feed at ``url``."""
    said = {key: text(value) for key, value in item.items()}
    get = said.get
    plain = get("content_text")
    return Entry(
        url=absolute(get("url") or get("external_url") or get("id"), url),
        headline=get("title"),
        published=get("date_published"),
        modified=get("date_modified"),
        authors=tuple(_names(item) or _names(head)),
        summary=get("summary"),
        content=get("content_html") or (from_text(plain) if plain else None),
        keywords=tuple(filter(None, map(text, _list(item.get("tags"))))),
        image=get("image") or get("banner_image"),
        language=get("language") or text(head.get("language")),
    )


def text(value: object) -> str | None:
    """A value that should be text; None if it is none."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else None


def _names(said: dict) -> list[str]:
    authors = _list(said.get("authors")) or [said.get("author")]
    names = (text(author.get("name")) for author in authors if isinstance(author, dict))
    return [name for name in names if name]


def _list(value: object) -> list:
    return value if isinstance(value, list) else []


def _loads(data: bytes) -> dict | None:
    try:
        found = json.loads(data.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
