"""An article as an entry of a feed, whatever the feed's format."""

import html
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urlsplit

from feedgenerator.django.utils.encoding import iri_to_uri

from newscrawl.publish.export import Export

SUMMARY = 200  # characters of text that stand for an article without a summary
MOST_TAGS = 20
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """``id`` never changes; ``published`` and ``updated`` are aware; ``summary`` is plain text, ``content`` HTML."""

    id: str
    link: str
    title: str
    summary: str
    content: str | None
    author: str
    published: datetime | None
    updated: datetime
    tags: tuple[str, ...]
    image: str | None
    language: str | None


def entries(export: Export) -> Iterator[Entry]:
    """The newest articles of an export, the newest first."""
    for record in export.records(newest=export.options["limit"]):
        yield entry(record, export.store.revisions.corrected_at(record["id"]), full=export.options["full_text"])


def entry(record: dict, corrected_at: str | None, *, full: bool) -> Entry:
    """A record as an entry. ``corrected_at`` is when it was last seen to say something else."""
    published = published_of(record)
    times = [published] if published else [_time(record["fetched_at"])]
    times += [_time(text) for text in (record["date_modified"], corrected_at) if text]
    content = record["article_body_html"] or _paragraphs(record["article_body"])
    tags = dict.fromkeys(line(name) for name in (*record["sections"], *record["keywords"]))
    authors = filter(None, map(line, record["authors"]))
    return Entry(
        id=address_id(record["url"]), link=iri_to_uri(record["url"]), title=line(record["headline"]),
        summary=line(record["description"] or _beginning(record["article_body"])),
        content=plain(_clean(content)) if full else None,
        author=", ".join(authors) or line(record["publisher"] or "") or record["source"],
        published=published, updated=max(times), tags=tuple(filter(None, tags))[:MOST_TAGS],
        image=iri_to_uri(record["image"]) if web(record["image"] or "") else None, language=record["in_language"],
    )  # fmt: skip


def _clean(content: str) -> str:
    from newscrawl.extract.sanitise import clean  # noqa: PLC0415 - and with it all that reads pages

    return clean(content)


def address_id(address: str) -> str:
    """An id made of an address alone: it is the same in every database and every format."""
    return uuid.uuid5(uuid.NAMESPACE_URL, address).urn


def published_of(record: dict) -> datetime | None:
    """When an article was published. If only the day is known, in the zone in which that day began.

    So its date reads as the page had it. The zone itself is not kept, but the instant is the day's beginning there.
    """
    if record["date_published"] is None:
        return None
    found = _time(record["date_published"])
    since_midnight = found - found.replace(hour=0, minute=0, second=0)
    if record["date_precision"] != "day" or since_midnight % timedelta(minutes=15):
        return found
    east = since_midnight >= timedelta(hours=12)
    try:
        return found.astimezone(timezone(timedelta(days=1) - since_midnight if east else -since_midnight))
    except OverflowError:  # the first and the last day there is
        return found


def plain(text: str) -> str:
    """Without what neither XML nor people can read: NUL, control characters, halves of characters."""
    return NOT_XML.sub("", text)


def line(text: str) -> str:
    """That, on one line."""
    return " ".join(plain(text).split())


def web(address: str) -> bool:
    """Whether an address is one that a reader may open."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _beginning(body: str) -> str:
    text = " ".join(body[: SUMMARY * 2].split())
    return text if len(text) <= SUMMARY else text[:SUMMARY] + "…"


def _paragraphs(body: str) -> str:
    return "".join(f"<p>{html.escape(one)}</p>" for one in body.split("\n\n"))
