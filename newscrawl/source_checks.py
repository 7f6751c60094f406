"""What each key of a source file may hold. A check takes the key and the value, and returns the value as it is kept.

Each raises SourceError with one line that names the key.
"""

import ipaddress
import re
from datetime import timedelta
from difflib import get_close_matches
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from newscrawl import selectors

SETTINGS = ("DOWNLOAD_DELAY", "DOWNLOAD_TIMEOUT", "CONCURRENT_REQUESTS_PER_DOMAIN")
MOST_DAYS = 3650  # of a duration: moments are reckoned with it
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class SourceError(ValueError):
    """A source file that can't be used; the message is one line for whoever wrote it."""


def refuse_unknown(said: dict, known: set[str], prefix: str) -> None:
    for key in said:
        if key not in known:
            near = get_close_matches(key, known, 1, 0.6)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(sorted(known))}"
            if prefix and key in CHECKS:  # TOML: what stands below a table's head is part of the table
                hint = f"if it is the source's {key!r}, write it above [{prefix[:-1]}]; here {hint}"
            raise SourceError(f"{prefix}{key}: unknown key; {hint}")


def language(key: str, value: object) -> str:
    said = text(key, value)
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*", said):
        raise SourceError(f"{key}: {said!r} is no language tag; write one such as 'zh' or 'en'")
    return said


def text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise SourceError(f"{key}: must be text in quotes, not {value!r}")
    return value.strip()


def texts(key: str, value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(text(key, one) for one in values)


def urls(key: str, value: object) -> tuple[str, ...]:
    urls = texts(key, value)
    for url in urls:
        try:
            parts = urlsplit(url)
            good = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
        except ValueError:
            good = False
        if not good:
            raise SourceError(f"{key}: {url!r} is not an http(s) URL")
        if "@" in parts.netloc:
            raise SourceError(f"{key}: no name or password can be sent to {parts.hostname}; take it out of the URL")
    if not urls:
        raise SourceError(f"{key}: is empty")
    return urls


def hosts(key: str, value: object) -> tuple[str, ...]:
    """Names, addresses and networks such as 10.0.0.0/8."""
    hosts = texts(key, value)
    for host in hosts:
        try:
            good = not re.search(r"[\s@:]//|[\s@]", host) and (
                "/" not in host or ipaddress.ip_network(host, strict=False)
            )
        except ValueError:
            good = False
        if not good:
            raise SourceError(f"{key}: {host!r} is no host; write example.com, an address, or a network: 10.0.0.0/8")
    return hosts


def selector_list(key: str, value: object) -> tuple[str, ...]:
    return tuple(selector(key, one) for one in texts(key, value))


def selector(key: str, value: str) -> str:
    if mistake := selectors.mistake(value):
        raise SourceError(f"{key}: bad selector {value!r}: {mistake}")
    return value


def zone(key: str, value: object) -> str:
    name = text(key, value)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a folder's name is an OSError
        near = get_close_matches(name, available_timezones(), 1, 0.6)
        hint = f"did you mean {near[0]!r}?" if near else "use an IANA name such as 'Asia/Shanghai'"
        raise SourceError(f"{key}: unknown time zone {name!r}; {hint}") from None
    return name


def duration(key: str, value: object) -> int:
    found = re.fullmatch(r"(\d{1,12})\s*([smhd])", text(key, value))
    if not found or not int(found[1]):
        raise SourceError(f"{key}: {value!r} is no duration; write '30s', '5m', '2h' or '1d'")
    seconds = int(found[1]) * UNITS[found[2]]
    if seconds > MOST_DAYS * UNITS["d"]:
        raise SourceError(f"{key}: {value!r} is too long; it may be at most {MOST_DAYS}d")
    return seconds


def durations(key: str, values: list[str]) -> tuple[timedelta, ...]:
    """Durations of a setting, such as "1h, 6h, 1d". Raises SourceError."""
    return tuple(timedelta(seconds=duration(key, value.strip())) for value in values if value.strip())


def count(key: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise SourceError(f"{key}: must be a whole number from 1, not {value!r}")
    return value


def flag(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise SourceError(f"{key}: must be true or false, not {value!r}")
    return value


def pattern(key: str, value: object) -> str:
    said = text(key, value)
    try:
        groups = re.compile(said).groups
    except re.error as error:
        raise SourceError(f"{key}: bad regular expression {said!r}: {error}") from None
    if groups != 1:
        raise SourceError(f"{key}: {said!r} must have one group, the id, and has {groups}")
    return said


def settings(key: str, value: object) -> dict[str, float]:
    if not isinstance(value, dict):
        raise SourceError(f"{key}: must be a table: [settings]")
    refuse_unknown(value, set(SETTINGS), f"{key}.")
    for name, number in value.items():
        if not isinstance(number, int | float) or isinstance(number, bool) or number < 0:
            raise SourceError(f"{key}.{name}: must be a number from 0, not {number!r}")
    return dict(value)


CHECKS = {
    "title": text, "kind": text, "language": language, "publisher": text, "timezone": zone, "every": duration,
    "start_urls": urls, "article_links": selector_list, "next_page": selector_list, "max_pages": count,
    "max_age": duration, "full_text": flag, "render": flag, "section": text, "id": pattern, "id_scope": text,
    "allowed_domains": hosts, "settings": settings,
}  # fmt: skip
