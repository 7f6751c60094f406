"""The spider that looks at a list for which there is no source yet."""

from collections.abc import Iterable, Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response

from newscrawl import scout, source
from newscrawl.loader import KINDS, spider_class
from newscrawl.spiders.base import SourceSpider, header

SAMPLE = 5  # articles read
LISTS = 3  # further lists followed to find them: of an index of sitemaps


class Scout(SourceSpider):
    """Finds out what kind of list a URL is, and reads a few of its articles as a source of that kind would."""

    found: scout.Findings

    def parse(self, response: Response, section: str | None = None, page: int = 1) -> Iterator[Any]:
        self.found.kind = scout.kind_of(response.body)
        if self.found.kind == "html":
            scout.look(self.found, response.body, response.url, header(response, "Content-Type"))
        kind = {"title": self.name, "start_urls": list(self.start_urls), "kind": self.found.kind}
        assert self.found.kind in KINDS  # noqa: S101
        self.reading = spider_class(source.read(kind, self.name)).from_crawler(self.crawler)
        self.lists_left = LISTS
        yield from self._some(self.reading.parse(response, section, page))

    def _follow(self, response: Response, section: str | None = None, page: int = 1) -> Iterator[Any]:
        yield from self._some(self.reading.parse(response, section, page))

    def _some(self, outputs: Iterable[Any]) -> Iterator[Any]:
        articles = 0
        for one in outputs:
            if isinstance(one, Request) and "list" in one.meta:
                self.lists_left -= 1
                if self.lists_left >= 0 and not articles:
                    yield one.replace(callback=self._follow)
            elif isinstance(one, Request):
                articles += 1
                yield one
            if articles == SAMPLE:
                return
