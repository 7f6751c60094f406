"""The one item: a news article in the terms of schema.org/NewsArticle, in snake_case."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import ClassVar, NamedTuple


class Signature(NamedTuple):
    """What stands for a text when copies of it are looked for (newscrawl.stories.signature): hashes of some n-grams.

    ``bands`` are signed 32-bit numbers, of which copies probably share one; ``sketch`` holds 16-bit ones.
    """

    bands: tuple[int, ...]
    sketch: bytes


@dataclass(frozen=True)
class RawPage:
    """A page as it was downloaded: its bytes packed, and the encoding or Content-Type that its response declared.

    ``signature`` stands for the text that was read from it (newscrawl.stories); None if nobody has made it.
    """

    url: str
    encoding: str | None
    packed: bytes
    signature: Signature | None = None


@dataclass
class Fetch:
    """How an article came here. Travels beside the item and is never exported.

    ``listed_url`` is the URL as the list gave it, before redirects; ``pages`` are the article's page and its further
    ones; ``reader`` names the rules they were read with; ``etag`` and ``last_modified`` are the response's, as sent.
    ``body_url`` is where its text is asked for, if not at its own URL; ``signature`` is that of RawPage, where the
    article's text is that of one page. ``check``: a stored article was looked at again.
    """

    listed_url: str
    etag: str | None = None
    last_modified: str | None = None
    pages: list[RawPage] = field(default_factory=list)
    reader: str = ""
    body_url: str | None = None
    signature: Signature | None = None
    check: bool = False


@dataclass(frozen=True)
class Refusal:
    """A link that can't be fetched, and why. A spider yields it; the ledger keeps it; it is never exported.

    ``failed``: it was fetched, to no avail, and is to be tried again.
    """

    url: str
    reason: str
    failed: bool = False


@dataclass
class Article:
    """What one page says. A field that was not found is None (a list: empty); ``via`` names each field's origin.

    Datetimes are aware; ``date_precision`` is "second", "minute" or "day". ``authors`` and ``editors`` are people,
    ``publisher`` is the outlet that the text says it comes from. ``article_body`` is plain text with a blank line
    between paragraphs, ``article_body_html`` the same content as sanitised HTML. ``stocks`` are
    ``{"market", "code", "name"}``, ``opt_outs`` what the site says against mining its text: noai, noimageai,
    tdm-reservation, tdm-policy=URL. ``via["page"]`` says why a page could not be read at all.
    """

    url: str
    canonical_url: str | None = None
    source: str | None = None
    section: str | None = None
    headline: str | None = None
    date_published: datetime | None = None
    date_published_raw: str | None = None
    date_precision: str | None = None
    date_modified: datetime | None = None
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    publisher: str | None = None
    description: str | None = None
    article_body: str | None = None
    article_body_html: str | None = None
    image: str | None = None
    keywords: list[str] = field(default_factory=list)
    in_language: str | None = None
    is_accessible_for_free: bool | None = None
    stocks: list[dict] = field(default_factory=list)
    opt_outs: list[str] = field(default_factory=list)
    via: dict[str, str] = field(default_factory=dict)
    fetched_at: datetime | None = None

    # set on the instance, and ClassVars so that no export sees them
    fetch: ClassVar[Fetch | None] = None
    next_part: ClassVar[str | None] = None  # URL of the next page of an article that is spread over several


PUBLIC_FIELDS = tuple(f.name for f in fields(Article))
