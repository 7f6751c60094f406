"""Articles as datasets. A writer takes records and a text stream and says how many it wrote."""

import csv
import json
from collections.abc import Iterable
from typing import TextIO

from newscrawl.store.rows import RECORD


def write_jsonl(records: Iterable[dict], stream: TextIO) -> int:
    """One JSON object a line, in UTF-8, every field present, None as null."""
    count = 0
    for record in records:
        count += 1
        stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    return count


def write_csv(records: Iterable[dict], stream: TextIO) -> int:
    """RFC 4180 with a header; lists of names joined by "; ", other lists and tables as JSON, None as nothing."""
    writer = csv.DictWriter(stream, RECORD)
    writer.writeheader()
    count = 0
    for record in records:
        count += 1
        writer.writerow({name: _cell(value) for name, value in record.items()})
    return count


def _cell(value: object) -> object:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value


FORMATS = {"jsonl": write_jsonl, "csv": write_csv}
