"""Reading pages beside the downloads, so that neither waits for the other."""

import asyncio
import fcntl
import gc
import hashlib
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from multiprocessing import parent_process
from multiprocessing.connection import wait
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from threading import Thread
from types import ModuleType

from newscrawl import extract as rules
from newscrawl.extract import extract
from newscrawl.items import Article, RawPage, Signature
from newscrawl.packing import pack
from newscrawl.source import Source

ALONE = 30  # pages that are read in the time that other processes take to start
PIPE_SIZE = 1 << 20  # bytes, to hand over a page at once; each 64 KB would wait until the crawl lets go of Python
MANY_OBJECTS = 50_000  # more at once than before, for a reading process to look for garbage


class ReaderDiedError(RuntimeError):
    """A page killed the process that read it, twice. Nothing is known of it; it is to be fetched again."""

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
    """Reads article pages of one source, those of a long run in ``processes`` processes of its own.

    With ``processes=0`` all are read in the caller's. What comes back is the same.
    """

    def __init__(self, source: Source | None, processes: int):
        self.source, self.processes = source, processes
        self.rules = rules_of(source)
        self._pool: ProcessPoolExecutor | None = None
        self._one_at_a_time = asyncio.Lock()

    async def read(self, task: Task, expected: int = 0, *, apart: bool = False) -> tuple[Article, RawPage]:
        """The article on a page, and the page packed. Raises ReaderDiedError.

        ``expected``: how many articles its run is known to bring; those of a long one wait for the processes to start.
        ``apart``: not in the caller's process, which the page may have killed before.
        """
        if not (apart or self._pool or (self.processes and expected > ALONE)):
            return read(self.source, task)
        pool = self._pool = self._pool or reading_processes(max(1, self.processes), self.source)
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, read_here, task)
        except BrokenProcessPool:
            if self._pool is pool:
                self._pool = None
        return await self._read_by_itself(task)

    async def _read_by_itself(self, task: Task) -> tuple[Article, RawPage]:
        """Read one of the pages that were in hand when a process died: one of them may have killed it."""
        async with self._one_at_a_time:
            pool = reading_processes(1, self.source)
            try:
                return await asyncio.get_running_loop().run_in_executor(pool, read_here, task)
            except BrokenProcessPool as error:
                raise ReaderDiedError(f"reading {task.url} killed the process that read it") from error
            finally:
                pool.shutdown(wait=False)

    async def close(self) -> None:
        """End the other processes. One that is just starting needs what the caller's would take along at its end."""
        if self._pool:
            await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)


def read(source: Source | None, task: Task) -> tuple[Article, RawPage]:
    """Extract an article, pack its page, and find what stands for its text: beside the crawl, which then need not."""
    article = extract(
        task.html, task.url, source, encoding=task.encoding, fetched_at=task.fetched_at, part_of=task.part_of
    )
    return article, RawPage(task.url, task.encoding, pack(task.html), _signature(article))


def _signature(article: Article) -> Signature | None:
    from newscrawl import stories  # noqa: PLC0415 - numpy and OpenCC, for who only asks which spiders there are

    return stories.signature(stories.read(article.article_body)) if article.article_body else None


def read_one_by_one(source: Source | None, tasks: Iterable[Task]) -> Iterator[tuple[Article, RawPage] | None]:
    """Read pages of which one may kill its reader, in a process of their own; None for each that does."""
    pool = reading_processes(1, source)
    try:
        for task in tasks:
            try:
                yield pool.submit(read_here, task).result()
            except BrokenProcessPool:
                yield None
                pool = reading_processes(1, source)
    finally:
        pool.shutdown(cancel_futures=True)


class _Process(SpawnProcess):
    """A process that starts without the caller's main module, which would be imported in it: all of Scrapy.

    A terminal sends Ctrl-C to all of its processes; this one leaves it to the caller.
    """

    def start(self) -> None:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # is inherited
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            sys.modules["__main__"] = main


class _Context(SpawnContext):
    Process = _Process


def reading_processes(count: int, source: Source | None) -> ProcessPoolExecutor:
    """Processes that run :func:`read_here` for one source."""
    # a fork would take the crawl's sockets and locks along
    pool = ProcessPoolExecutor(count, _Context(), _take, (source,))
    if sys.platform == "linux":
        for queue in (pool._call_queue, pool._result_queue):
            with suppress(OSError):  # the system's own limit is lower: slower, and no worse
                fcntl.fcntl(queue._writer.fileno(), fcntl.F_SETPIPE_SZ, PIPE_SIZE)
    return pool


_source: Source | None = None  # of this process, set once, so that it does not travel with each page


def _take(source: Source | None) -> None:
    global _source  # noqa: PLW0603
    _source = source
    # What was imported stays, and a page leaves no cycles behind: to look for them takes 6 % of the time.
    gc.freeze()
    gc.set_threshold(MANY_OBJECTS)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A crawl that is killed can't end its readers, and they would wait for pages for ever."""
    wait([parent_process().sentinel])
    os._exit(1)


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
