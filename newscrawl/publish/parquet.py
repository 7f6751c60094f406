"""Articles as Parquet, with pyarrow."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

import orjson

from newscrawl.publish.export import Export, PublishError
from newscrawl.publish.fields import Field

if TYPE_CHECKING:
    import pyarrow

GROUP = 1_000_000  # characters of text in a row group; until the file ends Arrow holds 50 KB for each, beside its text
# columns whose values are few or sorted: only for them dictionaries and statistics are worth their memory
SHORT = {"id", "source", "section", "publisher", "in_language", "date_published", "date_precision", "fetched_at"}


def write_parquet(export: Export, stream: BinaryIO) -> int:
    """Times as instants in UTC, lists as lists, ``via`` as JSON; packed with zstd. Raises PublishError: no pyarrow."""
    arrow = _arrow()
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415 - large, and an extra

    count = 0
    short = [field.name for field in export.fields if field.name in SHORT]
    form = {"compression": "zstd", "use_dictionary": short, "write_statistics": short}
    with ParquetWriter(stream, schema := _schema(arrow, export.fields), **form) as writer:
        for group in _groups(export.records()):
            columns = [_column(arrow, field, schema.field(n).type, group) for n, field in enumerate(export.fields)]
            count += len(group)
            group.clear()  # before the next is read
            writer.write_table(arrow.Table.from_arrays(columns, schema=schema))
    return count


def _arrow() -> "pyarrow":
    try:
        import pyarrow  # noqa: PLC0415
    except ImportError:
        raise PublishError("parquet needs pyarrow: pip install -r requirements-parquet.txt") from None
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # its own takes 20 MB more, for speed that is not missed
    return pyarrow


def _schema(arrow: "pyarrow", fields: tuple[Field, ...]) -> "pyarrow.Schema":
    stock, copy = (
        arrow.struct([(name, arrow.string()) for name in names])
        for names in (("market", "code", "name"), ("publisher", "url", "date_published"))
    )
    types = {
        "integer": arrow.int64(), "text": arrow.string(), "flag": arrow.bool_(), "map": arrow.string(),
        "time": arrow.timestamp("us", "UTC"), "names": arrow.list_(arrow.string()), "stocks": arrow.list_(stock),
        "copies": arrow.list_(copy),
    }  # fmt: skip
    return arrow.schema([arrow.field(field.name, types[field.kind], not field.always) for field in fields])


def _column(arrow: "pyarrow", field: Field, kind: "pyarrow.DataType", group: list[dict]) -> "pyarrow.Array":
    values = [record[field.name] for record in group]
    if field.kind == "time":  # Arrow could read them itself, with 10 MB more of its code in memory
        values = [value and datetime.fromisoformat(value) for value in values]
    if field.kind == "map":
        values = [orjson.dumps(value).decode() for value in values]
    return arrow.array(values, kind)


def _groups(records: Iterable[dict]) -> Iterator[list[dict]]:
    group, size = [], 0
    for record in records:
        group.append(record)
        size += 500 + len(record["article_body"]) + len(record["article_body_html"] or "")
        if size >= GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group
