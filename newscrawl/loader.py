"""Source files and spiders/*.py become the spiders that Scrapy's commands see."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from scrapy import Request, Spider
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.misc import load_object

from newscrawl import source
from newscrawl.source import Source, SourceError
from newscrawl.spiders import rendered

BUILT_IN = Path(__file__).parent / "sources"
KINDS = {
    "html": "newscrawl.spiders.html.HtmlSpider",
    "feed": "newscrawl.spiders.feed.FeedSpider",
    "sitemap": "newscrawl.spiders.sitemap.SitemapSpider",
    "json": "newscrawl.spiders.jsonlist.JsonSpider",
}


class UnknownSourceError(KeyError, UsageError):
    """No source of that name: a KeyError for Scrapy, one line for whoever typed it."""

    __str__ = UsageError.__str__


class SourceLoader(SpiderLoader):
    """Names come from the files' names; a file is read when its spider is asked for, so a thousand cost nothing.

    What is wrong with a file is raised as UsageError, which Scrapy's commands print as one line.
    """

    def __init__(self, settings: BaseSettings):
        super().__init__(settings)
        own = [Path(folder).expanduser() for folder in settings.getlist("NEWSCRAWL_SOURCES") if folder]
        self._folders = [BUILT_IN, *own]
        self._files: dict[str, list[Path]] | None = None

    def list(self) -> list[str]:
        for name in (files := self.files()):
            self._only(name, files[name])
        return [*super().list(), *files]

    def load(self, spider_name: str) -> type[Spider]:
        paths = self.files().get(spider_name)
        if spider_name not in self._spiders and not paths:
            near = get_close_matches(spider_name, [*self._spiders, *self.files()], 1)
            hint = f"did you mean {near[0]!r}?" if near else "`scrapy list` shows all"
            raise UnknownSourceError(f"no source is named {spider_name!r}; {hint}")
        if paths:
            found = self.source(spider_name)
            if found.render and (lacking := rendered.missing()):
                raise UsageError(f"{paths[0]}: render: {lacking}", print_help=False)
            self._spiders[spider_name] = spider_class(found)
        return self._spiders[spider_name]

    def source(self, name: str) -> Source:
        """The source of that name, read from its file."""
        path = self._only(name, self.files()[name])
        try:
            found = source.load(path)
        except SourceError as error:
            raise UsageError(str(error), print_help=False) from None
        if found.kind not in KINDS:
            near = get_close_matches(found.kind, KINDS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(KINDS)}"
            raise UsageError(f"{path}: kind: unknown kind {found.kind!r}; {hint}", print_help=False)
        return found

    def source_or_none(self, name: str) -> Source | None:
        """The source of that name; None if it has no file any more, or never had one."""
        return self.source(name) if name in self.files() else None

    def find_by_request(self, request: Request) -> list[str]:
        for name in self.files():
            self.load(name)
        return super().find_by_request(request)

    def files(self) -> dict[str, list[Path]]:
        """The source files by name, in order of name."""
        if self._files is None:
            self._files = {}
            for folder in self._folders:
                if not folder.is_dir():
                    raise UsageError(f"NEWSCRAWL_SOURCES: {folder} is no folder", print_help=False)
                for path in folder.glob("*.toml"):
                    self._files.setdefault(path.stem, []).append(path)
            self._files = dict(sorted(self._files.items()))
        return self._files

    def names(self) -> list[str]:
        """Every name there is, whatever may be wrong with its file."""
        return list(dict.fromkeys([*super().list(), *self.files()]))

    def own(self) -> list[str]:
        """The names of the sources in the user's folders."""
        return [name for name, paths in self.files().items() if any(path.parent != BUILT_IN for path in paths)]

    def _only(self, name: str, paths: list[Path]) -> Path:
        module = self._spiders[name].__module__ if name in self._spiders else None
        places = [*map(str, paths), *([module] if module and not hasattr(self._spiders[name], "source") else [])]
        if len(places) > 1:
            raise UsageError(f"two sources are named {name!r}: {' and '.join(places)}; rename one", print_help=False)
        return paths[0]


def spider_class(found: Source) -> type[Spider]:
    """The spider of a source: its kind's class, bound to the file."""
    return load_object(KINDS[found.kind]).of(found)
