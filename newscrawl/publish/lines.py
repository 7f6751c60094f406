"""Articles as JSON Lines and CSV."""

import csv
import io
import re
from typing import BinaryIO

import orjson

from newscrawl.publish.export import Export

# What spreadsheets take for the beginning of a formula, also as Chinese and Japanese keyboards write it. Behind
# apostrophes, too, so that taking one away gives back what was there.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
BOM = "\ufeff"
CSV_OPTIONS = {"--bom": {"action": "store_true", "help": "begin CSV with a byte order mark, so that Excel reads UTF-8"}}


def write_jsonl(export: Export, stream: BinaryIO) -> int:
    """One JSON object a line, in UTF-8, every field present, None as null."""
    count = 0
    for record in export.records():
        stream.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
        count += 1
    return count


def write_csv(export: Export, stream: BinaryIO) -> int:
    """RFC 4180 in UTF-8 with a header; see :func:`cell`. The option ``bom`` puts a byte order mark first."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    if export.options.get("bom"):
        text.write(BOM)
    writer = csv.writer(text)
    writer.writerow(field.name for field in export.fields)
    count = 0
    for record in export.records():
        writer.writerow([cell(record[field.name]) for field in export.fields])
        count += 1
    text.detach()
    return count


def cell(value: object) -> object:
    """A value as CSV has it: names joined by "; ", other lists and tables as JSON, None and an empty list as nothing.

    Text that a spreadsheet would take for a formula gets an apostrophe before it. NUL, which readers of CSV stumble
    over, is left out.
    """
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = "; ".join(value)
    elif isinstance(value, list | dict):
        value = orjson.dumps(value).decode()
    if not isinstance(value, str):
        return value
    value = value.replace("\0", "")
    return f"'{value}" if FORMULA.match(value) else value
