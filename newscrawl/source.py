"""A source file: ten lines of TOML that describe one news site.

The keys are the fields of :class:`Source`. Whatever else a file says is refused with one line that names the file,
the key and, where it can be guessed, the right word.
"""

import ipaddress
import re
import tomllib
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from newscrawl import selectors

FIELDS = ("headline", "article_body", "date_published", "date_modified", "authors", "editors", "publisher",
          "description", "image", "keywords", "section")  # fmt: skip
SETTINGS = ("DOWNLOAD_DELAY", "DOWNLOAD_TIMEOUT", "CONCURRENT_REQUESTS_PER_DOMAIN")
DELAY_FLOOR = 0.25  # seconds between two requests to a host that is not loopback: four a second is the most we ask
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class SourceError(ValueError):
    """A source file that can't be used; the message is one line for whoever wrote it."""


@dataclass(frozen=True)
class Source:
    """What a source file says, checked. Selectors are CSS, or XPath when they start with ``/`` or ``(``.

    ``every`` is seconds; ``timezone`` an IANA zone for times that carry none; ``fields`` maps a field of Article to
    selectors tried in order; ``remove`` are selectors of what is cut from the page before it is read.
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
    allowed_domains: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    settings: dict[str, float] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo | None:
        return ZoneInfo(self.timezone) if self.timezone else None


def load(path: Path) -> Source:
    """The source in one file; its name is the file's. Raises SourceError."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
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
    _refuse_unknown(said, known | {"fields", "remove"}, "")
    _refuse_unknown(chosen, {*FIELDS, "remove"}, "fields.")
    for key in ("title", "start_urls"):
        if key not in said:
            raise SourceError(f"{key}: is missing")
    values = {key: CHECKS[key](key, value) for key, value in said.items()}
    source = Source(
        name=name,
        fields={k: _selectors(f"fields.{k}", v) for k, v in chosen.items() if k != "remove"},
        remove=_selectors("remove", remove),
        **values,
    )
    delay = source.settings.get("DOWNLOAD_DELAY")
    if delay is not None and delay < DELAY_FLOOR and not all(map(is_loopback, source.start_urls)):
        raise SourceError(f"settings.DOWNLOAD_DELAY: {delay} is below the floor of {DELAY_FLOOR} seconds")
    return source


def is_loopback(url: str) -> bool:
    """Whether a URL's host is this machine, by its name or address alone (nothing is looked up)."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refuse_unknown(said: dict, known: set[str], prefix: str) -> None:
    for key in said:
        if key not in known:
            near = get_close_matches(key, known, 1, 0.6)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(sorted(known))}"
            raise SourceError(f"{prefix}{key}: unknown key; {hint}")


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise SourceError(f"{key}: must be text in quotes, not {value!r}")
    return value.strip()


def _texts(key: str, value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(_text(key, one) for one in values)


def _urls(key: str, value: object) -> tuple[str, ...]:
    urls = _texts(key, value)
    for url in urls:
        try:
            parts = urlsplit(url)
            good = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
        except ValueError:
            good = False
        if not good:
            raise SourceError(f"{key}: {url!r} is not an http(s) URL")
    if not urls:
        raise SourceError(f"{key}: is empty")
    return urls


def _selectors(key: str, value: object) -> tuple[str, ...]:
    return tuple(_selector(key, one) for one in _texts(key, value))


def _selector(key: str, value: str) -> str:
    if mistake := selectors.mistake(value):
        raise SourceError(f"{key}: bad selector {value!r}: {mistake}")
    return value


def _zone(key: str, value: object) -> str:
    name = _text(key, value)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a folder's name is an OSError
        near = get_close_matches(name, available_timezones(), 1, 0.6)
        hint = f"did you mean {near[0]!r}?" if near else "use an IANA name such as 'Asia/Shanghai'"
        raise SourceError(f"{key}: unknown time zone {name!r}; {hint}") from None
    return name


def _every(key: str, value: object) -> int:
    found = re.fullmatch(r"(\d+)\s*([smhd])", _text(key, value))
    if not found or not int(found[1]):
        raise SourceError(f"{key}: {value!r} is no duration; write '30s', '5m', '2h' or '1d'")
    return int(found[1]) * UNITS[found[2]]


def _count(key: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise SourceError(f"{key}: must be a whole number from 1, not {value!r}")
    return value


def _settings(key: str, value: object) -> dict[str, float]:
    if not isinstance(value, dict):
        raise SourceError(f"{key}: must be a table: [settings]")
    for name, number in value.items():
        if name not in SETTINGS:
            raise SourceError(f"{key}.{name}: a source may set only {', '.join(SETTINGS)}")
        if not isinstance(number, int | float) or isinstance(number, bool) or number < 0:
            raise SourceError(f"{key}.{name}: must be a number from 0, not {number!r}")
    return dict(value)


CHECKS = {
    "title": _text, "kind": _text, "language": _text, "publisher": _text, "timezone": _zone, "every": _every,
    "start_urls": _urls, "article_links": _selectors, "next_page": _selectors, "max_pages": _count,
    "allowed_domains": _texts, "settings": _settings,
}  # fmt: skip
