"""JSON lists: from the bytes of a list to its records, and what each says of its article."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import quote

from jmespath.exceptions import JMESPathError
from lxml import etree

from newscrawl.entries import Entry, article_of
from newscrawl.extract.decode import decode
from newscrawl.extract.described import stocks as marks
from newscrawl.extract.fragment import clean_lines, from_text, line_of
from newscrawl.extract.page import Page
from newscrawl.extract.sanitise import absolute
from newscrawl.extract.tree import UnreadableError
from newscrawl.items import Article
from newscrawl.source import Source
from newscrawl.source_json import BODY, filled, is_template, query
from newscrawl.stream import NotAListError

DECLARED = "declared:list"  # in via; such a field goes before what the article's page says by itself
# callback({...}), var name = {...}; what they hold must be JSON from end to end, and nothing is run
WRAPPER = re.compile(r"(?:/\*.{0,200}?\*/\s*)?(?:(?:var|let|const)\s+)?[\w$.]{1,200}\s*([=(])\s*", re.S)
STOCK = re.compile(r"(\d{1,3})\.([A-Z0-9][A-Z0-9._]{0,19})")
TAG = re.compile(r"</?[a-z]", re.I)
MOST_VALUES = 100  # of one field of a record


@dataclass(frozen=True)
class Record:
    """What one record says. ``entry.url`` is None where it names no article; ``reason`` then says why.

    ``body_url`` is where its text is asked for, if not at its own URL.
    """

    entry: Entry
    stocks: tuple[dict, ...] = ()
    body_url: str | None = None
    reason: str | None = None


def read(data: bytes, url: str, source: Source, encoding: str | None = None) -> list[Record]:
    """The records of the list at ``url``, in its order; ``encoding`` is what its response declared.

    Raises NotAListError: empty, html, not_json, no_records (what ``records`` names is no list: its shape has changed).
    """
    found = _search(source.json.records, loads(data, url, source, encoding))
    if not isinstance(found, list):
        raise NotAListError("no_records")
    return [_record(one, url, source) for one in found]


def loads(data: bytes, url: str, source: Source | None = None, encoding: str | None = None) -> object:
    """The value of a JSON document, bare, as JSONP or assigned to a variable. Raises NotAListError."""
    text = decode(data, url, encoding, source.language if source else None).strip("\ufeff \t\r\n")
    if not text:
        raise NotAListError("empty")
    if text[0] == "<":
        raise NotAListError("html")
    wrapper = WRAPPER.match(text) if text[0] not in '{["' else None
    if wrapper:
        text = text[wrapper.end() :].rstrip("; \t\r\n")
        text = text.removesuffix(")") if wrapper[1] == "(" else text
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        raise NotAListError("not_json") from None


def article(record: Record, source: Source, now: datetime) -> Article:
    """What a record with a URL says, as an article; ``now`` (aware) is when its list was fetched.

    With the source's ``full_text`` it is the article itself, else what its page is filled up with.
    """
    found = article_of(record.entry, source, now, full_text=source.full_text)
    found.stocks = list(record.stocks)
    if source.full_text and not found.stocks:
        found.stocks = marks(_parsed(record.entry.content or "", record.entry.url))
    names = {*found.via, *(name for name in ("stocks", "article_body_html") if getattr(found, name))}
    found.via = dict.fromkeys(sorted(names), DECLARED)
    return found


def page_of(data: bytes, url: str, source: Source, headline: str | None, encoding: str | None = None) -> bytes:
    """The answer to a record's ``body`` request as a page in UTF-8 that the article is read from.

    Raises NotAListError: as :func:`loads`, or no_body if the answer has none.
    """
    where = source.json.body_html
    if where:
        text = _text(_search(where, loads(data, url, source, encoding)))
    else:
        text = decode(data, url, encoding, source.language)
        if re.search(r"<(?:html|body)[\s>]", text, re.I):
            return text.encode("utf-8", "replace")
    if not text or not text.strip():
        raise NotAListError("no_body")
    title = escape(headline or "", quote=False)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head>'
        f'<body><h1>{title}</h1><div id="{BODY}">{_balanced(text, url)}</div></body></html>'
    ).encode("utf-8", "replace")


def _record(one: object, url: str, source: Source) -> Record:
    table = source.json
    said = {name: _search(path, one) for name, path in table.fields.items()}
    link, reason = _address(table.link, one, url)
    body_url = None
    if link and table.body:
        body_url, reason = _address(table.body, one, url)
        link = link if body_url else None
    headline = _text(said.get("headline"))
    entry = Entry(
        url=link,
        headline=line_of(headline) if headline else None,
        published=_text(said.get("date_published")),
        modified=_text(said.get("date_modified")),
        authors=_texts(said.get("authors")),
        publisher=_text(said.get("publisher")),
        summary=_text(said.get("description")),
        content=_text(said.get("article_body")),
        keywords=_texts(said.get("keywords")),
        image=next(iter(_texts(said.get("image"))), None),
        language=_text(said.get("in_language")),
    )
    return Record(entry, _stocks(said.get("stocks")), body_url, reason)


def _address(address: str, one: object, base: str) -> tuple[str | None, str | None]:
    if is_template(address):
        found = filled(address, lambda path: quote(_text(_search(path, one)) or "", safe=""))
    else:
        found = _text(_search(address, one))
    if not found:
        return None, "no_link"
    found = absolute(found, base)
    return found, None if found else "not_http"


def _search(path: str, value: object) -> object:
    try:
        return query(path).search(value)
    except JMESPathError:  # a function that is given null: what it would make of it is not there
        return None


def _text(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(filter(None, map(_text, values[:MOST_VALUES])))


def _stocks(value: object) -> tuple[dict, ...]:
    """Securities given as "1.600519" or as objects with market, code and name."""
    found: dict[tuple, dict] = {}
    for one in (value if isinstance(value, list) else [value])[:MOST_VALUES]:
        parts = STOCK.fullmatch(one.strip()) if isinstance(one, str) else None
        if parts:
            market, code, name = parts[1], parts[2], None
        elif isinstance(one, dict):
            market, code, name = (_text(one.get(key)) for key in ("market", "code", "name"))
        else:
            continue
        if code:
            found.setdefault((market, code), {"market": market, "code": code, "name": name})
    return tuple(found.values())


def _parsed(html: str, url: str) -> etree._Element | None:
    try:
        return Page(html, url).root if TAG.search(html) else None
    except UnreadableError:
        return None


def _balanced(html: str, url: str) -> str:
    """HTML, or plain text with line ends, as elements that all end, so that what follows is not drawn in."""
    root = _parsed(html, url)
    body = root.find("body") if root is not None else None
    if body is None:
        return from_text(clean_lines(html))
    inner = escape(body.text or "", quote=False)
    return inner + "".join(etree.tostring(child, encoding="unicode", method="html") for child in body)
