"""The bytes of a page to its tree, once it is sure that they are a page and can be parsed in bounded time."""

import re
from threading import local

from lxml import etree

from newscrawl.extract.decode import may_be_utf8, utf8

MAX_SIZE = 10_000_000  # bytes or characters of one page; the largest news pages we know are a tenth of it
BLANK = re.compile(rb"(?:[\0-\x20]|\xc2\xa0|\xe3\x80\x80|\xef\xbb\xbf)*+")  # the last ones: \xa0, \u3000, \ufeff
NOT_HTML = re.compile(
    rb"%PDF-|\xc2\x89PNG|\x89PNG|GIF8|PK\x03\x04|\{\s*\"|\[\s*[\[{\"]|<\?xml(?![^>]*>\s*<(?:!doctype\s+)?html)", re.I
)
CONTROL = bytes(code for code in range(32) if chr(code) not in "\t\n\r")  # no XML may hold them, nor may our text
END = re.compile(rb"</(?:body|html)\s*>", re.I)
# Attributes of one element: libxml2 compares each to all before it, which takes minutes for a megabyte of them.
MANY_ATTRIBUTES = re.compile(rb"<[a-z][^\s>]*+(?:\s++[^\s=>]++(?:=(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+){2000}", re.I)
LONG_TAG = 8000  # bytes; so many attributes have no fewer
LARGE = 1_000_000  # bytes of a page from which on no tag is taken on trust, not even one with a "<" in its values


Element = etree._Element  # of lxml's own class, which is made a quarter faster than lxml.html's


class UnreadableError(ValueError):
    """A page that holds no article to read; the message is a short reason: empty, not_html, too_large."""


class _Parser(local):
    """A thread's own, whose ``errors`` are those of the page that it has just parsed."""

    def __init__(self):
        # Given an encoding and bytes, libxml2 honours it and not the one the page declares.
        self.parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)

    def tree(self, page: bytes) -> Element | None:
        try:
            return etree.fromstring(page, self.parser)
        except (etree.ParserError, etree.XMLSyntaxError):
            return None

    @property
    def errors(self) -> int:
        return len(self.parser.error_log)


_PARSER = _Parser()


def tree_of(html: bytes | str, url: str, encoding: str | None = None, language: str | None = None) -> Element:
    """The root of a page's tree, without comments and processing instructions. Raises UnreadableError.

    ``encoding`` is what the response declared, ``language`` what the page's source is written in, if known.
    """
    if len(html) > MAX_SIZE:
        raise UnreadableError("too_large")
    if isinstance(html, str):
        return _parse(html.encode("utf-8", "replace"))
    if not may_be_utf8(html):
        return _parse(utf8(html, url, encoding, language))
    root = _parse(html)
    if _PARSER.errors:  # most pages have none, and it is while parsing that bytes which are not UTF-8 are seen
        decoded = utf8(html, url, encoding, language)
        return root if decoded is html else _parse(decoded)
    return root


def _parse(page: bytes) -> Element:
    begin = BLANK.match(page).end()
    if begin == len(page):
        raise UnreadableError("empty")
    if NOT_HTML.match(page, begin):
        raise UnreadableError("not_html")
    if _has_many_attributes(page):
        raise UnreadableError("too_large")
    if 0 in page:  # libxml2 puts U+FFFD in its place
        page = page.translate(None, CONTROL)
    root = _PARSER.tree(page)
    if root is not None and _ends_early(root):
        root = _PARSER.tree(END.sub(b"", page))
    if root is None:
        raise UnreadableError("empty")
    return root


def _ends_early(root: Element) -> bool:
    """Whether anything follows the end tag of body or html: browsers show it, libxml2 puts it beside the body."""
    if root.getnext() is not None:
        return True
    body = root.find("body")
    return body is not None and (body.getnext() is not None or bool((body.tail or "").strip()))


def _has_many_attributes(page: bytes) -> bool:
    if len(page) > LARGE:
        return bool(MANY_ATTRIBUTES.search(page))
    at = page.find(b"<")
    while 0 <= at < len(page) - LONG_TAG:
        last = page.rfind(b"<", at + 1, at + LONG_TAG)
        if last < 0 and MANY_ATTRIBUTES.match(page, at):
            return True
        at = last if last > 0 else page.find(b"<", at + LONG_TAG)
    return False
