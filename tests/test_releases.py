"""A release: a folder that programs and people can read, the same every time, and what changed since another."""

import csv
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.items import Article
from newscrawl.publish.fields import ALSO_IN, FIELDS
from newscrawl.publish.index import Index
from newscrawl.store import Store
from newscrawl.store.rows import RECORD
from tests import nasty

FIRST = datetime(2026, 10, 31, 12, tzinfo=UTC)


def article(n: int, **fields: object) -> Article:
    values = {
        "url": f"https://example.com/{n}", "source": f"s{n % 2}", "headline": f"Headline {n}", "in_language": "en",
        "article_body": f"Text of number {n}, which is long enough to be told from others.", "fetched_at": FIRST,
        "date_published": FIRST + timedelta(days=n), "date_precision": "minute",
    }  # fmt: skip
    return Article(**values | fields)


@pytest.fixture
def filled(scrapy):
    with Store(scrapy.db) as store:
        for n in range(4):
            store.save(article(n))
        with store.transaction():
            for source in ("s0", "s1"):
                store.runs.start(source)
    return scrapy


def release(scrapy, name: str, *options: str) -> Path:
    folder = scrapy.folder / name
    scrapy("export", "-o", f"{folder}/", *options)
    return folder


def package(folder: Path) -> dict:
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


