"""The articles of the site, as written in ``articles/<category>/*.txt``.

A file is a head of ``key: value`` lines, a blank line, and blocks with a blank line between them: a paragraph,
``## subheading``, ``> quotation``, lines of ``- item``, rows of ``| cell | cell |`` (the first is the head), or
``![caption](/img/name.svg)``. After a line ``+++`` comes the whole text again as it reads from the second time on.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).parent / "articles"
CATEGORIES = ("city", "finance", "world", "trouble")
HOUSE = {"city": "临汐在线", "finance": "临汐在线", "world": "The Merrow Courier", "trouble": "临汐在线"}
ZONES = {name: ZoneInfo("Europe/London" if name == "world" else "Asia/Shanghai") for name in CATEGORIES}
KEYS = {"url", "headline", "date", "source", "authors", "editors", "keywords", "also", "trouble", "style",
        "run"}  # fmt: skip
UNDATED = datetime(2026, 10, 1, tzinfo=UTC)  # Last-Modified of a story that names no date
FIGURE = re.compile(r"!\[(.+)\]\((\S+)\)")


@dataclass(frozen=True)
class Block:
    """One piece of a text. ``kind`` is p, h2, quote, list, table or figure; ``lines`` its items, or cells by row."""

    kind: str
    lines: tuple
    image: str = ""


@dataclass(frozen=True)
class Story:
    """One article. ``date`` is aware, or None; ``precision`` second, minute, day or hour (told as 3小时前)."""

    url: str
    category: str
    headline: str
    date: datetime | None
    precision: str | None
    publisher: str
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    keywords: tuple[str, ...]
    lists: tuple[str, ...]
    trouble: str
    layout: str
    style: str
    run: int
    blocks: tuple[Block, ...]
    second: tuple[Block, ...]

    @property
    def modified(self) -> datetime:
        return (self.date or UNDATED).astimezone(UTC)

    @property
    def listed(self) -> str:
        """The path that lists name it by: that of a redirect to it, for one."""
        return f"/{self.category}/old/{self.url.rsplit('/', 1)[1]}" if self.trouble == "redirect" else self.url

    @property
    def teaser(self) -> str:
        """The first sentence."""
        return re.match(r".+?(?:。|[.] |[.]$)", self.blocks[0].lines[0])[0].strip()

    def again(self) -> "Story":
        """As it reads from the second time on: the same, for most."""
        if not self.second:
            return self
        return replace(self, blocks=self.second)

    def cut(self) -> "Story":
        """With half of the last paragraph gone."""
        last = self.blocks[-1].lines[0]
        return replace(self, blocks=(*self.blocks[:-1], Block("p", (last[: len(last) // 2],))))


def stories(started: datetime) -> list[Story]:
    """Every story, newest first within its category; a relative date counts back from ``started`` (aware)."""
    found = [read(path, started) for name in CATEGORIES for path in sorted((FOLDER / name).glob("*.txt"))]
    return sorted(found, key=lambda story: (CATEGORIES.index(story.category), -story.modified.timestamp()))


def read(path: Path, started: datetime) -> Story:
    """The story in one file. Raises ValueError on a key that means nothing."""
    head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines())
    if unknown := said.keys() - KEYS:
        raise ValueError(f"{path}: unknown {', '.join(sorted(unknown))}")
    category = path.parent.name
    date, precision = when(said.get("date"), ZONES[category], started)
    first, _, second = text.partition("\n+++\n")
    return Story(
        url=said["url"], category=category, headline=said["headline"], date=date, precision=precision,
        publisher=said.get("source", HOUSE[category]), authors=names(said, "authors"), editors=names(said, "editors"),
        keywords=names(said, "keywords"), lists=(category, *names(said, "also")), trouble=said.get("trouble", ""),
        layout="city" if category == "trouble" else category, style=said.get("style", ""),
        run=int(said.get("run", 1)), blocks=blocks(first), second=blocks(second),
    )  # fmt: skip


def names(said: dict[str, str], key: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in said.get(key, "").split(",") if name.strip())


def when(said: str | None, zone: ZoneInfo, started: datetime) -> tuple[datetime | None, str | None]:
    """A date and how precisely it is told: "2026-11-03[ 09:20[:15]]" in the zone, "-3h" from the start, or nothing."""
    if said is None:
        return None, None
    if relative := re.fullmatch(r"-(\d+)h", said):
        return started.astimezone(zone) - timedelta(hours=int(relative[1])), "hour"
    precision = {0: "day", 1: "minute", 2: "second"}[said.count(":")]
    return datetime.fromisoformat(said).replace(tzinfo=zone), precision


def blocks(text: str) -> tuple[Block, ...]:
    return tuple(block(part) for part in re.split(r"\n{2,}", text.strip()) if part)


def block(text: str) -> Block:
    """One block of a text."""
    lines = text.splitlines()
    if figure := FIGURE.fullmatch(text):
        return Block("figure", (figure[1],), figure[2])
    if text.startswith("- "):
        return Block("list", tuple(line[2:] for line in lines))
    if text.startswith("|"):
        return Block("table", tuple(tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines))
    for mark, kind in (("## ", "h2"), ("> ", "quote")):
        if text.startswith(mark):
            return Block(kind, (text.removeprefix(mark),))
    return Block("p", (" ".join(lines),))
