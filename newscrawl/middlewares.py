"""What is known is not fetched again; what may have changed is asked for with what its server said of it last."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

from newscrawl import walls
from newscrawl.fates import Unchanged
from newscrawl.items import Article, Refusal
from newscrawl.outcomes import Outcomes
from newscrawl.report import Report, cannot_store
from newscrawl.store import Store, StoreError

BATCH = 500  # links of a list in one transaction; a list of a million is never in memory
NOT_MODIFIED = 304


class LedgerMiddleware(BaseSpiderMiddleware):
    """Asks the ledger while a crawl runs.

    A request with ``meta["article"]`` (the URL as listed) passes only if the ledger does not know it, and its row then
    says 'discovered' until its fate is written. Those of ``start()`` are followed by what an earlier run left
    unfinished, and by stored articles that are to be looked at again.
    """

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        self.stats = crawler.stats
        self.report: Report = crawler.get_extension(Report)
        self.outcomes = Outcomes(crawler, self.report)
        self.most_checks = crawler.settings.getint("NEWSCRAWL_CHECKS_PER_RUN")

    @property
    def store(self) -> Store:
        return self.report.store

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        try:
            async for request in super().process_start(start):
                yield request
            if getattr(getattr(self.crawler.spider, "source", None), "full_text", False):
                return  # the list itself holds the articles, and brings what is left of them
            for request in self._left_over():
                yield request
            for request in self._checks():
                yield request
        except StoreError as error:
            cannot_store(self.crawler, error)

    def _left_over(self) -> Iterator[Request]:
        spider = self.crawler.spider
        while waiting := self._ask(self.store.ledger.waiting, spider.name, self.report.run_id):
            for url, section in waiting:
                # only what a list says of it may tell where its text is
                listed = self._ask(self.store.ledger.listed, url)
                said = [listed] if listed else []
                request = self.get_processed_request(spider.article_request(url, section, *said), None)
                if request:
                    self.stats.inc_value("ledger/resumed")
                    request.meta["resumed"] = True
                    yield request
                elif self.report.store_error:
                    return

    def _checks(self) -> Iterator[Request]:
        spider = self.crawler.spider
        if not hasattr(spider, "check_request") or spider.backfill:
            return
        for url, section, article_id, *validators in self._ask(self.store.checks.due, spider.name, self.most_checks):
            article = self._ask(self.store.articles.get, article_id)
            if article is None:  # another program has deleted it
                continue
            request = spider.check_request(url, section, article, self._ask(self.store.ledger.listed, url))
            request.errback = self.outcomes.failed
            yield _conditional(request, validators)

    def _ask(self, question: Callable, *values: object) -> Any:
        with self.store.reading():
            return question(*values)

    def process_spider_input(self, response: Response) -> None:
        if response.status == NOT_MODIFIED and "handle_httpstatus_list" in response.meta:
            raise Unchanged

    async def process_spider_output_async(
        self, response: Response, result: AsyncIterator[Any], spider: Spider | None = None
    ) -> AsyncIterator[Any]:
        if "list" not in response.meta:
            async for one in super().process_spider_output_async(response, result):
                yield one
            return
        section = response.cb_kwargs.get("section") or ""
        some = False
        async for batch in _batches(result):  # links are looked up and written many in one transaction
            some = some or bool(batch)
            try:
                with self.store.transaction():
                    self.report.walks.begin(self.store, self.crawler.spider.name, section)
                    found = [one for one in (self._get_processed(one, response) for one in batch) if one is not None]
            except StoreError as error:
                cannot_store(self.crawler, error)
                return
            for one in found:
                yield one
        if response.meta["list"] == 1 and not some and (wall := walls.of_page(response.body, response.url)):
            self.report.list_failed(response.url, f"wall_{wall}", section)

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        url = request.meta.get("article")
        if not url and "list" not in request.meta:
            return request
        request.errback = self.outcomes.failed
        if not url:
            return None if self._walked_enough(request) else self._unless_unchanged(request)
        return request if self._discovered(url, request.cb_kwargs.get("section"), request.meta.get("listed")) else None

    def _unless_unchanged(self, request: Request) -> Request:
        """A list's first page is asked for only if it has changed since its last walk."""
        spider = self.crawler.spider
        if request.meta["list"] > 1 or getattr(spider, "backfill", None):
            return request
        section, report = request.cb_kwargs.get("section"), self.report
        held = self._ask(report.walks.validators, self.store, spider.name, section, request.url, report.rules)
        return _conditional(request, held) if held else request

    def _discovered(self, url: str, section: str | None, listed: Article | None = None) -> bool:
        """Whether a URL is new, or due again; it is then in the hands of this run."""
        spider = self.crawler.spider
        try:
            with self.store.transaction():
                first_here = self.store.ledger.sight(url, spider.name, section)
                new = self.store.ledger.discover(url, spider.name, section, self.report.run_id, listed)
        except StoreError as error:
            cannot_store(self.crawler, error)
            return False
        self.stats.inc_value("ledger/new" if new else "ledger/known")
        self.report.walks.sighted(section, new=new or first_here)
        if not new and getattr(spider, "backfill", None) and (article := self.store.article_from(url)):
            spider.note_age(article, section)
        return new

    def _walked_enough(self, request: Request) -> bool:
        spider = self.crawler.spider
        if request.meta["list"] == 1 or getattr(spider, "backfill", None):
            return False
        enough = self.report.walks.done(request.cb_kwargs.get("section"))
        self.stats.inc_value("lists/ended_at_known", int(enough))
        return enough

    def get_processed_item(self, item: Any, response: Response | None) -> Any:
        if isinstance(item, Article) and response and "list" in response.meta:
            # whole within its list; should the run end before it is stored, the ledger has it
            new = self._discovered(item.fetch.listed_url, item.section, item)
            return item if new or self.store.corrects(item) else None
        if not isinstance(item, Refusal):
            return item
        if item.reason == "itself":  # the list's URL is no article's, and gets no row
            self.stats.inc_value("lists/itself")
        elif item.failed:
            self.outcomes.settle(item.url, "failed", item.reason)
        elif self.store.ledger.get(item.url):
            self.stats.inc_value("ledger/known")
        else:
            self.outcomes.settle(item.url, "refused", item.reason)
        return None


def _conditional(request: Request, validators: tuple[str | None, str | None]) -> Request:
    """Ask for it only if it is no longer what its server said ``validators`` (ETag, Last-Modified) of."""
    for name, value in zip(("If-None-Match", "If-Modified-Since"), validators, strict=True):
        if value and "playwright" not in request.meta:  # a browser shows the page that it has
            request.headers[name] = value
            request.meta["handle_httpstatus_list"] = [NOT_MODIFIED]
    return request


async def _batches(result: AsyncIterator[Any]) -> AsyncIterator[list[Any]]:
    found = []
    async for one in result:
        found.append(one)
        if len(found) == BATCH:
            yield found
            found = []
    yield found
