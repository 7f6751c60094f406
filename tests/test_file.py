"""What can happen to the file: it is said in a line, the run fails, and what was committed stays."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager

import pytest

from newscrawl.store import Store
from tests.test_failures import ARTICLE, LIST, Pages, site, source

NOISE = os.urandom(200_000).hex()  # a page that does not compress


def count(path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT count(*) FROM articles").fetchone()[0]


@contextmanager
def small_disk(folder):
    """A disk of 1.5 MB. Only root may make one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", folder]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no small disk can be made here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk(scrapy, tmp_path):
    pages = {"/list": LIST} | {f"/a/{n}.html": ARTICLE.format(n) + f"<!--{n}{NOISE}-->" for n in range(5)}
    with small_disk(tmp_path / "disk") as disk, Pages(pages) as served:
        source(scrapy, served.url)
        done = scrapy("crawl", "s", code=1, NEWSCRAWL_DB=disk / "news.db")
        assert "the disk is full; free some space and crawl again" in done.stderr
        shutil.copytree(disk, tmp_path / "larger")
    before = count(tmp_path / "larger" / "news.db")
    assert 0 < before < 5
    with Pages(pages) as served:
        source(scrapy, served.url)
        with Store(tmp_path / "larger" / "news.db") as store:
            assert store.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            assert len(list(store.db.query("SELECT * FROM ledger WHERE state = 'stored'"))) == before


def test_a_file_that_may_only_be_read(scrapy, tmp_path):
    with small_disk(tmp_path / "disk") as disk, site() as pages:
        source(scrapy, pages.url)
        scrapy("crawl", "s", NEWSCRAWL_DB=disk / "news.db")
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        done = scrapy("crawl", "s", code=1, NEWSCRAWL_DB=disk / "news.db")
        assert "Read-only file system; check its owner and permissions" in done.stderr


@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_that_is_taken_away_while_a_crawl_runs(scrapy, replaced):
    def lose() -> str:
        scrapy.db.unlink()
        if replaced:
            scrapy.db.write_bytes(b"something else")
        return ARTICLE.format(2)

    with site(**{"_a/2.html": lose}) as pages:
        source(scrapy, pages.url)
        done = scrapy("crawl", "s", code=1)
    assert "news.db: was deleted or replaced while in use" in done.stderr
    assert not scrapy.db.exists() or scrapy.db.read_bytes() == b"something else"


def test_a_damaged_file(scrapy):
    with site() as pages:
        source(scrapy, pages.url)
        scrapy("crawl", "s")
        with scrapy.db.open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * (scrapy.db.stat().st_size - 4096))
        done = scrapy("crawl", "s", code=None)
    assert done.returncode in (1, 2)
    assert "it is damaged; restore a copy" in done.stderr


def test_a_clock_that_was_set_back(scrapy):
    with site(**{"_a/3.html": 503}) as pages:
        source(scrapy, pages.url)
        scrapy("crawl", "s", RETRY_TIMES=0)
        with Store(scrapy.db) as store:
            later = "{0} = strftime('%Y-%m-%dT%H:%M:%S+00:00', {0}, '+1 hour')"
            for table, *columns in (("ledger", "discovered_at", "updated_at"), ("lists", "covered_since", "polled_at"),
                                    ("runs", "started_at", "finished_at")):  # fmt: skip
                store.db.execute(f"UPDATE {table} SET {', '.join(map(later.format, columns))}")  # noqa: S608
            store.db.execute("UPDATE ledger SET retry_at = '2026-01-01T00:00:00+00:00' WHERE state = 'failed'")
            more = LIST.replace("<body>", '<body><li><a href="/a/7.html">第7条消息的标题写在这里</a></li>')
            pages.pages |= {"/a/3.html": ARTICLE.format(3), "/a/7.html": ARTICLE.format(7), "/list": more}
            scrapy("crawl", "s")
            assert store.db["articles"].count == 6


@pytest.mark.parametrize(
    "words",
    [
        ("search", "a", "--source", "x"), ("ledger", "--source", "x"), ("ledger", "--retry"), ("runs", "--source", "x"),
        ("reextract", "--source", "x"), ("health", "x"), ("export", "--source", "x"), ("stories", "99"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_command_that_refuses_closes_it_all_the_same(scrapy, words):
    Store(scrapy.db).close()
    scrapy(*words, code=2)
    assert not scrapy.db.with_name("news.db-wal").exists()
