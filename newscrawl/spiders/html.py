"""Category pages in HTML."""

from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response

from newscrawl import listing
from newscrawl.items import Refusal
from newscrawl.spiders.base import SourceSpider, header
from newscrawl.urls import fold


class HtmlSpider(SourceSpider):
    """Walks each category page by its next-page link until ``max_pages``."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.lists = set(map(fold, self.start_urls))  # a list that links to another is no article

    def parse(self, response: Response, section: str | None = None, page: int = 1) -> Iterator[Request | Refusal]:
        found = listing.read(response.body, response.url, self.source, encoding=header(response, "Content-Type"))
        stats = self.crawler.stats
        stats.inc_value("lists/read")
        stats.inc_value("lists/links", len(found.articles))
        if not found.articles:
            stats.inc_value("lists/empty" if page > 1 else "lists/empty_first")
        for href, reason in found.refused:
            yield Refusal(href, reason)
        self.lists.add(fold(response.url))
        for url in found.articles:
            yield Refusal(url, "itself") if fold(url) in self.lists else self.article_request(url, section)
        if found.next_page and page < self.source.max_pages:
            yield self.list_request(found.next_page, section, page + 1)
