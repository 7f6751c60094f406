"""Pages are read beside the crawl; a reader that dies loses nothing."""

import asyncio
import os
import signal
from datetime import UTC, datetime

import pytest

from newscrawl import reading
from newscrawl.packing import unpack
from newscrawl.reading import Reader, ReaderDiedError, Task

TEXT = "<p>正文第一段，写得长一些，好让人看出是文章。</p><p>正文第二段，也一样。</p>"
PAGE = f"<html><h1>一条新闻的标题</h1><div>{TEXT}</div>"
URL = "https://example.com/1.html"


async def read(reader: Reader):
    article, page = await reader.read(Task(PAGE.encode(), URL, None, datetime.now(UTC)))
    assert unpack(page.packed) == PAGE.encode()
    return article


@pytest.fixture
def reader(monkeypatch):
    monkeypatch.setattr(reading, "ALONE", 1)
    reader = Reader(None, 1)
    yield reader
    reader.close()


def test_another_process_reads_the_same(reader):
    async def both():
        return await read(reader), await read(reader)

    here, there = asyncio.run(both())
    assert reader._pool is not None
    assert here.headline == there.headline == "一条新闻的标题"
    assert here.article_body == there.article_body


def test_a_reader_that_dies_is_replaced_and_its_page_is_not_taken_for_read(reader):
    async def kill():
        await read(reader)
        await read(reader)
        (process,) = reader._pool._processes.values()
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(ReaderDiedError):
            await read(reader)
        return await read(reader)

    assert asyncio.run(kill()).headline == "一条新闻的标题"


def test_a_short_run_starts_no_process():
    reader = Reader(None, 1)
    asyncio.run(read(reader))
    assert reader._pool is None
    reader.close()
