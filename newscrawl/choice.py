"""Which sources `scrapy due` crawls: those that somebody chose."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from fnmatch import fnmatchcase

from scrapy.exceptions import UsageError

from newscrawl.loader import SourceLoader

EVERY = 3600  # seconds, of a spider that is written in code and says nothing, and of a file that can't be read

logger = logging.getLogger(__name__)


def chosen(loader: SourceLoader, patterns: list[str], names: list[str]) -> dict[str, int]:
    """{name: seconds between two crawls} of the sources named; without names, of all the user chose.

    Chosen are the files in the user's own folders and what ``patterns`` (names, or shell patterns such as ``east*``)
    say of the rest. Raises UsageError for a name that is unknown, and if nothing is chosen.
    """
    known = loader.names()
    for name in set(names) - set(known):
        loader.load(name)  # says what is wrong with it
    found = names or scheduled(loader, patterns)
    if not found:
        raise UsageError(
            "no source is chosen: put source files into a folder that NEWSCRAWL_SOURCES names, or name some of "
            "`scrapy list` in NEWSCRAWL_DUE",
            print_help=False,
        )
    return {name: _every(loader, name) for name in dict.fromkeys(found)}


def scheduled(loader: SourceLoader, patterns: list[str]) -> list[str]:
    """The names of the sources that the user chose, each once."""
    found = loader.own()
    for pattern in patterns:
        matching = [name for name in loader.names() if fnmatchcase(name, pattern)]
        if not matching:
            logger.error("NEWSCRAWL_DUE: no source is named %r; `scrapy list` shows all", pattern)
        found = [*found, *matching]
    return list(dict.fromkeys(found))


def addresses(loader: SourceLoader, names: Iterable[str]) -> Iterator[str]:
    """Where the lists of sources are, as far as their files can be read."""
    for name in names:
        with suppress(UsageError):  # its crawl will say so
            yield from getattr(loader.source_or_none(name), "start_urls", ())


def _every(loader: SourceLoader, name: str) -> int:
    try:
        source = loader.source_or_none(name)
    except UsageError:  # its crawl will say so
        return EVERY
    return source.every if source else getattr(loader.load(name), "every", EVERY)
