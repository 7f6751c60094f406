"""Articles as JSON Lines and CSV."""

import csv
import io
import json
from typing import BinaryIO

from newscrawl.publish.export import Export


def write_jsonl(export: Export, stream: BinaryIO) -> int:
    """One JSON object a line, in UTF-8, every field present, None as null."""
    count = 0
    for record in export.records():
        count += 1
        stream.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
    return count


def write_csv(export: Export, stream: BinaryIO) -> int:
    """RFC 4180 with a header; lists of names joined by "; ", other lists and tables as JSON, None as nothing."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    writer = csv.DictWriter(text, export.columns)
    writer.writeheader()
    count = 0
    for record in export.records():
        count += 1
        writer.writerow({name: _cell(value) for name, value in record.items()})
    text.detach()
    return count


def _cell(value: object) -> object:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value
