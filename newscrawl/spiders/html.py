"""Category pages in HTML."""

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response

from newscrawl import listing
from newscrawl.items import Refusal
from newscrawl.spiders.base import SourceSpider, header


class HtmlSpider(SourceSpider):
    """Walks each category page by its next-page link until ``max_pages``."""

    def parse(self, response: Response, section: str | None = None, page: int = 1) -> Iterator[Request | Refusal]:
        found = listing.read(response.body, response.url, self.source, encoding=header(response, "Content-Type"))
        stats = self.crawler.stats
        stats.inc_value("lists/read")
        stats.inc_value("lists/links", len(found.articles))
        if not found.articles:
            stats.inc_value("lists/empty" if page > 1 else "lists/empty_first")
        for href, reason in found.refused:
            yield Refusal(href, reason)
        for url in found.articles:
            yield self.article_request(url, section)
        if found.next_page and page < self.source.max_pages:
            yield self.list_request(found.next_page, section, page + 1)
