"""Articles as RSS 2.0, Atom and JSON Feed."""

import html
import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import BinaryIO
from urllib.parse import urlsplit

import orjson
from feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from feedgenerator.django.utils.feedgenerator import rfc3339_date

from newscrawl.publish.entries import Entry, address_id, entries, line, web
from newscrawl.publish.export import Export, PublishError
from newscrawl.publish.package import plain as said

OPTIONS = {
    "--limit": {"type": int, "default": 50, "metavar": "N", "help": "of a feed: the newest N articles (default: 50)"},
    "--full-text": {"action": "store_true", "help": "of a feed: with the whole text"},
    "--feed-url": {"metavar": "URL", "help": "of a feed: where it will be found"},
    "--feed-title": {"metavar": "TEXT", "help": "of a feed (default: what it was chosen by)"},
    "--site-url": {"metavar": "URL", "help": "of a feed: the page it belongs to (default: the newest article's site)"},
}
MOST = 100_000  # articles of a feed, which is made in memory
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed without entries was updated


class Rss(Rss201rev2Feed):
    """RSS 2.0 that says when an entry was updated, and carries full text beside the summary."""

    def rss_attributes(self) -> dict:
        return super().rss_attributes() | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER

    def add_item_elements(self, handler: object, item: dict) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        if item["content"] is not None:
            handler.addQuickElement("content:encoded", item["content"])


class Atom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """When anything in it was last changed: for Atom, publishing is no more than the first change."""
        return max((item["updateddate"] for item in self.items), default=NEVER)


@dataclass(frozen=True)
class Feed:
    """What a feed says of itself."""

    title: str
    link: str
    url: str | None
    id: str
    language: str | None
    entries: list[Entry]


def write_rss(export: Export, stream: BinaryIO) -> int:
    """RSS 2.0. Times are RFC 822 with a zone; ids are no addresses; full text is content:encoded."""
    return _write_xml(Rss, export, stream)


def write_atom(export: Export, stream: BinaryIO) -> int:
    """Atom (RFC 4287)."""
    return _write_xml(Atom, export, stream)


def write_json_feed(export: Export, stream: BinaryIO) -> int:
    """JSON Feed 1.1."""
    feed = _feed(export)
    body = {
        "version": "https://jsonfeed.org/version/1.1", "title": feed.title, "home_page_url": feed.link,
        "feed_url": feed.url, "language": feed.language,
    }  # fmt: skip
    body = {name: value for name, value in body.items() if value} | {"items": [_json(one) for one in feed.entries]}
    stream.write(orjson.dumps(body, option=orjson.OPT_APPEND_NEWLINE))
    return len(feed.entries)


def _write_xml(kind: type[SyndicationFeed], export: Export, stream: BinaryIO) -> int:
    feed = _feed(export)
    made = kind(
        feed.title,
        feed.link,
        feed.title,
        language=feed.language,
        feed_url=feed.url,
        feed_guid=feed.id,
        author_name=feed.title,
        subtitle="",
    )
    for one in feed.entries:
        made.add_item(
            one.title, one.link, html.escape(one.summary, quote=False), author_name=one.author, pubdate=one.published,
            updateddate=one.updated, unique_id=one.id, unique_id_is_permalink=False, categories=one.tags,
            content=one.content,
        )  # fmt: skip
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    made.write(text, "utf-8")
    text.detach()
    return len(feed.entries)


def _json(one: Entry) -> dict:
    content = {"content_text": one.summary} if one.content is None else {"content_html": one.content}
    item = {
        "id": one.id, "url": one.link, "title": one.title, **content, "summary": one.summary, "image": one.image,
        "date_published": one.published and one.published.isoformat(), "date_modified": one.updated.isoformat(),
        "authors": [{"name": one.author}], "tags": list(one.tags), "language": one.language,
    }  # fmt: skip
    return {name: value for name, value in item.items() if value}


def _feed(export: Export) -> Feed:
    options = export.options
    if not 1 <= options["limit"] <= MOST:
        raise PublishError(f"--limit: {options['limit']} is no number of articles; write 1 to {MOST:,}")
    for name in ("feed_url", "site_url"):
        if options[name] and not web(options[name]):
            raise PublishError(f"--{name.replace('_', '-')}: {options[name]!r} is no address; write https://…")
    standing = replace(export, filters={**export.filters, "taken_down": False})
    found = [one for one in entries(standing) if web(one.link)]
    chosen = said(export.filters)
    identity = address_id(options["feed_url"] or orjson.dumps(chosen, option=orjson.OPT_SORT_KEYS).decode())
    names = ", ".join(one for value in chosen.values() for one in ([value] if isinstance(value, str) else value))
    languages = {one.language for one in found}
    return Feed(
        title=line(options["feed_title"] or names or "News"),
        link=options["site_url"] or (_site(found[0].link) if found else options["feed_url"] or identity),
        url=options["feed_url"], id=identity, language=languages.pop() if len(languages) == 1 else None, entries=found,
    )  # fmt: skip


def _site(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/"
