"""README.md of a release: what it holds, for people; its front matter is what dataset hubs read."""

from collections.abc import Iterable

import yaml

from newscrawl.publish.features import READ_CSV, features
from newscrawl.publish.fields import Field
from newscrawl.publish.package import Contents

FILE = "README.md"
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
NOTES = """\
## Times

Times are instants in UTC. `date_precision` says how exact one is: where it is `day`, the time of day means nothing.
`date_published_raw` has the page's own words. Files are by the month, in UTC, in which an article was published or, if
its page names no time, fetched.

## Rights

{licence}

The articles are their publishers' and authors' work: the right to read them is not the right to print them again.
Keep `url`, `publisher` and `authors` with the text, and take out what a publisher asks you to. What sites have taken
down is not in here; releases that follow name it in `withdrawn.jsonl`.

## How it was fetched

Each source's robots.txt and its Crawl-delay were obeyed, with a pause between requests and a name to complain to.
A site's robots.txt speaks of fetching, not of passing on or of training models: `opt_outs` has what its pages and
answers said against mining, and its terms may say more. Ask there before you do either.
"""
CHANGES = """\
This release holds only what changed since another: {added:,} added, {changed:,} changed, {withdrawn:,} withdrawn.
To follow it, take away those with the ids in `withdrawn.jsonl`, and put those of `data/` in, by `id`.
"""


def written(package: dict, contents: Contents, fields: Iterable[Field]) -> str:
    """The card of a release, given its package."""
    said, whole = package["newscrawl"], contents.whole
    licence = package.get("licenses", [{}])[0].get("name")
    span = f", {whole.first} to {whole.last}" if whole.count else ""
    parts = [
        f"---\n{yaml.safe_dump(_front(contents, licence, fields), allow_unicode=True, sort_keys=False)}---",
        f"# News articles\n\n{whole.count:,} articles{span}. Written by newscrawl {said['version']}.",
        CHANGES.format(**contents.changes) if contents.changes else "",
        _filters(said["filters"]),
        _table("## Sources", ("source", "articles", "first", "last"), _sources(said["sources"])),
        _table("## Files", ("file", "rows", "bytes"), _files(package)),
        "Hashes are in `datapackage.json`, which describes every column for programs. `index.csv.gz` has each article's"
        " id and a digest of its content, by which the next release knows what changed.",
        _table("## Columns", ("column", "kind", "what it says"), ((f"`{f.name}`", f.kind, f.says) for f in fields)),
        _csv_note() if contents.format == "csv" else "",
        NOTES.format(licence=f"Licence: {licence}." if licence else "No licence is named with this data."),
    ]
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def _front(contents: Contents, licence: str | None, fields: Iterable[Field]) -> dict:
    size = next((name for most, name in SIZES if contents.whole.count < most), "n>1M")
    reading = READ_CSV if contents.format == "csv" else {}
    front = {
        "language": sorted(contents.languages), "license": (licence or "unknown").lower(), "size_categories": [size],
        "configs": [{"config_name": "default", "data_files": "data/*", **reading}],
    }  # fmt: skip
    if contents.format != "parquet":
        front["dataset_info"] = {"features": features(contents.format, fields)}
    return front


def _filters(filters: dict) -> str:
    chosen = "\n".join(f"- {name}: {value}" for name, value in filters.items())
    return f"## Chosen by\n\n{chosen}" if chosen else "All articles of the database."


def _sources(sources: dict) -> Iterable[tuple]:
    return ((name, f"{one['count']:,}", one["first"], one["last"]) for name, one in sources.items())


def _files(package: dict) -> Iterable[tuple]:
    return ((f"`{one['path']}`", f"{one['rows']:,}", f"{one['bytes']:,}") for one in package["resources"])


def _csv_note() -> str:
    return (
        "In CSV, names in a list are joined by `; `. Text that a spreadsheet would take for a formula has an apostrophe"
        " before it: take one away from cells that match `^'+[=+\\-@\\t\\r\\n＝＋－＠]`. Excel cuts cells at 32,767"
        " characters."
    )


def _table(title: str, head: tuple, rows: Iterable[tuple]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return f"{title}\n\n" + "\n".join(f"| {' | '.join(_cell(one) for one in line)} |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")
