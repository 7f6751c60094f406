"""The formats that `scrapy export` knows. A new one is a line in FORMATS."""

from pathlib import Path, PurePath

from newscrawl.publish import datasets
from newscrawl.publish.export import Export, Format, PublishError
from newscrawl.publish.whole import PACKED, whole

FORMATS = {
    "jsonl": Format(datasets.write_jsonl),
    "csv": Format(datasets.write_csv),
}


def by_name(path: str | None) -> str:
    """The format that a file's name asks for by its ending, before .gz or .zst; jsonl if by none."""
    path = PurePath(path or "")
    ending = (path.with_suffix("") if path.suffix in PACKED else path).suffix.lstrip(".").lower()
    return ending if ending in FORMATS else "jsonl"


def write(name: str, export: Export, path: str | None) -> int:
    """Write an export to a file, a folder or, with None or "-", stdout. Returns how many articles it holds.

    Raises PublishError; OSError when the place can't be written to.
    """
    chosen = FORMATS[name]
    if chosen.folder:
        if path in (None, "-"):
            raise PublishError(f"{name} is written to a folder; name it: -o DIR")
        return chosen.write(export, Path(path))
    with whole(path) as stream:
        return chosen.write(export, stream)
