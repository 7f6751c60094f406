"""Pages are read beside the crawl; a reader that dies loses nothing."""

import asyncio
import os
import select
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from importlib.machinery import ModuleSpec
from subprocess import DEVNULL, PIPE
from types import ModuleType

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from newscrawl import reading, stories
from newscrawl.items import Fetch
from newscrawl.packing import unpack
from newscrawl.reading import Reader, ReaderDiedError, Task
from newscrawl.spiders.base import SourceSpider
from newscrawl.store import Store
from tests import aside
from tests.forked import ROOT

TEXT = "<p>正文第一段，写得长一些，好让人看出是文章。</p><p>正文第二段，也一样。</p>"
PAGE = f"<html><h1>一条新闻的标题</h1><div>{TEXT}</div>"
URL = "https://example.com/1.html"


async def read(reader: Reader, **options):
    article, page = await reader.read(Task(PAGE.encode(), URL, None, datetime.now(UTC)), **options)
    assert unpack(page.packed) == PAGE.encode()
    return article


@pytest.fixture
def reader():
    reader = Reader(None, 1)
    yield reader
    aside.run(reader.close())


def deadly(task: Task):
    """Kills whoever reads a page, but for the good one."""
    if task.url != URL:
        os.kill(os.getpid(), signal.SIGKILL)
    return reading.read(None, task)


def kill(reader: Reader) -> None:
    (process,) = reader._pool._processes.values()
    os.kill(process.pid, signal.SIGKILL)


def test_another_process_reads_the_same(reader):
    async def both():
        return await read(reader), await read(reader, apart=True)

    here, there = aside.run(both())
    assert reader._pool is not None
    assert here.headline == there.headline == "一条新闻的标题"
    assert here.article_body == there.article_body


def test_a_run_that_is_known_to_be_long_is_read_by_other_processes_from_its_first_page(reader):
    async def many():
        await read(reader, expected=reading.ALONE)
        alone = reader._pool is None
        await read(reader, expected=reading.ALONE + 1)
        return alone

    assert aside.run(many())
    assert reader._pool is not None


def test_the_crawls_main_module_is_not_imported_again(monkeypatch):
    main = ModuleType("__main__")
    main.__spec__ = ModuleSpec("scrapy.__main__", None)  # as python -m scrapy has it
    monkeypatch.setitem(sys.modules, "__main__", main)
    pool = reading.reading_processes(1, None)
    assert not {"scrapy", "twisted"} & set(pool.submit(eval, "list(__import__('sys').modules)").result())
    assert sys.modules["__main__"] is main
    pool.shutdown()


def test_a_reader_that_dies_is_replaced_and_what_it_had_in_hand_is_read_again(reader):
    async def killed():
        await read(reader, apart=True)
        kill(reader)
        return await read(reader, apart=True), await read(reader, apart=True)

    assert [article.headline for article in aside.run(killed())] == ["一条新闻的标题"] * 2


def test_a_page_that_kills_its_reader_takes_no_other_with_it(reader, monkeypatch):
    monkeypatch.setattr(reading, "read_here", deadly)
    killer = Task(PAGE.encode(), "https://example.com/killer.html", None, datetime.now(UTC))

    async def together():
        reads = (read(reader, apart=True), reader.read(killer, apart=True), read(reader, apart=True))
        return await asyncio.gather(*reads, return_exceptions=True)

    first, died, last = aside.run(together())
    assert isinstance(died, ReaderDiedError)
    assert first.headline == last.headline == "一条新闻的标题"


def test_what_an_earlier_run_left_in_hand_can_not_kill_this_one(reader, monkeypatch):
    monkeypatch.setattr(reading, "read_here", deadly)
    spider = SourceSpider(name="s")
    spider.reader = reader
    killer = "https://example.com/killer.html"
    spider.crawler = get_crawler(SourceSpider)
    response = HtmlResponse(killer, body=PAGE.encode(), request=Request(killer, meta={"resumed": True}))
    with pytest.raises(ReaderDiedError):
        aside.run(spider.parse_article(response))


def test_a_reader_that_is_still_starting_has_ended_when_the_run_has():
    reader = Reader(None, 1)

    async def begun():
        asked = asyncio.ensure_future(read(reader, apart=True))
        await asyncio.sleep(0)
        processes = list(reader._pool._processes.values())
        await reader.close()
        await asyncio.gather(asked, return_exceptions=True)
        return [process.exitcode for process in processes]

    assert aside.run(begun()) == [0]


def test_a_short_run_starts_no_process(reader):
    aside.run(read(reader))
    assert reader._pool is None


def test_what_stands_for_a_text_is_found_beside_the_crawl(tmp_path):
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    article, page = reading.read(None, Task(PAGE.encode(), URL, None, moment))
    assert page.signature == stories.signature(stories.read(article.article_body))
    with Store(tmp_path / "news.db") as store:
        for number in range(2):
            copy = replace(article, url=f"https://example.com/{number}", source=f"s{number}", fetched_at=moment)
            copy.fetch = Fetch(listed_url=copy.url, signature=page.signature if number else None)
            store.save(copy)
        assert [row["story_id"] for row in store.db.query("SELECT story_id FROM articles")] == [1, 1]


OWNER = """
import sys, time
from newscrawl.reading import reading_processes
from os import getpid
if __name__ == "__main__":
    print(reading_processes(1, None).submit(getpid).result(), flush=True)
    sys.stdin.read()
"""


def test_readers_end_with_the_process_that_they_read_for():
    words = [sys.executable, "-c", OWNER]
    with subprocess.Popen(words, cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True) as owner:
        reader = os.pidfd_open(int(owner.stdout.readline()))
        owner.kill()
        owner.wait()
        assert select.select([reader], [], [], 30)[0]
        os.close(reader)


def test_ctrl_c_is_for_the_command_and_not_for_its_readers():
    pool = reading.reading_processes(1, None)
    try:
        reader = pool.submit(os.getpid).result()
        os.kill(reader, signal.SIGINT)
        assert pool.submit(os.getpid).result() == reader
    finally:
        pool.shutdown()
