"""Crawls what is due: several sources at once, in one process and beside others like it."""

import asyncio
import logging
import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.exceptions import UsageError

from newscrawl import schedule
from newscrawl.lognames import CRAWLING
from newscrawl.report import Report
from newscrawl.schedule import Turn
from newscrawl.store import Claim, Store, StoreError
from newscrawl.store.claims import source_claim
from newscrawl.store.rows import now

logger = logging.getLogger(__name__)

SLOW = 60  # seconds after which a crawl, which mostly waits by then, leaves its place to another
SLOW_PLACES = 3  # such crawls for each place
LOOK = 5.0  # seconds between two looks at what has become due, while a crawl runs
PLACE_LOOK = 0.5  # likewise at places that other processes hold, and at crawls that are to close
HURRIED = 10  # last seconds of a budget in which no crawl is started: it could not even read its lists


@dataclass
class Crawl:
    """A crawl that runs."""

    name: str
    crawler: Crawler
    task: asyncio.Task
    claim: Claim
    place: Claim
    slow: bool = False
    started: float = field(default_factory=time.monotonic)
    closing: asyncio.Task | None = None


@dataclass(frozen=True)
class Ended:
    """How a crawl ended: ``state`` is ok, ill or failed."""

    name: str
    state: str
    reason: str | None
    counts: dict


class Dispatch:
    """Starts the crawls of the sources in ``every`` (name: seconds) as they fall due, and waits for them.

    ``at_once`` bounds all processes that use this database together; ``longest`` is how many seconds a crawl may take.
    Without ``budget`` (seconds from now) each source is crawled once at most; with it again and again, until it is
    over: then none is started any more, and what runs is closed. ``ended`` is told of each crawl.
    """

    def __init__(
        self, runner: AsyncCrawlerRunner, store: Store, every: dict[str, int], *, at_once: int, longest: float,
        budget: float | None = None, ended: Callable[[Ended], None] = lambda _: None,
    ):  # fmt: skip
        self.runner, self.store, self.every, self.at_once, self.ended = runner, store, every, at_once, ended
        self.longest, self.again = longest, budget is not None
        self.until = time.monotonic() + budget if budget is not None else None
        self.last_start = self.until - min(HURRIED, budget / 5) if budget is not None else None
        self.running: dict[asyncio.Task, Crawl] = {}
        self.tried: set[str] = set()
        self.waiting: deque[Turn] = deque()  # what was due when it was last looked
        self.looked = -math.inf
        self.stopping = self.closing = False
        self.queue: Claim | None = None  # of the one process that waits for places
        self.error: StoreError | None = None

    async def run(self) -> None:
        """Returns when nothing runs and nothing more is to be started. Raises StoreError once what ran has ended."""
        while self._step() or self.running:
            if self.running:
                await asyncio.wait(self.running, timeout=PLACE_LOOK, return_when=asyncio.FIRST_COMPLETED)
            else:
                await asyncio.sleep(PLACE_LOOK)
        if self.error:
            raise self.error

    def stop(self) -> None:
        """Begin no crawl any more, and close those that run; one that is being opened, as soon as it can be."""
        self.stopping = self.closing = True
        for crawl in self.running.values():
            engine = crawl.crawler._engine  # as Scrapy wants it read where there may be none yet
            if crawl.closing is None and engine and engine.running:
                crawl.closing = asyncio.ensure_future(crawl.crawler.stop_async())

    def settle(self) -> None:
        """Take note of crawls that have ended; also for when a signal has stopped the loop before :meth:`run` could."""
        for crawl in [one for one in self.running.values() if one.task.done()]:
            self._end(crawl)

    def _step(self) -> bool:
        try:
            self.settle()
            if self.closing:
                self.stop()
            self._leave_places()
            return self._start_due()
        except StoreError as error:
            self.error, self.stopping = error, True
            return False

    def due(self) -> list[Turn]:
        """What is due now and was not tried yet, longest overdue first."""
        names = self.every.keys() - (() if self.again else self.tried)
        return schedule.due([self._turn(name) for name in names], now())

    def _turn(self, name: str) -> Turn:
        with self.store.reading():
            return schedule.turn(name, self.every[name], self.store.runs.last(name, schedule.LOOK_BACK))

    def _start_due(self) -> bool:
        """Start what is due, as far as there are places; returns whether to wait for more of them."""
        if time.monotonic() - self.looked >= LOOK:
            self.waiting, self.looked = deque(self.due()), time.monotonic()
        while self.waiting and not self._over():
            if self.store.claims.holder(source_claim(self.waiting[0].name)) is None:
                place = self.store.claims.take_one("place", self.at_once)
                if place is None:
                    self.queue = self.queue or self.store.claims.take("queue")
                    return self.queue is not None
                self._start(self.waiting[0], place)
            self.waiting.popleft()
        if self.queue:
            self.queue.release()
            self.queue = None
        return False

    def _over(self) -> bool:
        return self.stopping or (self.last_start is not None and time.monotonic() >= self.last_start)

    def _start(self, turn: Turn, place: Claim) -> None:
        claim = self.store.claims.take(source_claim(turn.name))
        if claim is None or self._turn(turn.name) != turn:  # another process was quicker
            _release(claim, place)
            return
        self.tried.add(turn.name)
        token = CRAWLING.set(turn.name)  # the crawl's task takes it along
        try:
            crawler = self.runner.create_crawler(turn.name)
        except UsageError as error:
            _release(claim, place)
            self._failed(turn.name, str(error))
        else:
            crawler.claim = claim
            crawler.settings.set("CLOSESPIDER_TIMEOUT", self._seconds(crawler), priority="cmdline")
            task = self.runner.crawl(crawler)
            self.running[task] = Crawl(turn.name, crawler, task, claim, place)
        finally:
            CRAWLING.reset(token)

    def _end(self, crawl: Crawl) -> None:
        del self.running[crawl.task]
        _release(crawl.claim, crawl.place)
        if error := crawl.task.exception():
            self._failed(crawl.name, str(error) if isinstance(error, StoreError) else f"it broke off: {error!r}")
            return
        report = crawl.crawler.get_extension(Report)
        self.stopping |= bool(report.store_error) or crawl.crawler.stats.get_value("finish_reason") == "shutdown"
        self.ended(Ended(crawl.name, report.state, report.reason, report.counts()))

    def _failed(self, name: str, reason: str) -> None:
        """A source that could not even be opened has its run's row all the same, and so is not tried each minute."""
        logger.error("%s: failed: %s", name, reason)
        with self.store.transaction():
            self.store.runs.finish(self.store.runs.start(name), "failed", reason, {}, {"read": 0})
        self.ended(Ended(name, "failed", reason, {}))

    def _leave_places(self) -> None:
        for crawl in self.running.values():
            if not crawl.slow and time.monotonic() - crawl.started > SLOW:
                place = self.store.claims.take_one("slow", self.at_once * SLOW_PLACES)
                if place:
                    crawl.place.release()
                    crawl.place, crawl.slow = place, True

    def _seconds(self, crawler: Crawler) -> float:
        """How long a crawl that begins now may take."""
        bounds = [self.longest, crawler.settings.getfloat("CLOSESPIDER_TIMEOUT")]
        if self.until is not None:
            bounds.append(self.until - time.monotonic())
        return min(filter(None, bounds), default=0.0)


def _release(*claims: Claim | None) -> None:
    for claim in claims:
        if claim:
            claim.release()
