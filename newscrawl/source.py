"""A source file: ten lines of TOML that describe one news site.

The keys are the fields of :class:`Source`. Whatever else a file says is refused with one line that names the file,
the key and, where it can be guessed, the right word.
"""

import hashlib
import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from newscrawl import addresses, source_json
from newscrawl.source_checks import CHECKS, SourceError, refuse_unknown, selector_list
from newscrawl.urls import fold

FIELDS = ("headline", "article_body", "date_published", "date_modified", "authors", "editors", "publisher",
          "description", "image", "keywords", "section")  # fmt: skip
DELAY_FLOOR = 0.25  # seconds between two requests to a host that is not loopback: four a second is the most we ask
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True)
class Source:
    """What a source file says, checked. Selectors are CSS, or XPath when they start with ``/`` or ``(``.

    ``every`` and ``max_age`` are seconds; ``timezone`` an IANA zone for times that carry none; ``fields`` maps a field
    of Article to selectors tried in order; ``remove`` are selectors of what is cut from the page before it is read;
    ``section`` is what its lists are filed under; ``id`` a regular expression whose group is an article's id in its
    URL, the same for all sources of one ``id_scope``; ``json`` the table of kind "json".
    """

    name: str
    title: str
    start_urls: tuple[str, ...]
    kind: str = "html"
    language: str | None = None
    timezone: str | None = None
    publisher: str | None = None
    every: int = 3600
    article_links: tuple[str, ...] = ()
    next_page: tuple[str, ...] = ()
    max_pages: int = 10
    max_age: int | None = None
    full_text: bool = False
    render: bool = False
    section: str | None = None
    id: str | None = None
    id_scope: str | None = None
    json: source_json.JsonTable | None = None
    allowed_domains: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    settings: dict[str, float] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo | None:
        return ZoneInfo(self.timezone) if self.timezone else None

    @property
    def digest(self) -> str:
        """A name for what the file says: it changes with it."""
        return hashlib.blake2b(repr(self).encode(), digest_size=8).hexdigest()

    def key(self, url: str) -> str:
        """The key under which the spellings of one article's URL are one: by its id, else as urls.fold has it."""
        found = re.search(self.id, url) if self.id else None
        return f"{self.id_scope or self.name}#{found[1]}" if found and found[1] else fold(url)


def load(path: Path) -> Source:
    """The source in one file; its name is the file's. Raises SourceError."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Windows editors begin a file with a mark
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SourceError(f"{path}: not readable as TOML: it is not UTF-8 (at line {line}); save it as UTF-8") from None
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path}: not readable as TOML: {error}") from None
    try:
        return read(said, path.stem)
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from None


def read(said: dict, name: str) -> Source:
    """The source that a parsed file describes. Raises SourceError, naming the key."""
    if not NAME.fullmatch(name):
        raise SourceError(f"the file's name is the source's: use a-z, 0-9, '-' and '_', not {name!r}")
    said = dict(said)
    chosen = said.pop("fields", {})
    if not isinstance(chosen, dict):
        raise SourceError("fields: must be a table: [fields]")
    remove = said.pop("remove", ()) or chosen.get("remove", ())
    known = {f.name for f in fields(Source)} - {"name", "fields", "remove"}
    refuse_unknown(said, known | {"fields", "remove"}, "")
    refuse_unknown(chosen, {*FIELDS, "remove"}, "fields.")
    for key in ("title", "start_urls"):
        if key not in said:
            raise SourceError(f"{key}: is missing")
    checks = CHECKS | {"json": source_json.check}
    values = {key: checks[key](key, value) for key, value in said.items()}
    selectors = {k: selector_list(f"fields.{k}", v) for k, v in chosen.items() if k != "remove"}
    if (table := values.get("json")) and table.body:
        selectors.setdefault("article_body", (source_json.BODY_SELECTOR,))
    source = Source(name=name, fields=selectors, remove=selector_list("remove", remove), **values)
    source_json.check_source(source.kind, source.json, full_text=source.full_text)
    delay = source.settings.get("DOWNLOAD_DELAY")
    if delay is not None and delay < DELAY_FLOOR and not all(map(is_loopback, source.start_urls)):
        raise SourceError(f"settings.DOWNLOAD_DELAY: {delay} is below the floor of {DELAY_FLOOR} seconds")
    return source


def is_loopback(url: str) -> bool:
    """Whether a URL's host is this machine, by its name or address alone (nothing is looked up)."""
    return addresses.is_loopback(urlsplit(url).hostname or "")
