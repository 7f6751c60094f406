"""What is stored comes out again, whole, as JSON Lines and CSV."""

import csv
import gzip
import io
import json
import os
import re
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from newscrawl.items import Article
from newscrawl.packing import unpack as unpack_zstd
from newscrawl.publish.export import Export, PublishError
from newscrawl.publish.formats import write
from newscrawl.publish.lines import cell
from newscrawl.publish.whole import whole
from newscrawl.store import Store
from newscrawl.store.rows import RECORD, TIMES, to_record
from tests import nasty

NASTY = '他说："好,\n的"; \u202e\U0001f600 --- {{ x }}'


@pytest.fixture
def filled(scrapy):
    with Store(scrapy.db) as store:
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


def test_an_ending_of_no_format_is_refused(filled, tmp_path):
    done = filled("export", "-o", str(tmp_path / "news.xlsx"), code=2)
    assert "news.xlsx: no format has that ending; name one: --format" in done.stderr
    assert not list(tmp_path.glob("news*.xlsx"))
    filled("export", "-o", str(tmp_path / "news.txt"), "--format", "jsonl")


def test_a_pipe_is_written_to_and_stays_one(filled, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True) as reader:
        filled("export", "-o", str(pipe))
        assert len(reader.stdout.readlines()) == 4
    assert pipe.is_fifo()


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
        (["extra"], "unknown argument 'extra'; a file is named by -o"),
        (["--format", "xls"], "invalid choice: 'xls'"),
    ],
)
def test_mistakes_are_one_line(filled, options, words):
    assert words in filled("export", *options, code=2).stderr


def test_a_section_is_any_list_that_showed_it(filled):
    with Store(filled.db) as store:
        with store.transaction():
            store.ledger.sight("https://example.com/3", "a", "finance")
        assert [one["id"] for one in store.articles.select(sections=["finance"])] == [1, 3]


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_packed_by_the_files_name_and_every_time_alike(filled, tmp_path, packing):
    out = tmp_path / f"news.csv.{packing}"
    filled("export", "-o", str(out))
    first = out.read_bytes()
    unpack = gzip.decompress if packing == "gz" else unpack_zstd
    assert NASTY in next(csv.DictReader(io.StringIO(unpack(first).decode(), newline="")))["headline"]
    filled("export", "-o", str(out))
    assert out.read_bytes() == first


def test_csv_of_whatever_articles_hold(scrapy, tmp_path):
    expected = nasty.fill(scrapy.db)
    out = tmp_path / "x.csv"
    scrapy("export", "-o", str(out), "--bom")
    assert out.read_bytes().startswith(b"\xef\xbb\xbfid,url,")
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, strict=True))
    assert [list(row) for row in rows] == [list(RECORD)] * len(expected)
    for row, record in zip(rows, expected, strict=True):
        assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for cell in row.values())
        for name in ("headline", "publisher", "article_body", "article_body_html", "date_published_raw"):
            was = re.sub(r"^'(?='*[=+\-@\t\r\n＝＋－＠])", "", row[name])  # as the manual says to undo it
            assert was == (record[name] or "").replace("\0", ""), name
        assert json.loads(row["via"]) == record["via"]
        assert row["stocks"] == "" or json.loads(row["stocks"]) == record["stocks"]


@given(st.text() | st.lists(st.text()) | st.none() | st.integers() | st.lists(st.dictionaries(st.text(), st.text())))
def test_no_cell_is_a_formula(value):
    text = io.StringIO(newline="")
    csv.writer(text).writerow(["1", cell(value), "2"])
    (row,) = csv.reader(io.StringIO(text.getvalue(), newline=""), strict=True)
    assert (row[0], row[2], len(row)) == ("1", "2", 3)
    assert isinstance(value, int) or not row[1].startswith(tuple("=+-@\t\r\n＝＋－＠"))


