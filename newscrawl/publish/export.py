"""What an export is, whatever its format."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from newscrawl.store import Store
from newscrawl.store.rows import RECORD


class PublishError(Exception):
    """It can't be published; the message is one line that says what, where and what to do."""


@dataclass(frozen=True)
class Export:
    """What is to be given out: articles of ``store`` by ``filters``, which are the keywords of ``Articles.select``.

    ``options`` are those of the chosen format, by name. ``watch`` is laid around the records as they are read, for a
    progress bar; it gets them, and a function that counts them.
    """

    store: Store
    filters: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    watch: Callable[[Iterable[dict], Callable[[], int]], Iterable[dict]] = lambda records, count: records

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of a record's fields, in order."""
        return (*RECORD, "also_in") if self.filters.get("one_per_story") else RECORD

    def records(self) -> Iterator[dict]:
        """The articles as records, oldest first, one at a time (see ``Articles.select``)."""
        articles = self.store.articles
        yield from self.watch(articles.select(**self.filters), lambda: articles.count(**self.filters))


@dataclass(frozen=True)
class Format:
    """How articles are given out.

    ``write(export, target)`` returns how many articles it wrote; ``target`` is a binary stream or, with ``folder``, the
    Path of a directory, which need not exist. ``options`` are further options of the command: {flag: keywords of
    ``add_argument``}; formats may share one. What is wrong with a target or an option is a PublishError.
    """

    write: Callable[[Export, Any], int]
    folder: bool = False
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
