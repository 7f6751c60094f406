"""A folder of data for others: files by month, what they hold for programs and for people, what changed since."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import orjson

from newscrawl.publish import card, package
from newscrawl.publish import index as indexes
from newscrawl.publish.export import Export, Format, PublishError
from newscrawl.publish.index import Index, digest
from newscrawl.publish.package import Contents
from newscrawl.publish.whole import whole

ENDINGS = {"jsonl": "jsonl.gz", "csv": "csv", "parquet": "parquet"}  # packed, where readers unpack by themselves
WITHDRAWN = "withdrawn.jsonl"
OPTIONS = {
    "--since-release": {"metavar": "DIR", "help": "to a folder: only what was added, changed or withdrawn since"},
    "--license": {"metavar": "ID", "help": "of a folder's data, as an SPDX identifier such as CC-BY-4.0"},
}


@dataclass(frozen=True)
class Part(Export):
    """Some of an export's records."""

    given: Iterable[dict] = ()

    def records(self) -> Iterator[dict]:
        yield from self.given


def write_release(name: str, form: Format, export: Export, folder: Path) -> int:
    """Write a release to ``folder``, whole or not at all; a release that is there is replaced, anything else refused.

    Articles that their site has taken down are left out. Returns how many articles its files hold. The same articles
    and options give the same bytes. Raises PublishError, OSError.
    """
    if name not in ENDINGS:
        raise PublishError(f"a folder is written as {', '.join(ENDINGS)}, not as {name}; name a file: -o FILE")
    export = replace(export, filters={**export.filters, "taken_down": False})
    since = export.options.get("since_release")
    base = Base(Path(since), folder, export) if since else None
    _free(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name[:100]}.", dir=folder.parent))
    try:
        with export.store.snapshot():
            count = Release(made, name, form, export, base).write()
        _put(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return count


class Base:
    """The release that another is the difference to."""

    def __init__(self, path: Path, folder: Path, export: Export):
        said = package.read(path)
        wanted = package.plain(export.filters)
        if said["newscrawl"]["filters"] != wanted:
            had = orjson.dumps(said["newscrawl"]["filters"]).decode()
            raise PublishError(f"{path}: was made with other filters ({had}); use the same for what changed since")
        if path.resolve() == folder.resolve():
            raise PublishError(f"{path}: is to be compared with and can't be written over; name another folder: -o DIR")
        self.hash, self.index = package.file_hash(path / package.FILE), Index.read(path)


class Release:
    """One release as it is written to an empty folder."""

    def __init__(self, folder: Path, name: str, form: Format, export: Export, base: Base | None):
        self.folder, self.name, self.form, self.export, self.base = folder, name, form, export, base
        self.contents = Contents(name, changes={"added": 0, "changed": 0, "withdrawn": 0} if base else None)
        self.index = Index()

    def write(self) -> int:
        (self.folder / "data").mkdir()
        for month, records in groupby(self._chosen(), key=_month):
            path = f"data/{month}.{ENDINGS[self.name]}"
            with whole(self.folder / path) as stream:
                self.contents.files[path] = self.form.write(_part(self.export, records), stream)
        self.index.sort()
        with whole(self.folder / indexes.FILE) as stream:
            self.index.write(stream)
        if self.base:
            self._withdraw()
        self.contents.files[indexes.FILE] = len(self.index.ids)
        self._describe()
        return self.contents.whole.count

    def _chosen(self) -> Iterator[dict]:
        """The records that belong in the files; all are entered in the index."""
        for record in self.export.records():
            value = digest(record)
            self.index.add(record["id"], value)
            if self.base:
                outcome = self.base.index.compare(record["id"], value)
                if outcome == "same":
                    continue
                self.contents.changes[outcome] += 1
            self.contents.add(record)
            yield record

    def _withdraw(self) -> None:
        """What the base holds and this database, or this selection of it, does not any more."""
        with whole(self.folder / WITHDRAWN) as stream:
            for article_id in self.base.index.unseen():
                url, gone = self.export.store.articles.whereabouts(article_id)
                said = {"id": article_id, "url": url, "reason": "gone" if gone else "removed"}
                stream.write(orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE))
                self.contents.changes["withdrawn"] += 1
        self.contents.files[WITHDRAWN] = self.contents.changes["withdrawn"]

    def _describe(self) -> None:
        base, licence = self.base and self.base.hash, self.export.options.get("license")
        said = package.describe(self.folder, self.contents, self.export.filters, base, licence)
        for file, content in ((package.FILE, said), (package.SCHEMA, package.schema(self.name, self.export.fields))):
            with whole(self.folder / file) as stream:
                stream.write(orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        with whole(self.folder / card.FILE) as stream:
            stream.write(card.written(said, self.contents, self.export.fields).encode())


def _part(export: Export, records: Iterable[dict]) -> Part:
    return Part(export.store, export.filters, export.options, given=records)


def _month(record: dict) -> str:
    """In which an article counts, in UTC: 2026-11."""
    return (record["date_published"] or record["fetched_at"])[:7]


def _free(folder: Path) -> None:
    """Refuse a folder in which there is something else than a release."""
    if folder.exists() and not folder.is_dir():
        raise PublishError(f"{folder}: is a file; name a folder: -o DIR/")
    if folder.exists() and any(folder.iterdir()):
        package.read(folder)


def _put(made: Path, folder: Path) -> None:
    """Put a finished folder in its place."""
    made.chmod(0o755)
    if folder.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{folder.name[:100]}.old.", dir=folder.parent))
        folder.replace(old)
        made.replace(folder)
        shutil.rmtree(old)
    else:
        made.replace(folder)
