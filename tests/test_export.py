"""What is stored comes out again, whole, as JSON Lines and CSV."""

import csv
import gzip
import io
import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from newscrawl.items import Article
from newscrawl.packing import unpack as unpack_zstd
from newscrawl.publish.whole import whole
from newscrawl.store import Store

NASTY = '他说："好,\n的"; \u202e\U0001f600 --- {{ x }}'


@pytest.fixture
def filled(scrapy):
    store = Store(scrapy.db)
    for day, source, headline in ((1, "a", NASTY), (2, "b", "Second"), (3, "a", "Third")):
        store.save(
            Article(
                url=f"https://example.com/{day}", source=source, headline=headline, article_body=f"Body {day}.",
                date_published=datetime(2026, 11, day, 23, 30, tzinfo=UTC), date_precision="minute",
                publisher="北方网" if source == "a" else "South", section="finance" if day == 1 else "world",
                authors=["张三", "李四"], stocks=[{"market": "1", "code": "600519", "name": "x"}],
                is_accessible_for_free=True, fetched_at=datetime(2026, 11, 4, tzinfo=UTC),
            )
        )  # fmt: skip
    undated = Article(
        url="https://example.com/4", source="b", headline="Undated", article_body="Body 4.",
        fetched_at=datetime(2026, 11, 4, tzinfo=UTC),
    )  # fmt: skip
    store.save(undated)
    for source in ("a", "b"):
        with store.transaction():
            store.runs.start(source)
    store.close()
    return scrapy


def ids(done) -> list[int]:
    return [json.loads(line)["id"] for line in done.stdout.splitlines()]


def test_json_lines_on_stdout(filled):
    done = filled("export")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in lines] == [1, 2, 3, 4]
    assert lines[0]["headline"] == NASTY
    assert lines[0]["authors"] == ["张三", "李四"]
    assert lines[0]["is_accessible_for_free"] is True
    assert lines[0]["date_published"] == "2026-11-01T23:30:00+00:00"
    assert lines[3]["date_published"] is None
    assert "4 articles exported" in done.stderr


def test_csv_by_ending(filled, tmp_path):
    out = tmp_path / "news.csv"
    filled("export", "-o", str(out))
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[0]["headline"] == NASTY
    assert rows[0]["authors"] == "张三; 李四"
    assert json.loads(rows[0]["stocks"]) == [{"market": "1", "code": "600519", "name": "x"}]
    assert rows[3]["date_published"] == ""


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--source", "a"], [1, 3]),
        (["--source", "a", "--source", "b"], [1, 2, 3, 4]),
        (["--since", "2026-11-02"], [2, 3, 4]),
        (["--until", "2026-11-02"], [1]),
        (["--since", "2026-11-02T07:30:00+08:00", "--until", "2026-11-03"], [1, 2]),
        (["--since", "2026-11-02T07:30:01+08:00", "--until", "2026-11-03"], [2]),
        (["--since", "2030-01-01"], []),
        (["--outlet", "北方网"], [1, 3]),
        (["--outlet", "北方网", "--outlet", "South", "--until", "2026-11-03"], [1, 2]),
        (["--section", "finance"], [1]),
        (["--section", "finance", "--section", "world"], [1, 2, 3]),
    ],
)
def test_filters(filled, options, expected):
    assert ids(filled("export", *options)) == expected


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--since", "yesterday"], "--since: 'yesterday' is no time"),
        (["--source", "aa"], "nothing is stored of 'aa'; did you mean 'a'?"),
        (["--outlet", "北方"], "nothing is stored of '北方'; did you mean '北方网'?"),
        (["--section", "x"], "--section: nothing is stored of 'x'; there are: finance, world"),
        (["-o", "/nonexistent/x.csv"], "/nonexistent/x.csv: can't be written"),
        (["extra"], "unknown argument 'extra'"),
        (["--format", "xls"], "invalid choice: 'xls'"),
    ],
)
def test_mistakes_are_one_line(filled, options, words):
    assert words in filled("export", *options, code=2).stderr


def test_a_section_is_any_list_that_showed_it(filled):
    store = Store(filled.db)
    with store.transaction():
        store.ledger.sight("https://example.com/3", "a", "finance")
    assert [one["id"] for one in store.articles.select(sections=["finance"])] == [1, 3]
    store.close()


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_packed_by_the_files_name_and_every_time_alike(filled, tmp_path, packing):
    out = tmp_path / f"news.csv.{packing}"
    filled("export", "-o", str(out))
    first = out.read_bytes()
    unpack = gzip.decompress if packing == "gz" else unpack_zstd
    assert NASTY in next(csv.DictReader(io.StringIO(unpack(first).decode(), newline="")))["headline"]
    filled("export", "-o", str(out))
    assert out.read_bytes() == first


def test_without_a_database(scrapy):
    assert "no such database" in scrapy("export", code=2).stderr
    assert not scrapy.db.exists()


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    target = tmp_path / "x.jsonl"
    target.write_text("before")
    with pytest.raises(RuntimeError), whole(str(target)) as stream:
        stream.write(b"half")
        raise RuntimeError
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]
    with whole(str(target)) as stream:
        stream.write(b"whole\n")
    assert target.read_bytes() == b"whole\n"


def test_a_reader_that_has_seen_enough(filled):
    command = f"{sys.executable} -m scrapy export -s NEWSCRAWL_DB={filled.db} | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert len(done.stdout) == 10
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
