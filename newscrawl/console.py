"""What newscrawl's commands share when they talk to people."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from difflib import get_close_matches

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.utils.url import guess_scheme
from tabulate import tabulate
from tqdm import tqdm

from newscrawl import knobs
from newscrawl.manners.identity import lacking
from newscrawl.store import Store, StoreError

SHOWN = 20  # names in a hint
PICKLES = {  # settings by which Scrapy reads pickles, which run as code whatever the file says
    "JOBDIR": "is not kept: the ledger resumes a run, even one that was killed",
    "HTTPCACHE_ENABLED": "is not kept: `scrapy reextract` reads the pages that the database holds",
}


def database(settings: BaseSettings, *, create: bool = False) -> Store:
    """The store that NEWSCRAWL_DB names; a UsageError, which Scrapy prints as one line, if it can't be used."""
    _checked(settings)
    try:
        return Store(settings["NEWSCRAWL_DB"], create=create, busy_timeout=settings.getfloat("NEWSCRAWL_DB_TIMEOUT"))
    except StoreError as error:
        raise UsageError(str(error), print_help=False) from None


def ready(settings: BaseSettings, urls: Iterable[str]) -> None:
    """Before anything is fetched: refuse, in a line, to do so anonymously, or with settings that can't be meant."""
    _checked(settings)
    for name, why in PICKLES.items():
        if settings.get(name) not in (None, "", False, "False", "0", 0):
            raise UsageError(f"{name} {why}", print_help=False)
    if wrong := lacking(settings, urls):
        raise UsageError(wrong, print_help=False)


def _checked(settings: BaseSettings) -> None:
    try:
        knobs.check(settings, os.environ)
    except ValueError as error:
        raise UsageError(str(error), print_help=False) from None


@contextmanager
def piped() -> Iterator[None]:
    """Around what is printed: whoever reads it may stop, as ``head`` does, and then nothing more is printed."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:  # what is still buffered must not raise at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def told() -> Iterator[None]:
    """Around what a command does with a database: what goes wrong with it is said in one line."""
    try:
        yield
    except StoreError as error:
        raise UsageError(str(error), print_help=False) from None


def nothing_else(args: list[str], hint: str = "") -> None:
    """Refuse what a command does not take: among it are mistyped options, which Scrapy leaves among the arguments."""
    if args:
        raise UsageError(f"unknown argument {args[0]!r}{hint and '; '}{hint}", print_help=False)


def known_sources(store: Store, names: list[str]) -> None:
    """Refuse the name of a source of which nothing was ever seen: it is a slip of the pen, not an empty answer."""
    known_names("source", names, store.runs.sources)


def known_names(option: str, names: list[str] | None, stored: Callable[[], list[str]]) -> None:
    """Likewise the names of any option; ``stored`` gives those of which something is stored. Raises UsageError."""
    known = stored() if names else []
    for name in names or []:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are: {_some(known)}"
            raise UsageError(f"--{option}: nothing is stored of {name!r}; {hint}", print_help=False)


def _some(names: list[str]) -> str:
    return ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "") if names else "none yet"


def watched(records: Iterable[dict], count: Callable[[], int]) -> Iterable[dict]:
    """The same, with a progress bar on a terminal; only then are they counted."""
    if not sys.stderr.isatty():
        return records
    return tqdm(records, total=count(), unit=" articles", file=sys.stderr, leave=False)


def add_selection(parser: argparse.ArgumentParser) -> None:
    """The options by which commands choose among stored articles."""
    parser.add_argument("--source", action="append", metavar="NAME", help="only this source (may be repeated)")
    parser.add_argument("--since", metavar="TIME", help="published at or after; ISO 8601, UTC if it names no zone")
    parser.add_argument("--until", metavar="TIME", help="published before; likewise")


def moment(name: str, text: str | None) -> datetime | None:
    """An option's time as an aware datetime. Raises UsageError."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{name}: {text!r} is no time; write 2026-11-20 or 2026-11-20T08:00+08:00", print_help=False
        ) from None
    return found


def table(rows: list, headers: list[str]) -> str:
    """Rows for a terminal; Chinese takes two columns a character."""
    return tabulate(rows, headers, tablefmt="simple", disable_numparse=[0] if rows else True)


def summary(name: str, state: str, counts: dict) -> None:
    """What a run did, on stderr: stdout may carry items. Why it is not ok, the log has said."""
    figures = {key: value for key, value in counts.items() if not isinstance(value, dict)}
    reasons = {key.replace("/", " "): value for key, value in counts.get("reasons", {}).items()}
    notes = {f"lists {key}": value for key, value in counts.get("notes", {}).items()}
    print(f"{name}: {state}", file=sys.stderr)
    for line in filter(None, (figures, reasons, notes)):
        print("  " + ", ".join(f"{key} {value:,}" for key, value in line.items()), file=sys.stderr)


class OneLine:
    """For commands: what is wrong with how one was called is said in a line; the usage is for ``--help``."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.print_usage = lambda file=None: None


class KeepsNothing(OneLine):
    """For commands that only try something out, with the URL that they are given: on an empty database in memory."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        self.settings.set("NEWSCRAWL_DB", ":memory:", priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        ready(self.settings, map(guess_scheme, args[-1:]))
        super().run(args, opts)
