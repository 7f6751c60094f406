"""scrapy due: crawl every source whose time has come."""

import argparse
import asyncio
import sys
from contextlib import suppress
from datetime import timedelta
from typing import Self

from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.ossignal import install_shutdown_handlers
from tqdm import tqdm
from twisted.internet.error import ReactorNotRunning

from newscrawl import schedule, source_checks
from newscrawl.choice import addresses, chosen
from newscrawl.console import OneLine, database, ready, table, told
from newscrawl.dispatch import Dispatch, Ended
from newscrawl.jsonlog import to_json
from newscrawl.lognames import name_sources
from newscrawl.store import Store
from newscrawl.store.claims import source_claim
from newscrawl.store.rows import now


class Command(OneLine, ScrapyCommand):
    requires_project = True

    def syntax(self) -> str:
        return "[options] [NAME ...]"

    def short_desc(self) -> str:
        return "Crawl every source that is due; to be called each minute"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--budget", metavar="TIME", help="such as 50s: then start no more and close what runs")
        parser.add_argument("--list", action="store_true", help="only show when each source is due")
        parser.add_argument("--dry-run", action="store_true", help="only name what would be crawled now, in that order")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        self.settings.set("LOG_LEVEL", "WARNING", priority="project")  # quiet when all is well: cron mails what is said
        self.settings["EXTENSIONS"]["newscrawl.progress.Progress"] = None  # one bar for all crawls instead
        self.settings.set("NEWSCRAWL_READERS", 0, priority="project")  # a process beside each crawl would be too many
        name_sources(self.settings)
        to_json(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        budget, settings = seconds("--budget", opts.budget), self.settings
        loader = get_spider_loader(settings)
        every = chosen(loader, settings.getlist("NEWSCRAWL_DUE"), args)
        ready(settings, () if opts.list or opts.dry_run else addresses(loader, every))
        results = Results()
        with database(settings, create=True) as store, told():
            dispatch = Dispatch(
                self.crawler_process, store, every, at_once=settings.getint("NEWSCRAWL_AT_ONCE"), budget=budget,
                longest=settings.getfloat("NEWSCRAWL_LONGEST_RUN"), ended=results.add,
            )  # fmt: skip
            if opts.list:
                print(plan(store, every))
            elif opts.dry_run:
                print("".join(f"{turn.name}\n" for turn in dispatch.due()), end="")
            else:
                with results:
                    crawl_due(self.crawler_process, dispatch)
                if results.crawled:
                    from newscrawl import checkup

                    checkup.alert_after(store, settings, results.names, now())
        self.exitcode = int(results.ill > 0)


def crawl_due(process: AsyncCrawlerProcess, dispatch: Dispatch) -> None:
    """Run a dispatch to its end in a process of its own. A signal ends its crawls, a second one the process at once.

    Scrapy's own handlers would leave crawls that are being opened as they are. Raises StoreError.
    """
    from twisted.internet import reactor  # there is none before the process has chosen it

    def begin() -> None:
        install_shutdown_handlers(close)
        task.append(asyncio.ensure_future(dispatch.run()))
        task[0].add_done_callback(end)

    def close(*_: object) -> None:
        install_shutdown_handlers(lambda *_: reactor.callFromThread(end))
        reactor.callFromThread(dispatch.stop)

    def end(*_: object) -> None:
        with suppress(ReactorNotRunning):  # it ends already
            reactor.stop()

    task: list[asyncio.Task] = []
    reactor.callWhenRunning(begin)
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    dispatch.settle()
    if task[0].done():
        task[0].result()


class Results:
    """What a call did: on a terminal a bar, and a line at its end. What is wrong with a source, its log line says."""

    def __init__(self):
        self.crawled = self.ill = self.stored = 0
        self.names: set[str] = set()

    def __enter__(self) -> Self:
        self.bar = tqdm(unit=" sources", disable=not sys.stderr.isatty(), leave=False)
        return self

    def add(self, one: Ended) -> None:
        self.crawled += 1
        self.names.add(one.name)
        self.ill += one.state != "ok"
        self.stored += one.counts.get("stored", 0)
        self.bar.set_postfix_str(f"{one.name}: {one.state}", refresh=False)
        self.bar.update()

    def __exit__(self, *error: object) -> None:
        self.bar.close()
        if sys.stderr.isatty() and self.crawled:
            said = f"{self.crawled} sources crawled, {self.ill} not ok, {self.stored:,} articles stored"
            print(said, file=sys.stderr)


def seconds(name: str, text: str | None) -> int | None:
    """An option's duration. Raises UsageError."""
    try:
        return None if text is None else source_checks.duration(name, text)
    except source_checks.SourceError as error:
        raise UsageError(str(error), print_help=False) from None


def plan(store: Store, every: dict[str, int]) -> str:
    """When each source ran last and is due next, the next first."""
    at, rows = now(), []
    turns = [schedule.turn(name, pause, store.runs.last(name, schedule.LOOK_BACK)) for name, pause in every.items()]
    for turn in sorted(turns, key=lambda turn: (turn.at, turn.name)):
        holder = store.claims.holder(source_claim(turn.name))
        due = "now" if turn.at <= at else f"in {span(turn.at - at)}"
        last = (f"{span(at - turn.started)} ago", turn.state) if turn.started else ("never", "")
        failed = turn.failures if turn.failures > 1 else ""
        rows.append((turn.name, span(timedelta(seconds=turn.every)), *last, failed,
                     f"running (process {holder})" if holder is not None else due))  # fmt: skip
    return table(rows, ["source", "every", "last start", "ended", "failures in a row", "due"])


def span(time: timedelta) -> str:
    """A span of time for people: its two largest units."""
    left, parts = max(0, round(time.total_seconds())), []
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        if left >= size or (unit == "s" and not parts):
            parts.append(f"{left // size}{unit}")
            left %= size
    return " ".join(parts[:2])
