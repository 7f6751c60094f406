"""Sitemaps, and what names them: their indexes, and robots.txt."""

from collections import Counter
from collections.abc import Coroutine, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from newscrawl.entries import Entry, changed
from newscrawl.items import Article, Refusal
from newscrawl.sitemaps import Sitemap, in_robots
from newscrawl.spiders.base import header
from newscrawl.spiders.entries import EntriesSpider
from newscrawl.stream import NotAListError
from newscrawl.urls import fold, host_of

MAX_DEPTH = 4  # robots.txt, an index, an index of that, its sitemaps
MAX_LISTED = 50_000  # sitemaps looked at in one index: as many as sitemaps.org allows
MAX_SITEMAPS = 500  # fetched of one index; those that changed last
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class SitemapSpider(EntriesSpider):
    """Reads sitemaps and, the last changed first, those that their indexes name on the source's own hosts.

    A robots.txt among the start URLs stands for the sitemaps that it names. A sitemap is no category, so that without
    the source's ``section`` its articles have that of their pages.
    """

    max_age = 30 * 86400

    def list_request(self, url: str, section: str | None, page: int = 1, **options: Any) -> Request:
        return super().list_request(url, self.source.section, page, **options)

    def parse(
        self, response: Response, section: str | None = None, page: int = 1
    ) -> Iterator[Request | Refusal | Article]:
        self.lists.add(fold(response.url))
        if urlsplit(response.url).path == "/robots.txt":
            yield from self._further(map(Entry, in_robots(response.body, response.url)), response, section, page)
            return
        try:
            sitemap = Sitemap(response.body, response.url, header(response, "Content-Type"), self.source.language)
        except NotAListError as error:
            self.list_failed(response, str(error))
            return
        if sitemap.is_index:
            yield from self._further(sitemap, response, section, page)
        else:
            yield from self.take(sitemap, response, section, page)

    def _further(self, found: Iterable[Entry], response: Response, section: str | None, page: int) -> Iterator[Request]:
        now, notes = datetime.now(UTC), Counter()
        dated = []
        for entry in islice(found, MAX_LISTED):
            if reason := self._not_followed(entry, now, page):
                notes[reason] += 1
            else:
                dated.append((changed(entry, self.source, now) or LONG_AGO, entry.url))
        dated.sort(key=lambda one: one[0], reverse=True)
        broken = getattr(found, "broken", None)
        if len(dated) > MAX_SITEMAPS:
            self.list_failed(response, "too_many_sitemaps")
        elif not dated and not notes["old"]:
            self.list_failed(response, broken or next(iter(notes), "no_sitemaps"))
        else:
            self.crawler.stats.inc_value("lists/read")
        self.note(response, notes + Counter(filter(None, [broken])))
        for rank, (_, url) in enumerate(dated[:MAX_SITEMAPS]):
            request = self.list_request(url, section, page + 1, priority=-rank)
            request.meta["list"] = 1  # a list of its own: what is known of another says nothing of it
            yield request

    def _not_followed(self, entry: Entry, now: datetime, page: int) -> str | None:
        if not entry.url:
            return "no_link"
        if fold(entry.url) in self.lists:
            return "itself"
        host = host_of(entry.url)
        if not any(host == name or host.endswith("." + name) for name in self.allowed_domains):
            return "other_host"
        return "too_deep" if page >= MAX_DEPTH else "old" if self.is_old(entry, now) else None

    def closed(self, reason: str) -> Coroutine:
        """An index whose sitemaps hold no URL at all is as empty as a sitemap without any.

        That is counted at once, before the run is judged, while the readers are waited for.
        """
        get = self.crawler.stats.get_value
        if get("lists/read") and not any(map(get, ("lists/links", "lists/old", "lists/empty_first"))):
            self.crawler.stats.inc_value("lists/empty_first")
        return super().closed(reason)
