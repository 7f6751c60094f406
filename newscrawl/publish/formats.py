"""The formats that `scrapy export` knows. A new one is a line in FORMATS."""

from pathlib import Path, PurePath

from newscrawl.publish import feeds, lines, release, sites
from newscrawl.publish.export import Export, Format, PublishError, option_of
from newscrawl.publish.parquet import write_parquet
from newscrawl.publish.sqlite import write_sqlite
from newscrawl.publish.whole import PACKED, whole

FORMATS = {
    "jsonl": Format(lines.write_jsonl, options=release.OPTIONS),
    "csv": Format(lines.write_csv, options=lines.CSV_OPTIONS | release.OPTIONS),
    "parquet": Format(write_parquet, options=release.OPTIONS),
    "sqlite": Format(write_sqlite),
    "rss": Format(feeds.write_rss, options=feeds.OPTIONS),
    "atom": Format(feeds.write_atom, options=feeds.OPTIONS),
    "jsonfeed": Format(feeds.write_json_feed, options=feeds.OPTIONS),
    "jekyll": Format(sites.write_jekyll, folder=True, options=sites.OPTIONS),
    "html": Format(sites.write_html, folder=True, options=sites.OPTIONS),
}


def by_name(path: str | None) -> str | None:
    """The format that a file's name asks for by its ending, before .gz or .zst; jsonl without one, and for a folder.

    None if no format has that ending.
    """
    if not path or _is_folder(path):
        return "jsonl"
    name = PurePath(path)
    ending = (name.with_suffix("") if name.suffix in PACKED else name).suffix.lstrip(".").lower() or "jsonl"
    return ending if ending in FORMATS and not FORMATS[ending].folder else None


def _is_folder(path: str) -> bool:
    return path.endswith("/") or Path(path).is_dir()


def write(name: str, export: Export, path: str | None) -> int:
    """Write an export to a file, a folder or, with None or "-", stdout. Returns how many articles it holds.

    A folder ends in / or is there already; what a file format writes to one is a release. Raises PublishError; OSError
    when the place can't be written to.
    """
    chosen = FORMATS[name]
    if chosen.folder:
        if path in (None, "-"):
            raise PublishError(f"{name} is written to a folder; name it: -o DIR")
        return chosen.write(export, Path(path))
    if path and _is_folder(path):
        return release.write_release(name, chosen, export, Path(path))
    for flag in release.OPTIONS:
        if export.options.get(option_of(flag)):
            raise PublishError(f"{flag} goes with a folder: -o DIR/")
    with whole(path) as stream:
        return chosen.write(export, stream)
