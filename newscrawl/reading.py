"""Reading pages beside the downloads, so that neither waits for the other."""

import asyncio
import hashlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from newscrawl import extract as rules
from newscrawl.extract import extract
from newscrawl.items import Article, RawPage
from newscrawl.packing import pack
from newscrawl.source import Source

ALONE = 30  # pages of a run read in the crawl's own process before others are started: they take half a second to start


class ReaderDiedError(RuntimeError):
    """A process died while it read a page. Nothing is known of the page; it is to be fetched again."""

    reason = "reader_died"


@dataclass(frozen=True)
class Task:
    """A page to read: its bytes, where it was fetched from and when (aware), what its response declared.

    ``part_of`` is the URL of the article's first page if this is a further one.
    """

    html: bytes
    url: str
    encoding: str | None
    fetched_at: datetime
    part_of: str | None = None


class Reader:
    """Reads article pages of one source, in ``processes`` processes of its own once a run has more than a few.

    With ``processes=0`` all are read in the caller's. What comes back is the same.
    """

    def __init__(self, source: Source | None, processes: int):
        self.source, self.processes = source, processes
        self.rules = rules_of(source)
        self.read_alone = 0
        self._pool: ProcessPoolExecutor | None = None

    async def read(self, task: Task) -> tuple[Article, RawPage]:
        """The article on a page, and the page packed. Raises ReaderDiedError."""
        if not self.processes or self.read_alone < ALONE:
            self.read_alone += 1
            return read(self.source, task)
        if self._pool is None:
            self._pool = reading_processes(self.processes, self.source)
        pool = self._pool
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, read_here, task)
        except BrokenProcessPool as error:
            if self._pool is pool:
                self._pool = None
            raise ReaderDiedError(f"a reading process died at or about {task.url}") from error

    def close(self) -> None:
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)


def read(source: Source | None, task: Task) -> tuple[Article, RawPage]:
    """Extract an article and pack its page."""
    article = extract(
        task.html, task.url, source, encoding=task.encoding, fetched_at=task.fetched_at, part_of=task.part_of
    )
    return article, RawPage(task.url, task.encoding, pack(task.html))


def reading_processes(count: int, source: Source | None) -> ProcessPoolExecutor:
    """Processes that run :func:`read_here` for one source."""
    # a fork would take the crawl's sockets and locks along
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _take, (source,))


_source: Source | None = None  # of this process, set once, so that it does not travel with each page


def _take(source: Source | None) -> None:
    global _source  # noqa: PLW0603
    _source = source


def read_here(task: Task) -> tuple[Article, RawPage]:
    return read(_source, task)


def rules_of(source: Source | None) -> str:
    """A name for the rules that a source's pages are read with: it changes with our code and with the source's file."""
    names = ("fields", "remove", "timezone", "language", "publisher")  # what extract asks of a source
    said = [_code(), *(str(getattr(source, name)) for name in names if source)]
    return hashlib.blake2b("\n".join(said).encode(), digest_size=8).hexdigest()


@cache
def _code() -> str:
    files = sorted(Path(rules.__file__).parent.glob("*.py"))
    return hashlib.blake2b(b"".join(path.read_bytes() for path in files), digest_size=8).hexdigest()
