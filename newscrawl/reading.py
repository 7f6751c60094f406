"""Reading pages beside the downloads, so that neither waits for the other."""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime

from newscrawl.extract import extract
from newscrawl.items import Article, Fetch
from newscrawl.packing import pack
from newscrawl.source import Source

ALONE = 30  # pages of a run read in the crawl's own process before others are started: they take half a second to start


class ReaderDiedError(RuntimeError):
    """A process died while it read a page. Nothing is known of the page; it is to be fetched again."""

    reason = "reader_died"


class Reader:
    """Reads article pages of one source, in ``processes`` processes of its own once a run has more than a few.

    With ``processes=0`` all are read in the caller's. What comes back is the same.
    """

    def __init__(self, source: Source | None, processes: int):
        self.source, self.processes = source, processes
        self.read_alone = 0
        self._pool: ProcessPoolExecutor | None = None

    async def read(self, page: bytes, url: str, encoding: str | None, fetch: Fetch) -> Article:
        """The article at ``url``; ``fetch`` goes with it, holding the page packed. Raises ReaderDiedError."""
        task = (page, url, encoding, fetch, datetime.now(UTC))
        if not self.processes or self.read_alone < ALONE:
            self.read_alone += 1
            return read(self.source, *task)
        if self._pool is None:
            context = multiprocessing.get_context("spawn")  # a fork would take the crawl's sockets and locks along
            self._pool = ProcessPoolExecutor(self.processes, context, _take, (self.source,))
        pool = self._pool
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, _read, *task)
        except BrokenProcessPool as error:
            if self._pool is pool:
                self._pool = None
            raise ReaderDiedError(f"a reading process died at or about {url}") from error

    def close(self) -> None:
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)


def read(
    source: Source | None, page: bytes, url: str, encoding: str | None, fetch: Fetch, fetched_at: datetime
) -> Article:
    """Extract an article and pack its page."""
    article = extract(page, url, source, encoding=encoding, fetched_at=fetched_at)
    fetch.page = pack(page)
    article.fetch = fetch
    return article


_source: Source | None = None  # of this process, set once, so that it does not travel with each page


def _take(source: Source | None) -> None:
    global _source  # noqa: PLW0603
    _source = source


def _read(*task) -> Article:
    return read(_source, *task)
