"""What a site is called, and how it is to be."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

THEME = Path(__file__).parent / "theme"
LANGUAGES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (THEME / "words").glob("*.json")}


@dataclass(frozen=True)
class Options:
    """``url`` is where the site will stand, or "" if that is not known yet: then only its feeds lack absolute links.

    ``days`` is how many calendar days, today included, stories stand on the lists before they go to the archive; None:
    all. ``zones`` maps sources to the IANA names of the zones in which their days are counted and their times written;
    ``timezone`` is that of the others, and of what the site shows. ``images``: pictures are shown, from where they
    are; else they are links. ``language`` is that of the site's own words, one of LANGUAGES.
    """

    title: str = "newscrawl"
    url: str = ""
    days: int | None = 30
    timezone: str = "UTC"
    language: str = "zh"
    images: bool = False
    per_page: int = 60
    zones: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def words(self) -> dict[str, str]:
        return LANGUAGES[self.language]

    @property
    def path(self) -> str:
        """Where the site's root is on its host, without a slash at the end."""
        return urlsplit(self.url).path.rstrip("/")

    @property
    def feed_id(self) -> str:
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, self.url or self.title)}"

    def zone(self, source: str) -> ZoneInfo:
        return _zone(self.zones.get(source, self.timezone))

    def local(self, text: str, source: str) -> datetime:
        """A stored time on the clocks of a source's readers."""
        return _at(datetime.fromisoformat(text), self.zone(source))

    def shown(self, moment: datetime) -> datetime:
        """A time on the site's own clock."""
        return _at(moment, _zone(self.timezone))

    def oldest(self, source: str, now: datetime) -> date:
        """The first calendar day of a source that is on the lists."""
        today = now.astimezone(self.zone(source)).date()
        return date.min if self.days is None else today - timedelta(days=min(self.days - 1, (today - date.min).days))

    def fingerprint(self, format_name: str) -> str:
        """Another text whenever every page has to be made anew: other options, or another theme."""
        said = asdict(self) | {"format": format_name}
        del said["zones"], said["days"]  # what they change is seen story by story
        theme = b"".join(path.read_bytes() for path in sorted(THEME.rglob("*")) if path.is_file())
        return hashlib.blake2b(json.dumps(said).encode() + theme, digest_size=16).hexdigest()


def _at(moment: datetime, zone: ZoneInfo) -> datetime:
    try:
        found = moment.astimezone(zone)
    except OverflowError:  # in the year 1 or 9999
        return moment
    return moment if found.utcoffset().seconds % 60 else found  # mean solar time, before there were zones


@lru_cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def now() -> datetime:
    return datetime.now(UTC)