def records(folder: Path) -> list[dict]:
    return [
        json.loads(line)
        for path in sorted((folder / "data").iterdir())
        for line in gzip.decompress(path.read_bytes()).splitlines()
    ]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_by_month_and_what_they_hold(filled):
    folder = release(filled, "out", "--license", "CC-BY-4.0", "--source", "s0", "--source", "s1")
    assert sorted(contents(folder)) == [
        "README.md", "data/2026-10.jsonl.gz", "data/2026-11.jsonl.gz", "datapackage.json", "index.csv.gz", "schema.json"
    ]  # fmt: skip
    assert [one["id"] for one in records(folder)] == [1, 2, 3, 4]
    said = package(folder)
    assert said["licenses"] == [{"name": "CC-BY-4.0"}]
    own = said["newscrawl"]
    assert own["filters"] == {"sources": ["s0", "s1"]}
    assert own["span"] == {"count": 4, "first": "2026-10-31T12:00:00+00:00", "last": "2026-11-03T12:00:00+00:00"}
    assert own["sources"]["s1"] == {
        "count": 2, "first": "2026-11-01T12:00:00+00:00", "last": "2026-11-03T12:00:00+00:00"
    }  # fmt: skip
    for one in said["resources"]:
        content = (folder / one["path"]).read_bytes()
        assert one["bytes"] == len(content)
        assert one["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
    assert [(one["name"], one["rows"]) for one in said["resources"]] == [
        ("articles-2026-10", 1), ("articles-2026-11", 3), ("index", 4)
    ]  # fmt: skip


def test_every_column_is_described(filled):
    folder = release(filled, "out")
    schema = json.loads((folder / "schema.json").read_text("utf-8"))
    assert [one["name"] for one in schema["fields"]] == list(RECORD) == [one.name for one in FIELDS]
    assert all(one["description"] and one["type"] for one in schema["fields"])
    card = (folder / "README.md").read_text("utf-8")
    front, body = re.fullmatch(r"---\n(.*?)\n---\n(.*)", card, re.S).groups()
    assert yaml.safe_load(front)["language"] == ["en"]
    assert all(f"| `{name}` |" in body for name in RECORD)
    for words in ("robots.txt", "No licence is named", "| s0 | 2 |", "4 articles"):
        assert words in body
    for name, kind in {one["name"]: one["type"] for one in schema["fields"]}.items():
        python = {"string": str, "integer": int, "array": list, "object": dict, "boolean": bool, "datetime": str}[kind]
        assert all(record[name] is None or isinstance(record[name], python) for record in records(folder)), name


def test_the_manual_has_every_column():
    manual = (Path(__file__).parent.parent / "docs/dataset.md").read_text("utf-8")
    for one in (*FIELDS, ALSO_IN):
        assert f"| `{one.name}` | {one.kind} | {one.says} |" in manual


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_the_same_database_and_flags_give_the_same_bytes(filled, form):
    if form == "parquet":
        pytest.importorskip("pyarrow")
    first = contents(release(filled, "one", "--format", form))
    assert contents(release(filled, "two", "--format", form)) == first
    assert contents(release(filled, "one", "--format", form)) == first  # over itself
    assert all(data[4:8] == bytes(4) for name, data in first.items() if name.endswith(".gz"))  # no time of packing


def test_only_what_changed_since_another(filled):
    base = release(filled, "base")
    with Store(filled.db) as store:
        store.save(article(9))
        store.save(article(1, headline="Headline 1, corrected"))
        with store.transaction():
            store.ledger.settle("https://example.com/2", "s0", "gone", "404")
            store.db.execute("DELETE FROM ledger WHERE article_id = 4")
            store.db.execute("DELETE FROM articles WHERE id = 4")
    folder = release(filled, "delta", "--since-release", str(base))
    assert [(one["id"], one["headline"]) for one in records(folder)] == [
        (2, "Headline 1, corrected"), (5, "Headline 9")
    ]  # fmt: skip
    withdrawn = [json.loads(line) for line in (folder / "withdrawn.jsonl").read_text("utf-8").splitlines()]
    assert withdrawn == [
        {"id": 3, "url": "https://example.com/2", "reason": "gone"}, {"id": 4, "url": None, "reason": "removed"}
    ]  # fmt: skip
    base_hash = "sha256:" + hashlib.sha256((base / "datapackage.json").read_bytes()).hexdigest()
    assert package(folder)["newscrawl"]["since_release"] == {
        "datapackage": base_hash, "added": 1, "changed": 1, "withdrawn": 2
    }  # fmt: skip
    assert "1 added, 1 changed, 2 withdrawn" in (folder / "README.md").read_text("utf-8")
    whole = {one["id"]: one for one in records(base)} | {one["id"]: one for one in records(folder)}
    for one in withdrawn:
        del whole[one["id"]]
    assert list(whole.values()) == sorted(records(release(filled, "whole")), key=lambda one: one["id"])
    again = release(filled, "again", "--since-release", str(folder))  # a difference is a base too
    assert records(again) == []
    assert package(again)["newscrawl"]["since_release"]["withdrawn"] == 0


@pytest.mark.parametrize(
    ("prepare", "options", "words"),
    [
        (lambda f: (f / "out").mkdir() or (f / "out" / "x").touch(), [], "out: no release: datapackage.json can't"),
        (lambda f: (f / "out").mkdir() or (f / "out" / "datapackage.json").write_text("[]"), [], "none that newscrawl"),
        (lambda f: None, ["--since-release", "{}/nowhere"], "nowhere: no release"),
        (lambda f: None, ["--since-release", "{}/base", "--source", "s1"], "was made with other filters ({})"),
        (
            lambda f: (f / "base/index.csv.gz").write_bytes(b"x"),
            ["--since-release", "{}/base"],
            "index.csv.gz: can",
        ),
        (lambda f: (f / "base").rename(f / "out"), ["--since-release", "{}/out"], "can't be written over"),
        (lambda f: (f / "out").mkdir(), ["--format", "sqlite"], "a folder is written as jsonl, csv, parquet"),
    ],
)
def test_mistakes_are_one_line_and_leave_nothing(filled, prepare, options, words):
    release(filled, "base")
    prepare(filled.folder)
    before = contents(filled.folder)
    out = filled.folder / "out"
    done = filled("export", "-o", f"{out}/", *(one.format(filled.folder) for one in options), code=2)
    assert words in done.stderr
    changed = {name for name, content in contents(filled.folder).items() if before.get(name) != content}
    assert changed <= {"stdout", "stderr", "news.db-shm", "news.db-wal", "news.db"}


def test_since_release_is_for_folders(filled, tmp_path):
    done = filled("export", "-o", str(tmp_path / "x.jsonl"), "--since-release", "x", code=2)
    assert "--since-release goes with a folder: -o DIR/" in done.stderr


def test_whatever_articles_hold_a_release_can_be_read(scrapy):
    expected = nasty.fill(scrapy.db)
    assert records(release(scrapy, "jsonl")) == expected
    folder = release(scrapy, "csv", "--format", "csv", "--bom")
    assert (folder / "data/2026-10.csv").read_bytes().startswith(b"\xef\xbb\xbfid,url")
    rows = [
        row
        for path in sorted((folder / "data").iterdir())
        for row in csv.DictReader(path.read_text("utf-8-sig").splitlines(keepends=True))
    ]
    assert [int(row["id"]) for row in rows] == [one["id"] for one in expected]
    assert "^'+[=" in (folder / "README.md").read_text("utf-8")


def test_types_are_told_where_files_do_not_have_them(filled):
    told = {}
    for form in ("jsonl", "csv", "parquet"):
        if form == "parquet":
            pytest.importorskip("pyarrow")
        folder = release(filled, form, "--format", form, "--one-per-story")
        front = yaml.safe_load((folder / "README.md").read_text("utf-8").split("---\n")[1])
        assert front["configs"][0]["data_files"] == "data/*"
        told[form] = front.get("dataset_info", {}).get("features", [])
    names = [one.name for one in (*FIELDS, ALSO_IN)]
    assert [[one["name"] for one in told[form]] for form in told] == [names, names, []]
    assert {one["dtype"] for one in told["csv"]} == {"int64", "float64", "string"}
    assert told["jsonl"][-1]["list"][0] == {"name": "publisher", "dtype": "string"}


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_hugging_faces_library_loads_what_the_first_month_lacks(scrapy, form):
    pytest.importorskip("datasets")
    store = Store(scrapy.db)
    many = {
        "authors": ["a", "b"], "stocks": [{"market": "1", "code": "2", "name": "n"}], "publisher": "p",
        "is_accessible_for_free": True, "date_modified": FIRST, "via": {"headline": "h1"}, "description": "d",
    }  # fmt: skip
    for one in (article(0, headline="NA"), article(1, headline="null", **many), article(2)):
        store.save(one)
    expected = list(store.articles.select())
    store.close()
    folder = release(scrapy, "out", "--format", form)
    code = (
        "import datasets, json; rows = datasets.load_dataset('out')['train']; print(json.dumps([*rows], default=str))"
    )
    here = {**os.environ, "HF_HOME": str(scrapy.folder / "hub"), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=folder.parent, env=here
    )
    assert done.returncode == 0, done.stderr
    for row, record in zip(json.loads(done.stdout.splitlines()[-1]), expected, strict=True):
        assert [row["id"], row["headline"], row["publisher"]] == [
            record[key] for key in ("id", "headline", "publisher")
        ]
        if form != "csv":
            assert row["stocks"] == record["stocks"]
            assert {key: value for key, value in json.loads(row["via"]).items() if value} == record["via"]


@given(
    st.dictionaries(st.integers(1, 2**62), st.integers(0, 2**64 - 1)),
    st.dictionaries(st.integers(1, 50), st.integers(0, 3)),
    st.randoms(),
)
def test_an_index_tells_what_changed(more, now, random):
    before = {n: n % 3 for n in range(0, 60, 2)} | more
    index = Index()
    for pair in random.sample(sorted(before.items()), len(before)):
        index.add(*pair)
    index.sort()
    for article_id, value in now.items():
        had = before.get(article_id)
        assert index.compare(article_id, value) == ("added" if had is None else "same" if had == value else "changed")
    assert list(index.unseen()) == sorted(set(before) - set(now))


def test_an_index_of_many_articles_is_small():
    """Also while it is sorted: 16 bytes an article, and twice as many besides."""
    index, count = Index(), 50_000
    for article_id in reversed(range(count)):
        index.add(article_id, 2**64 - 1)
    tracemalloc.start()
    index.sort()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 40 * count
    assert index.ids[0] == 0
