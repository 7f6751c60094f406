"""What `scrapy health` does: look at all sources, show or write what was found, tell whoever wants to know."""

import argparse
import json
import logging
import os
from collections.abc import Collection, Iterable
from datetime import datetime
from difflib import get_close_matches

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from newscrawl import alerts
from newscrawl.choice import EVERY, scheduled
from newscrawl.console import table
from newscrawl.health import Subject, Verdict, examine
from newscrawl.health import show as words
from newscrawl.health.metrics import exposition
from newscrawl.health.page import page
from newscrawl.loader import SourceLoader
from newscrawl.publish.whole import whole
from newscrawl.store import Store

logger = logging.getLogger(__name__)


def examine_all(store: Store, settings: BaseSettings, names: list[str], now: datetime) -> list[Verdict]:
    """The verdicts on the sources named, or on all, as of ``now``. Raises UsageError, StoreError."""
    store.bury_killed()
    found = {one.name: one for one in subjects(settings, store.runs.sources())}
    for name in names:
        if name not in found:
            near = get_close_matches(name, found, 1)
            hint = f"did you mean {near[0]!r}?" if near else "`scrapy list` shows all"
            raise UsageError(f"no source is named {name!r}; {hint}", print_help=False)
    return examine(store, [found[name] for name in names or found], now)


def subjects(settings: BaseSettings, ran: Iterable[str]) -> list[Subject]:
    """The sources to look at, by name: all that have a file, and spiders in code that ran (``ran``: who ever did).

    A source that has no file any more is left out: nobody can crawl it.
    """
    loader = get_spider_loader(settings)
    own, planned = set(loader.own()), set(scheduled(loader, settings.getlist("NEWSCRAWL_DUE")))
    code = {name for name in ran if name in loader.names() and name not in loader.files()}
    names = sorted({*loader.files(), *code})
    return [_subject(loader, name, catalogue=name not in own | code, planned=name in planned) for name in names]


def _subject(loader: SourceLoader, name: str, *, catalogue: bool, planned: bool) -> Subject:
    try:
        source = loader.source_or_none(name)
    except UsageError as error:
        return Subject(name, catalogue=catalogue, scheduled=planned, fault=str(error))
    if source is None:  # a spider that is written in code
        return Subject(name, every=getattr(loader.load(name), "every", EVERY), scheduled=planned)
    return Subject(name, source.title, source.every, source.timezone, catalogue, planned)


def check_receivers() -> None:
    """Raise UsageError unless the environment says whom to tell."""
    try:
        alerts.digest_time(os.environ)
        if not alerts.receivers(os.environ):
            raise alerts.AlertsError(f"{alerts.VARIABLE} names no receiver; docs/operations.md shows how to")
    except alerts.AlertsError as error:
        raise UsageError(str(error), print_help=False) from None


def alert_after(store: Store, settings: BaseSettings, crawled: Collection[str], now: datetime) -> None:
    """Tell the receivers, if there are any, of the sources that were just crawled and of those known to be ill.

    All are looked at only for a digest: a look takes some milliseconds each. Raises UsageError, StoreError.
    """
    if not os.environ.get(alerts.VARIABLE):
        return
    found = subjects(settings, crawled)
    try:
        everything = alerts.digest_due(store, now, os.environ)
    except alerts.AlertsError:  # which alert() says
        everything = False
    if not everything:
        ill = [name for name, said in store.alerts.told().items() if said.told == "ill"]
        found = [one for one in found if one.name in {*crawled, *ill}]
    alert(store, examine(store, found, now), now)


def alert(store: Store, verdicts: list[Verdict], now: datetime) -> None:
    """Tell the receivers what is to be told; what could not be sent goes into the log. Raises StoreError."""
    for problem in alerts.send_due(store, verdicts, now=now):
        logger.warning(problem)


def show(verdicts: list[Verdict], opts: argparse.Namespace, now: datetime) -> None:
    """Print the verdicts as the options ask, or write the page. Raises UsageError."""
    if opts.prometheus:
        print(exposition(verdicts), end="")
    elif opts.json:
        print("".join(json.dumps(words.record(one), ensure_ascii=False) + "\n" for one in verdicts), end="")
    elif opts.html:
        try:
            with whole(opts.html) as stream:
                stream.write(page(verdicts, now).encode())
        except OSError as error:
            raise UsageError(f"{opts.html}: can't be written: {error.strerror}", print_help=False) from None
    elif not opts.alert:
        crawled = words.rows(verdicts, now)
        print(*([table(crawled, words.HEADERS)] if crawled else []), *words.explained(verdicts), sep="\n")
        print(words.uncrawled(verdicts), end="")
