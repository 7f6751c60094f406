"""Feeds: RSS, Atom, JSON Feed."""

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response

from newscrawl.feeds import Feed
from newscrawl.items import Article, Refusal
from newscrawl.spiders.base import header
from newscrawl.spiders.entries import EntriesSpider
from newscrawl.stream import NotAListError
from newscrawl.urls import fold


class FeedSpider(EntriesSpider):
    """Reads each feed, and the further pages that it names (RFC 5005, JSON Feed), until ``max_pages``.

    With ``full_text`` the feed's content is the article, and no page is fetched.
    """

    def parse(
        self, response: Response, section: str | None = None, page: int = 1
    ) -> Iterator[Request | Refusal | Article]:
        self.lists.add(fold(response.url))
        try:
            feed = Feed(response.body, response.url, header(response, "Content-Type"), self.source.language)
        except NotAListError as error:
            self.list_failed(response, str(error))
            return
        yield from self.take(feed, response, section, page)
        if feed.next_page and self.goes_on(section, page):
            yield self.list_request(feed.next_page, section, page + 1)
