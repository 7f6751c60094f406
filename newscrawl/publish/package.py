"""datapackage.json: what a release holds, for programs (Frictionless Data Package)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from newscrawl import __version__
from newscrawl.publish.export import PublishError
from newscrawl.publish.fields import Field

FILE, SCHEMA = "datapackage.json", "schema.json"
TIME = "%Y-%m-%dT%H:%M:%S%z"
TYPES = {
    "integer": {"type": "integer"}, "text": {"type": "string"}, "flag": {"type": "boolean"},
    "time": {"type": "datetime", "format": TIME}, "names": {"type": "array"}, "stocks": {"type": "array"},
    "copies": {"type": "array"},
    "map": {"type": "object"},
}  # fmt: skip
IN_CSV = {"names": {"type": "string"}}  # joined by "; "
IN_PARQUET = {  # as Frictionless gets it from pandas, which has arrays of its own
    "integer": {"type": "number"}, "time": {"type": "datetime"}, "map": {"type": "string"},
    "names": {"type": "any"}, "stocks": {"type": "any"}, "copies": {"type": "any"},
}  # fmt: skip
MEDIA = {"jsonl": "application/jsonl", "csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


@dataclass
class Coverage:
    """How many articles, and from when to when; times are UTC as they stand in the records."""

    count: int = 0
    first: str | None = None
    last: str | None = None

    def add(self, at: str) -> None:
        self.count += 1
        self.first, self.last = min(self.first or at, at), max(self.last or at, at)

    def said(self) -> dict:
        return {"count": self.count, "first": self.first, "last": self.last}


@dataclass
class Contents:
    """What a release turned out to hold: files with the number of their articles, and what they cover."""

    format: str
    files: dict[str, int] = field(default_factory=dict)  # in order: path in the release → articles
    whole: Coverage = field(default_factory=Coverage)
    sources: dict[str, Coverage] = field(default_factory=dict)
    changes: dict[str, int] | None = None  # added, changed, withdrawn; None: it holds everything
    languages: set[str] = field(default_factory=set)

    def add(self, record: Mapping[str, Any]) -> None:
        at = record["date_published"] or record["fetched_at"]
        self.whole.add(at)
        self.sources.setdefault(record["source"], Coverage()).add(at)
        if record["in_language"]:
            self.languages.add(record["in_language"])


def describe(
    folder: Path, contents: Contents, filters: Mapping[str, Any], base: str | None, licence: str | None
) -> dict:
    """The package of the files that lie in ``folder``; ``base`` is the hash of the release that changes refer to."""
    package = {
        "profile": "data-package", "name": "news-articles", "title": "News articles",
        "description": "News articles as one program read them from their pages; see README.md.",
        "licenses": [{"name": licence}] if licence else None,
        "newscrawl": {
            "version": __version__, "format": contents.format, "filters": plain(filters),
            "span": contents.whole.said(),
            "sources": {name: one.said() for name, one in sorted(contents.sources.items())},
            "since_release": base and {"datapackage": base, **(contents.changes or {})},
        },
        "resources": [_resource(folder, path, count, contents.format) for path, count in contents.files.items()],
    }  # fmt: skip
    return {key: value for key, value in package.items() if value is not None}


def plain(filters: Mapping[str, Any]) -> dict:
    """Filters as JSON has them; those that choose nothing are left out."""
    said = ((name, value.isoformat() if isinstance(value, datetime) else value) for name, value in filters.items())
    return {name: value for name, value in said if value}


def file_hash(path: Path) -> str:
    with path.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


def read(folder: Path) -> dict:
    """The package of a release of ours. Raises PublishError."""
    try:
        package = json.loads((folder / FILE).read_text("utf-8"))
        package["newscrawl"]["filters"]  # is it one of ours?
    except OSError as error:
        raise PublishError(f"{folder}: no release: {FILE} can't be read ({error.strerror})") from None
    except (ValueError, KeyError, TypeError):
        raise PublishError(f"{folder}: no release: {FILE} is none that newscrawl wrote") from None
    return package


def _resource(folder: Path, path: str, count: int, name: str) -> dict:
    file = folder / path
    said = {
        "name": Path(path).name.split(".")[0], "path": path, "bytes": file.stat().st_size, "hash": file_hash(file),
        "rows": count,
    }  # fmt: skip
    if not path.endswith(".parquet"):
        said["encoding"] = "utf-8"
    if path.endswith(".gz"):
        said["compression"] = "gz"
    if path.startswith("data/"):
        said |= {"name": f"articles-{said['name']}", "format": name, "mediatype": MEDIA[name], "schema": SCHEMA}
    else:
        said["format"] = Path(path.removesuffix(".gz")).suffix.lstrip(".")
    return said


def schema(name: str, fields: Iterable[Field]) -> dict:
    """The columns of a format's files (Frictionless Table Schema)."""
    own = {"csv": IN_CSV, "parquet": IN_PARQUET}.get(name, {})
    return {"fields": [_field(one, own) for one in fields], "primaryKey": ["id"], "missingValues": [""]}


def _field(one: Field, own: Mapping[str, dict]) -> dict:
    limits = {"required": True} if one.always else {}
    if one.one_of:
        limits["enum"] = list(one.one_of)
    said = {"name": one.name, **(own.get(one.kind) or TYPES[one.kind]), "description": one.says}
    return said | ({"constraints": limits} if limits else {})
