"""Articles as Parquet, with pyarrow."""

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

import orjson

from newscrawl.publish.export import Export, PublishError
from newscrawl.publish.fields import PARTS, Field
from newscrawl.without import without

if TYPE_CHECKING:
    import pyarrow

PIECE = 200_000  # characters of text that are turned into Arrow's arrays at once
GROUP = 14_000_000  # bytes of a row group: it is in memory as a whole, and 25 KB of each until the file has ended
PAGES = {"write_batch_size": 32, "data_page_size": 200_000}  # rows, bytes; by default some megabytes of long texts
# columns whose values are few or sorted: only for them dictionaries and statistics are worth their memory
SHORT = {"id", "source", "section", "publisher", "in_language", "date_published", "date_precision", "fetched_at"}

# Arrow's own choice, mimalloc, takes 25 MB more; in the system's, row groups lie among what is kept of each, 10 MB.
# The last gives back at once what is freed: before the file's end, which takes twice what is kept of its groups.
POOL = {
    "ARROW_DEFAULT_MEMORY_POOL": "jemalloc" if sys.platform == "linux" else "system",
    "JE_ARROW_MALLOC_CONF": "dirty_decay_ms:0",
}
# what pyarrow loads if it can, 20 MB: arrays of numpy, and files in the clouds and in Hadoop
NEVER_USED = ("numpy", *(f"pyarrow._{name}" for name in ("s3fs", "gcsfs", "azurefs", "hdfs")))


def write_parquet(export: Export, stream: BinaryIO) -> int:
    """Times as instants in UTC, lists as lists, ``via`` as JSON; packed with zstd. Raises PublishError: no pyarrow."""
    arrow = _arrow()
    with without(*NEVER_USED):
        from pyarrow.parquet import ParquetWriter  # noqa: PLC0415 - large, and an extra

    count = 0
    short = [field.name for field in export.fields if field.name in SHORT]
    form = {**PAGES, "compression": "zstd", "use_dictionary": short, "write_statistics": short}
    with ParquetWriter(stream, schema := _schema(arrow, export.fields), **form) as writer:
        pieces = (_piece(arrow, export.fields, schema, records) for records in _cut(export.records()))
        for group in _groups(arrow, pieces):
            writer.write_table(group)
            count += len(group)
            del group
            arrow.default_memory_pool().release_unused()  # before the next is read
    return count


def _arrow() -> "pyarrow":
    for name, value in POOL.items():  # are read when it is loaded
        os.environ.setdefault(name, value)
    try:
        with without(*NEVER_USED):
            import pyarrow  # noqa: PLC0415
    except ImportError:
        raise PublishError("parquet needs pyarrow: pip install -r requirements-parquet.txt") from None
    return pyarrow


def _schema(arrow: "pyarrow", fields: tuple[Field, ...]) -> "pyarrow.Schema":
    lists = {
        kind: arrow.list_(arrow.struct([(name, arrow.string()) for name in names])) for kind, names in PARTS.items()
    }
    types = lists | {
        "integer": arrow.int64(), "text": arrow.string(), "flag": arrow.bool_(), "map": arrow.string(),
        "time": arrow.timestamp("us", "UTC"), "names": arrow.list_(arrow.string()),
    }  # fmt: skip
    return arrow.schema([arrow.field(field.name, types[field.kind], not field.always) for field in fields])


def _piece(
    arrow: "pyarrow", fields: tuple[Field, ...], schema: "pyarrow.Schema", records: list[dict]
) -> "pyarrow.Table":
    columns = [_column(arrow, field, schema.field(n).type, records) for n, field in enumerate(fields)]
    records.clear()  # before the next are read
    return arrow.Table.from_arrays(columns, schema=schema)


def _column(arrow: "pyarrow", field: Field, kind: "pyarrow.DataType", records: list[dict]) -> "pyarrow.Array":
    values = [record[field.name] for record in records]
    if field.kind == "time":  # Arrow could read them itself, with 10 MB more of its code in memory
        values = [value and datetime.fromisoformat(value) for value in values]
    if field.kind == "map":
        values = [orjson.dumps(value).decode() for value in values]
    return arrow.array(values, kind)


def _cut(records: Iterable[dict]) -> Iterator[list[dict]]:
    some, size = [], 0
    for record in records:
        some.append(record)
        size += 500 + len(record["article_body"]) + len(record["article_body_html"] or "")
        if size >= PIECE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _groups(arrow: "pyarrow", pieces: Iterable["pyarrow.Table"]) -> Iterator["pyarrow.Table"]:
    group, size = [], 0
    for piece in pieces:
        group.append(piece)
        size += piece.nbytes
        del piece
        if size >= GROUP:
            yield _joined(arrow, group)
            size = 0
    if group:
        yield _joined(arrow, group)


def _joined(arrow: "pyarrow", group: list["pyarrow.Table"]) -> "pyarrow.Table":
    """The pieces as one, which alone holds their memory from now on."""
    table = arrow.concat_tables(group)
    group.clear()
    return table
