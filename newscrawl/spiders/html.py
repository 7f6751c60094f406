"""Category pages in HTML."""

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response

from newscrawl import listing
from newscrawl.items import Refusal
from newscrawl.spiders.base import SourceSpider, header
from newscrawl.urls import fold


class HtmlSpider(SourceSpider):
    """Walks each category page by its next-page link until ``max_pages``."""

    def parse(self, response: Response, section: str | None = None, page: int = 1) -> Iterator[Request | Refusal]:
        found = listing.read(response.body, response.url, self.source, encoding=header(response, "Content-Type"))
        self.list_read(response, len(found.articles), page)
        for href, reason in found.refused:
            yield Refusal(href, reason)
        self.lists.add(fold(response.url))
        for url in found.articles:
            yield self.linked(url, section)
        if found.next_page and self.goes_on(section, page):
            yield self.list_request(found.next_page, section, page + 1)
