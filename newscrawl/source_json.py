"""The table ``[json]`` of a source file: where in a list's JSON the records are, and what each says.

Paths are JMESPath (jmespath.org). Addresses may be templates: ``https://example.com/a/{code}.html`` takes ``code``,
itself a JMESPath, from the record.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from newscrawl.source_checks import SourceError, refuse_unknown, text

FIELDS = ("headline", "date_published", "date_modified", "authors", "publisher", "description", "article_body", "image",
          "keywords", "in_language", "stocks")  # fmt: skip
KEYS = {"records", "link", "body", "body_html", "fields"}
PLACE = re.compile(r"\{([^{}]+)\}")
BODY = "newscrawl-body"  # id of the element that a record's text is put into before it is read as a page
BODY_SELECTOR = f"#{BODY}"


@dataclass(frozen=True)
class JsonTable:
    """``[json]``, checked. ``link`` and ``body`` are templates if they begin with http, else JMESPath of a record."""

    records: str
    link: str
    body: str | None = None
    body_html: str | None = None
    fields: dict[str, str] = field(default_factory=dict)


@lru_cache(maxsize=10_000)
def query(path: str) -> ParsedResult:
    """A JMESPath expression, to be asked with ``.search(value)``. Raises JMESPathError."""
    return jmespath.compile(path)


def is_template(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def filled(template: str, value: Callable[[str], str | None]) -> str | None:
    """A template with each ``{path}`` replaced by its value; None if one has none."""
    values = [value(path) for path in PLACE.findall(template)]
    if not all(values):
        return None
    found = iter(values)
    return PLACE.sub(lambda _: next(found), template)


def check(key: str, value: object) -> JsonTable:
    """The table of a source file. Raises SourceError, naming the key."""
    if not isinstance(value, dict):
        raise SourceError(f"{key}: must be a table: [json]")
    refuse_unknown(value, KEYS, f"{key}.")
    for name in ("records", "link"):
        if name not in value:
            raise SourceError(f"{key}.{name}: is missing")
    said = value.get("fields", {})
    if not isinstance(said, dict):
        raise SourceError(f"{key}.fields: must be a table: [json.fields]")
    refuse_unknown(said, set(FIELDS), f"{key}.fields.")
    if "body_html" in value and "body" not in value:
        raise SourceError(f"{key}.body_html: says where in the answer to {key}.body the text is; {key}.body is missing")
    return JsonTable(
        records=_path(f"{key}.records", value["records"]),
        link=_address(f"{key}.link", value["link"]),
        body=_address(f"{key}.body", value["body"]) if "body" in value else None,
        body_html=_path(f"{key}.body_html", value["body_html"]) if "body_html" in value else None,
        fields={name: _path(f"{key}.fields.{name}", path) for name, path in said.items()},
    )


def check_source(kind: str, table: JsonTable | None, *, full_text: bool) -> None:
    """What keys say of each other. Raises SourceError."""
    if (kind == "json") != (table is not None):
        raise SourceError(f"json: kind {kind!r} " + ("needs a table [json]" if kind == "json" else "has no such table"))
    if table and full_text != ("article_body" in table.fields):
        raise SourceError("json.fields.article_body: is what full_text = true reads; say both or neither")
    if table and full_text and table.body:
        raise SourceError("json.body: is not asked for where full_text = true")


def _path(key: str, value: object) -> str:
    path = text(key, value)
    try:
        query(path)
    except JMESPathError as error:
        line = " ".join(str(error).split())
        raise SourceError(f"{key}: bad JMESPath {path!r}: {line}") from None
    return path


def _address(key: str, value: object) -> str:
    address = text(key, value)
    if not is_template(address):
        return _path(key, address)
    paths = PLACE.findall(address)
    if not paths or re.search(r"[{}]", PLACE.sub("", address)):
        raise SourceError(f"{key}: {address!r} must name a field of the record in braces, such as {{id}}")
    for path in paths:
        _path(key, path)
    return address
