"""The pace at which a host is asked, kept by all processes of the machine together."""

import asyncio
import fcntl
import hashlib
import os
import time
from collections import deque
from pathlib import Path
from typing import Self

from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler

from newscrawl.addresses import is_loopback, server_of
from newscrawl.fates import HeldBackError
from newscrawl.source import DELAY_FLOOR
from newscrawl.urls import host_of

LOOK_UP = 0.5  # seconds; how often who waits looks whether the run is to end
FAR = 3600.0  # seconds; a turn further ahead was written before the clock was set back


class StoppingError(HeldBackError):
    """The run ends; what was waiting for its turn is left for the next."""

    state = None


class Turns:
    """When each host is asked next: for each a file in ``folder`` whose time is that of the last turn given.

    A process that dies leaves nothing to clean up, and a file that is deleted is made again.
    """

    def __init__(self, folder: Path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid != os.geteuid():  # somebody else's, in a place where all may write
            raise PermissionError(f"{folder} belongs to somebody else")
        self.folder = folder

    def take(self, host: str, gap: float) -> float:
        """Take the next turn at a host, ``gap`` seconds after the last one that anyone took; seconds to wait for it."""
        path = self.folder / hashlib.blake2b(host.encode(), digest_size=16).hexdigest()
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)  # held for microseconds
            now, found = time.time(), os.fstat(descriptor)
            last = found.st_mtime if found.st_size else 0.0
            turn = now if last > now + FAR else max(now, last + gap)
            os.utime(descriptor, (turn, turn))
            if not found.st_size:  # empty: made just now, and its time means nothing
                os.write(descriptor, host.encode())
                os.utime(descriptor, (turn, turn))
        finally:
            os.close(descriptor)
        return turn - now


class Queue(deque):
    """A slot's queue that enters in ``transferring`` what it gives out.

    Scrapy 2.19 enters it a moment later, and until then counts it as not sent: without a delay, requests that come
    together all go out at once, whatever CONCURRENT_REQUESTS_PER_DOMAIN says.
    """

    def __init__(self, transferring: set[Request]):
        super().__init__()
        self.transferring = transferring

    def popleft(self) -> tuple:
        given = super().popleft()
        self.transferring.add(given[0])
        return given


class SharedSlot(Slot):
    """A host's slot in the downloader whose delay Pace has waited for: it only keeps what it is given from bunching.

    ``least`` is what robots.txt asks for, which AutoThrottle would not know: it goes down to DOWNLOAD_DELAY.
    """

    def __init__(self, concurrency: int, delay: float, jitter: float):
        super().__init__(concurrency, delay, jitter)
        self.least = 0.0
        self.queue = Queue(self.transferring)

    def download_delay(self) -> float:
        return max(self.least, self.delay * (1 - self.jitter), 0.0)

    def gap(self) -> float:
        """Seconds to the next turn, jitter included."""
        return max(self.least, super().download_delay())


class Pace:
    """Makes a request wait for its host's turn. The gap is DOWNLOAD_DELAY, a longer Crawl-delay, or AutoThrottle's.

    No setting makes it shorter than source.DELAY_FLOOR, but on loopback.
    """

    def __init__(self, crawler: Crawler):
        self.crawler, self.settings = crawler, crawler.settings
        self.turns: Turns | None = None
        self.waiting: dict[str, asyncio.Lock] = {}  # one of ours at a time, so that other processes have their turn

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        slot, server = slot_of(self.crawler, request), server_of(request.url)
        floor = 0.0 if is_loopback(host_of(request.url)) else DELAY_FLOOR
        if not max(slot.delay, slot.least, floor):
            request.meta["autothrottle_dont_adjust_delay"] = True
            return
        async with self.waiting.setdefault(server, asyncio.Lock()):
            turn = time.monotonic() + self._turn(server, max(floor, slot.gap()))
            while self.crawler.engine.running and (left := turn - time.monotonic()) > 0:
                await asyncio.sleep(min(left, LOOK_UP))
        if not self.crawler.engine.running:
            raise StoppingError("the run was told to stop")

    def _turn(self, server: str, gap: float) -> float:
        try:
            self.turns = self.turns or Turns(Path(self.settings["NEWSCRAWL_TURNS"]))
            return self.turns.take(server, gap)
        except OSError as error:
            advice = "name a folder that is yours alone"
            raise HeldBackError(f"NEWSCRAWL_TURNS: {error.strerror or error}; {advice}", "no_turns") from None


def slot_of(crawler: Crawler, request: Request) -> SharedSlot:
    """The slot of a request's host in the downloader, made if there is none yet."""
    downloader, settings = crawler.engine.downloader, crawler.settings
    key = downloader.get_slot_key(request)
    if key not in downloader.slots:
        own = downloader.per_slot_settings.get(key, {})
        downloader.slots[key] = SharedSlot(
            own.get("concurrency", settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")),
            own.get("delay", settings.getfloat("DOWNLOAD_DELAY")),
            own.get("jitter", settings.getfloat("DOWNLOAD_DELAY_JITTER")),
        )
    return downloader.slots[key]
