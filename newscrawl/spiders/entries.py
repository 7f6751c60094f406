"""Lists that are data: what spiders of feeds and of sitemaps share."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response

from newscrawl.entries import Entry, article_of, changed
from newscrawl.feeds import Feed
from newscrawl.items import Article, Fetch, Refusal
from newscrawl.sitemaps import Sitemap
from newscrawl.spiders.base import SourceSpider

MAX_SIZE = 60_000_000  # bytes of one list: sitemaps.org allows 50 MB; larger ones come as gz
MOST_NEW = 10_000  # new articles taken from one list in a run, hours of fetching; the next run takes the next


class EntriesSpider(SourceSpider):
    """A spider whose lists are entries. What an entry says of its article fills what the article's page lacks."""

    max_age: ClassVar[int | None] = None  # seconds, where the source says nothing

    def list_request(self, url: str, section: str | None, page: int = 1, **options: Any) -> Request:
        request = super().list_request(url, section, page, **options)
        request.meta["download_maxsize"] = MAX_SIZE
        return request

    @abstractmethod
    def parse(
        self, response: Response, section: str | None = None, page: int = 1
    ) -> Iterator[Request | Refusal | Article]: ...

    def take(
        self, found: Feed | Sitemap, response: Response, section: str | None, page: int
    ) -> Iterator[Request | Refusal | Article]:
        """What the entries of a list lead to, one by one. Those that lead nowhere are counted by reason."""
        now, notes, links = datetime.now(UTC), Counter(), 0
        before = self._new()
        for entry in found:
            reason = self._unwanted(entry, now)
            links += reason != "no_link"
            if reason:
                notes[reason] += 1
            else:
                yield self._taken(entry, now, section)
            if self._new() - before >= MOST_NEW:
                notes["left_for_next_run"] += 1
                break
        self.note(response, notes + found.notes + Counter(filter(None, [found.broken])))
        if found.broken and not links:
            self.list_failed(response, found.broken)
        else:
            self.list_read(response, links, page, whole=not notes["left_for_next_run"])

    def note(self, response: Response, notes: Counter) -> None:
        """Count what of a list came to nothing, and say so."""
        for reason, count in notes.items():
            self.crawler.stats.inc_value(f"lists/{reason}", count)
        if notes:
            self.logger.info("%s: %s", response.url, ", ".join(f"{count} {reason}" for reason, count in notes.items()))

    def is_old(self, entry: Entry, now: datetime) -> bool:
        """Whether an entry is dated, and before the time that the source, or the command line, wants."""
        age = self.source.max_age or self.max_age
        since = self.backfill or (now - timedelta(seconds=age) if age else None)
        moment = changed(entry, self.source, now) if since else None
        return moment is not None and moment < since

    def _unwanted(self, entry: Entry, now: datetime) -> str | None:
        if not entry.url:
            return "no_link"
        if len(entry.url) > self.settings.getint("URLLENGTH_LIMIT"):
            return "too_long"
        return "old" if self.is_old(entry, now) else None

    def _taken(self, entry: Entry, now: datetime, section: str | None) -> Request | Refusal | Article:
        article = article_of(entry, self.source, now, full_text=self.source.full_text)
        if not self.source.full_text:
            return self.linked(entry.url, section, article)
        article.section, article.fetch = section, Fetch(listed_url=entry.url)
        self.note_age(article, section)
        return article

    def _new(self) -> int:
        return self.crawler.stats.get_value("ledger/new", 0)
