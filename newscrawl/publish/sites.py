"""Articles as a site: what `scrapy export --format jekyll` and `--format html` ask of newscrawl.publish.site."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from newscrawl.publish.export import Export, PublishError
from newscrawl.store.selection import Selection

MOST_DAYS = 100_000
OPTIONS = {
    "--days": {"metavar": "N", "help": "stories of the last N days stand on the lists (default: NEWSCRAWL_SITE_DAYS)"},
    "--images": {"action": "store_true", "help": "show pictures from where they are, instead of links to them"},
}


def write_jekyll(export: Export, target: Path) -> int:
    """A folder that Jekyll builds; returns the number of its stories. Raises PublishError, OSError."""
    return _write(export, target, jekyll=True)


def write_html(export: Export, target: Path) -> int:
    """The same site as finished pages."""
    return _write(export, target, jekyll=False)


def _write(export: Export, target: Path, *, jekyll: bool) -> int:
    from newscrawl.publish.site import write_site  # noqa: PLC0415 - templates and YAML, which other formats do without

    filters = {name: value for name, value in export.filters.items() if name not in ("search", "one_per_story")}
    if export.filters.get("search") is not None:
        raise PublishError("--search does not go with a site; it has a search of its own")
    options = options_of(export.settings, export.zones(), **export.options)
    chosen = Selection(**filters, taken_down=False)
    done = write_site(export.store, target, options, jekyll=jekyll, chosen=chosen, watch=export.watch)
    return done.stories


def options_of(settings: Mapping[str, Any], zones: Mapping[str, str], days: object = None, images: bool = False):
    """The site's Options by the settings NEWSCRAWL_SITE_*, the sources' zones, and the command's options, which go
    before. Raises PublishError."""
    from newscrawl.publish.site import Options  # noqa: PLC0415
    from newscrawl.publish.site.options import LANGUAGES  # noqa: PLC0415

    said = {name: settings.get(f"NEWSCRAWL_SITE_{name.upper()}") for name in ("title", "url", "timezone", "language")}
    language = str(said["language"])
    if language not in LANGUAGES:
        raise PublishError(f"NEWSCRAWL_SITE_LANGUAGE: {language!r} is not among {', '.join(sorted(LANGUAGES))}")
    return Options(
        title=" ".join(str(said["title"] or "newscrawl").split()), url=_url(str(said["url"] or "")),
        days=_days(days if days is not None else settings.get("NEWSCRAWL_SITE_DAYS")),
        timezone=_zone(said["timezone"] or _most_common(zones)), language=language, images=images, zones=zones,
    )  # fmt: skip


def _days(value: object) -> int | None:
    if value in (None, "", "None"):
        return None
    if not str(value).isdecimal() or not 1 <= int(value) <= MOST_DAYS:
        raise PublishError(f"--days: {value!r} is no whole number from 1 to {MOST_DAYS:,}")
    return int(value)


def _url(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        raise PublishError(f"NEWSCRAWL_SITE_URL: {value!r} is no address of a site; write https://news.example.org")
    return value.rstrip("/")


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        raise PublishError(f"NEWSCRAWL_SITE_TIMEZONE: {name!r} is no zone; write Asia/Shanghai") from None


def _most_common(zones: Mapping[str, str]) -> str:
    counts = Counter(zones.values())
    return min(counts, key=lambda name: (-counts[name], name), default="UTC")
