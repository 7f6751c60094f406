"""What an export is, whatever its format."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from newscrawl.publish.fields import ALSO_IN, FIELDS, Field
from newscrawl.query import QueryError
from newscrawl.store import Store
from newscrawl.store.selection import Selection


class PublishError(Exception):
    """It can't be published; the message is one line that says what, where and what to do."""


@dataclass(frozen=True)
class Export:
    """What is to be given out: articles of ``store`` by ``filters``: keywords of ``Articles.select``, and ``search``.

    ``options`` are those of the chosen format, by name, ``settings`` the project's; ``zones`` gives the IANA zones of
    sources by their names. ``watch`` is laid around the records as they are read, for a
    progress bar; it gets them, and a function that counts them.
    """

    store: Store
    filters: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    zones: Callable[[], Mapping[str, str]] = dict
    watch: Callable[[Iterable[dict], Callable[[], int]], Iterable[dict]] = lambda records, count: records

    @property
    def fields(self) -> tuple[Field, ...]:
        """What each record holds, in order."""
        return (*FIELDS, ALSO_IN) if self.filters.get("one_per_story") else FIELDS

    def records(self, *, newest: int | None = None) -> Iterator[dict]:
        """The articles as records, one at a time, oldest first; with ``newest`` only so many, newest first.

        Raises PublishError when the search can't be read.
        """
        articles, chosen = self.store.articles, dict(self.filters)
        search = chosen.pop("search", None)
        if search is None:
            chosen["newest"] = newest
            yield from self.watch(articles.select(**chosen), lambda: articles.count(**chosen))
            return
        one_per_story = chosen.pop("one_per_story", False)
        try:
            most = articles.count() if newest is None else newest
            ids = self.store.found(search, Selection(**chosen), most, newest=True)
        except QueryError as error:
            raise PublishError(f"--search: {error}") from None
        records = articles.those(ids if newest else reversed(ids))
        records = self.store.stories.one_each(records) if one_per_story else records
        yield from self.watch(records, lambda: len(ids))


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


def option_of(flag: str) -> str:
    """The name under which a format finds an option: --full-text is full_text."""
    return flag.lstrip("-").replace("-", "_")