def test_parquet(scrapy, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    expected = nasty.fill(scrapy.db)
    for name in ("one.parquet", "two.parquet"):
        scrapy("export", "-o", str(tmp_path / name))
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()
    table = parquet.read_table(tmp_path / "one.parquet")
    assert str(table.schema.field("date_published").type) == "timestamp[us, tz=UTC]"
    for found, record in zip(table.to_pylist(), expected, strict=True):
        for name in TIMES:
            found[name] = found[name] and found[name].isoformat()
        assert found | {"via": json.loads(found["via"])} == record


def test_parquet_in_groups(monkeypatch, tmp_path):
    """A row group is no longer than it may be, and no article is lost between two."""
    parquet = pytest.importorskip("pyarrow.parquet")
    expected = nasty.fill(tmp_path / "x.db")
    monkeypatch.setattr("newscrawl.publish.parquet.PIECE", 1_500)
    monkeypatch.setattr("newscrawl.publish.parquet.GROUP", 4_000)
    with closing(Store(tmp_path / "x.db")) as store:
        assert write("parquet", Export(store), str(tmp_path / "x.parquet")) == len(expected)
    file = parquet.ParquetFile(tmp_path / "x.parquet")
    rows = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert len(rows) > 2
    assert max(rows) < 6
    assert [row["id"] for row in file.read().to_pylist()] == [record["id"] for record in expected]


def test_parquet_loads_no_more_than_it_needs(tmp_path):
    pytest.importorskip("pyarrow")
    nasty.fill(tmp_path / "x.db")
    code = """import sys
from newscrawl.publish.export import Export
from newscrawl.publish.formats import write
from newscrawl.store import Store
store = Store("x.db")
write("parquet", Export(store), "x.parquet")
store.close()
print(*sorted({"numpy", "pandas", "pyarrow._parquet", "pyarrow._s3fs", "pyarrow._compute"} & {*sys.modules}))"""
    here = {**os.environ, "PYTHONPATH": os.getcwd()}
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=tmp_path, env=here
    )
    assert (done.stdout.split(), done.stderr) == (["pyarrow._parquet"], "")


def test_sqlite(scrapy, tmp_path):
    expected = nasty.fill(scrapy.db)
    for name in ("one.sqlite", "two.sqlite.gz"):
        scrapy("export", "-o", str(tmp_path / name))
    assert gzip.decompress((tmp_path / "two.sqlite.gz").read_bytes()) == (tmp_path / "one.sqlite").read_bytes()
    with closing(Database(tmp_path / "one.sqlite")) as database:
        found = [to_record(row) for row in database.query("SELECT * FROM articles ORDER BY rowid")]
    key = lambda one: one["id"]  # noqa: E731
    assert [one | {"sections": json.loads(one["sections"])} for one in found] == sorted(expected, key=key)
    assert not [name for name in tmp_path.iterdir() if name.name.startswith(".")]


def test_parquet_is_an_extra(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    missing = pytest.raises(PublishError, match=r"pip install -r requirements-parquet\.txt")
    with Store(tmp_path / "x.db") as store, missing:
        write("parquet", Export(store), str(tmp_path / "x.parquet"))
    assert not list(tmp_path.glob("*parquet*"))


def test_nothing_is_a_dataset_too(scrapy):
    Store(scrapy.db).close()
    assert scrapy("export").stdout == ""
    assert scrapy("export", "--format", "csv").stdout == ",".join(RECORD) + "\n"
    assert "0 articles exported" in scrapy("export", "--format", "rss").stderr


def test_what_a_search_finds(filled):
    assert ids(filled("export", "--search", "Body OR x", "--until", "2026-11-03")) == [1, 2]
    assert "--search: " in filled("export", "--search", "(", code=2).stderr


def test_stopped_it_says_so_and_leaves_nothing(filled, tmp_path):
    with Store(filled.db) as store:
        stop = Export(store, watch=lambda records, count: interrupted(records))
        with pytest.raises(KeyboardInterrupt):
            write("jsonl", stop, str(tmp_path / "x.jsonl"))
        with pytest.raises(KeyboardInterrupt):
            write("csv", stop, f"{tmp_path / 'folder'}/")
    assert not [path for path in tmp_path.iterdir() if "x.jsonl" in path.name or "folder" in path.name]


def interrupted(records):
    yield next(iter(records))
    raise KeyboardInterrupt


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
