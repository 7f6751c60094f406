"""Columns as the head of a README.md tells Hugging Face's `datasets`, which else guesses them from the first file."""

from collections.abc import Iterable

from newscrawl.publish.fields import PARTS, Field

TYPES = {
    "integer": "int64", "text": "string", "flag": "bool", "time": "timestamp[us, tz=UTC]", "map": "string",
}  # fmt: skip
# Without it NA and null are read as missing, which they are not where they stand in a text.
READ_CSV = {"keep_default_na": False, "na_values": [""]}


def features(name: str, fields: Iterable[Field]) -> list[dict]:
    """The features of a format's files. Those of Parquet say it themselves; this is for jsonl and csv."""
    return [{"name": one.name, **(_in_csv(one) if name == "csv" else _in_jsonl(one))} for one in fields]


def _in_csv(one: Field) -> dict:
    """Text: in CSV it reads neither lists, nor times, nor numbers and flags among which some are missing."""
    if one.kind != "integer":
        return {"dtype": "string"}
    return {"dtype": "int64" if one.always else "float64"}


def _in_jsonl(one: Field) -> dict:
    if one.kind in PARTS:
        return {"list": [{"name": part, "dtype": "string"} for part in PARTS[one.kind]]}
    return {"list": "string"} if one.kind == "names" else {"dtype": TYPES[one.kind]}
