"""Long XML documents taken in pieces, so that memory holds one piece and not the document."""

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from html.entities import name2codepoint
from io import BytesIO
from itertools import chain

from newscrawl.extract.decode import decode
from newscrawl.extract.tree import CONTROL

CHUNK = 64 * 1024  # bytes
MAX_HEAD = 1_000_000  # bytes in which the root and the first entry must begin
MAX_PIECE = 2_000_000  # bytes of one entry; the longest articles are a tenth of it
MAX_UNPACKED = 250_000_000  # bytes of a gz file unpacked: a million URLs of a news sitemap
MAX_RATIO = 200  # to one; sitemaps shrink to a tenth or a thirtieth
GZ = b"\x1f\x8b"
SECTIONS = ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"))
TRIES = 20  # sections with an end tag in them that are passed on the way back to one that ends an entry
# What stands for itself, in sections and as entities that XML has; then an ampersand, with the name of HTML's entities.
AMPERSAND = re.compile(
    rb"<!\[CDATA\[(?:[^]]++|](?!]>))*+|<!--(?:[^-]++|-(?!->))*+|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);"
    rb"|&(?:(?P<name>[A-Za-z]{2,8});)?(?P<bare>)"
)
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)


class NotAListError(ValueError):
    """A document without any list in it; the message is a short reason: empty, html, not_a_feed, not_a_sitemap."""


class Chunks:
    """The bytes of a document in UTF-8, chunk by chunk; ``broken`` says at the end why there are no more of them.

    ``encoding`` is what its response declared, ``language`` the source's, as for extract.decode. A gz file is unpacked
    on the way, within bounds; ``broken`` is then gz_bomb or too_large.
    """

    def __init__(self, data: bytes, url: str, encoding: str | None = None, language: str | None = None):
        self.data, self.broken = data, None
        self._as_said = (url, encoding, language)

    def __iter__(self) -> Iterator[bytes]:
        if self.data.startswith(GZ):
            yield from self._unpacked()
        elif _is_utf8(self.data):
            yield from (self.data[at : at + CHUNK] for at in range(0, len(self.data), CHUNK))
        else:
            text = decode(self.data, *self._as_said)
            yield from (text[at : at + CHUNK].encode("utf-8", "replace") for at in range(0, len(text), CHUNK))

    def whole(self) -> bytes:
        """All of it at once, without a copy where that can be."""
        return self.data if not self.data.startswith(GZ) and _is_utf8(self.data) else b"".join(self)

    def _unpacked(self) -> Iterator[bytes]:
        total = 0
        with gzip.GzipFile(fileobj=BytesIO(self.data)) as packed:
            while total <= MAX_UNPACKED:
                try:
                    chunk = packed.read1(CHUNK)
                except (EOFError, OSError, zlib.error):  # what is missing is seen where the root should end
                    return
                total += len(chunk)
                if total > max(MAX_HEAD, MAX_RATIO * len(self.data)):
                    self.broken = "gz_bomb"
                    return
                if not chunk:
                    return
                yield chunk
        self.broken = "too_large"


class Pieces:
    """An XML document in pieces of whole entries. Raises NotAListError.

    ``roots`` and ``entries`` are the names that the root and the entries may have, as regular expressions; ``unlike``
    is the reason if the root has another name. ``root`` is then the root's start tag and ``close`` its end tag,
    ``name`` its name in lower case without prefix. ``inside`` wraps a piece as a document. What stands beside the
    entries is in the pieces as well; a last entry that is cut off is not. Once all are read, ``broken`` is None, or why
    the document did not end as it should: cut_off, too_large where no entry begins, or a reason of Chunks.
    ``too_large`` counts entries passed over.
    """

    def __init__(self, chunks: Chunks, roots: str, entries: str, unlike: str):
        self._source, self._chunks = chunks, iter(chunks)
        self._entry = re.compile(rf"<((?:[\w.-]{{1,40}}:)?(?:{entries}))(?=[\s/>])".encode(), re.I)
        root = re.compile(rf"<(?:[\w.-]{{1,40}}:)?({roots})(?=[\s/>])[^<>]{{0,8000}}>".encode(), re.I)
        self.broken, self.too_large = None, 0
        head, found = self._head(root)
        if not found or HTML.search(head, 0, found.start()):
            raise NotAListError("html" if HTML.search(head) else unlike if head.strip() else "empty")
        self.name = found[1].lower()
        start = found[0]
        self._ended = start.endswith(b"/>")
        self.root = start[:-2] + b">" if self._ended else start
        self.close = b"</" + re.match(rb"<([^\s/>]+)", start)[1] + b">"
        self._chunks = chain([head[found.end() :]], self._chunks)
        first = self._entry.search(head, found.end())
        self._end = b"</" + first[1] + b">" if first else None

    def __iter__(self) -> Iterator[bytes]:
        held, skipping = b"", False
        for chunk in self._chunks:
            held += chunk
            if skipping:
                at = held.find(self._end)
                skipping, held = at < 0, held[at + len(self._end) :] if at >= 0 else held[-len(self._end) :]
            cut = _cut(held, self._end) if self._end and not skipping else 0
            if cut:
                yield held[:cut]
                held = held[cut:]
            elif len(held) > MAX_PIECE:
                self.too_large += 1
                if not self._end:
                    self.broken = "too_large"
                    return
                held, skipping = held[-len(self._end) :], True
        yield from self._last(b"" if skipping else held)

    def inside(self, piece: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
        """A piece as a document of its own, without what no XML may hold: control characters, bare ampersands."""
        mended = AMPERSAND.sub(_mended, piece.translate(None, CONTROL))
        return b"".join((self.root, before, mended, after, self.close))

    def _head(self, root: re.Pattern) -> tuple[bytes, re.Match | None]:
        head, found = b"", None
        for chunk in self._chunks:
            head += chunk
            found = found or root.search(head)
            if len(head) > MAX_HEAD or (found and self._entry.search(head, found.end())):
                break
        return head, found

    def _last(self, rest: bytes) -> Iterator[bytes]:
        end = rest.lower().rfind(self.close.lower())
        if end < 0 and not self._ended:
            self.broken = self._source.broken or "cut_off"
        rest = rest[:end] if end >= 0 else rest
        unfinished = self._entry.search(rest)
        yield rest[: unfinished.start()] if unfinished else rest


def _mended(found: re.Match) -> bytes:
    if found["bare"] is None:
        return found[0]
    code = name2codepoint.get((found["name"] or b"").decode())
    return chr(code).encode() if code else b"&amp;" + found[0][1:]


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), CHUNK):
            decoder.decode(data[at : at + CHUNK])
    except UnicodeDecodeError:
        return False
    return True  # a character cut off at the very end is no other encoding


def _cut(held: bytes, end: bytes) -> int:
    """Where the last entry ends whose end tag is no mere text in a CDATA section or a comment; 0 for nowhere."""
    before = len(held)
    for _ in range(TRIES):
        at = held.rfind(end, 0, before)
        if at < 0:
            return 0
        starts = [start for mark, close in SECTIONS if (start := _open(held, at, mark, close)) >= 0]
        if not starts:
            return at + len(end)
        before = min(starts)
    return 0


def _open(held: bytes, at: int, mark: bytes, close: bytes) -> int:
    start = held.rfind(mark, 0, at)
    return start if start >= 0 and held.find(close, start, at) < 0 else -1
