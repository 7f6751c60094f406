"""Days of `scrapy due` in minutes: the clock is set, nothing else is other than in a real run.

Every round is what a call of `scrapy due` does, at the moment that its clock shows, in this process.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime
from pathlib import Path

import time_machine
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings
from scrapy.utils.log import configure_logging
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor

from newscrawl.choice import chosen
from newscrawl.dispatch import Dispatch, Ended
from newscrawl.store import Store


def settings_of(folder: Path, **more: object) -> Settings:
    """Settings of newscrawl on a database and source files in a folder."""
    settings = get_project_settings()
    settings["EXTENSIONS"]["newscrawl.progress.Progress"] = None
    said = {"NEWSCRAWL_DB": str(folder / "news.db"), "NEWSCRAWL_SOURCES": str(folder), "NEWSCRAWL_READERS": 0,
            "LOG_LEVEL": "CRITICAL"}  # fmt: skip
    settings.setdict(said | more, priority="cmdline")
    return settings


async def rounds(
    settings: Settings, moments: Iterable[datetime], before: Callable[[datetime], None] = lambda _: None
) -> AsyncIterator[tuple[datetime, list[Ended]]]:
    """Crawl what is due at each moment; yields it and how each crawl ended. ``before`` is called before each."""
    runner, store = AsyncCrawlerRunner(settings), Store(settings["NEWSCRAWL_DB"])
    every = chosen(runner.spider_loader, [], [])
    for moment in moments:
        ended: list[Ended] = []
        with time_machine.travel(moment, tick=True):
            before(moment)
            dispatch = Dispatch(
                runner, store, every, at_once=settings.getint("NEWSCRAWL_AT_ONCE"), longest=1800, ended=ended.append
            )
            await dispatch.run()
        yield moment, ended
    store.close()


def run(settings: Settings, main: Callable[[], object]) -> None:
    """Run a coroutine function to its end, with what Scrapy needs around it. Raises what it raises."""
    configure_logging(settings)
    install_reactor(settings["TWISTED_REACTOR"])
    from twisted.internet import reactor  # noqa: PLC0415  # there is none before it is installed

    def begin() -> None:
        task.append(asyncio.ensure_future(main()))
        task[0].add_done_callback(lambda _: reactor.stop())

    task: list[asyncio.Task] = []
    reactor.callWhenRunning(begin)
    reactor.run()
    if task[0].done():
        task[0].result()
