"""What is known is not fetched again, and what came to nothing is written down."""

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from newscrawl.fates import fate_of
from newscrawl.items import Article, Refusal
from newscrawl.report import Report, cannot_store
from newscrawl.store import Store, StoreError

BATCH = 500  # links of a list in one transaction; a list of a million is never in memory


class LedgerMiddleware(BaseSpiderMiddleware):
    """Keeps the ledger while a crawl runs.

    A request with ``meta["article"]`` (the URL as listed) passes only if the ledger does not know it, and its row then
    says 'discovered' until a pipeline or this middleware writes its fate. Requests that an earlier run left unfinished
    follow those of ``start()``.
    """

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        self.stats = crawler.stats
        self.report: Report = crawler.get_extension(Report)
        for name in ("request_scheduled", "request_dropped", "item_dropped", "item_error", "spider_error"):
            crawler.signals.connect(getattr(self, name), signal=getattr(signals, name))

    @property
    def store(self) -> Store:
        return self.report.store

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        async for request in super().process_start(start):
            yield request
        spider = self.crawler.spider
        try:
            with self.store.reading():
                waiting = self.store.ledger.waiting(spider.name, self.report.run_id)
        except StoreError as error:
            cannot_store(self.crawler, error)
            return
        if getattr(getattr(spider, "source", None), "full_text", False):
            return  # the list itself holds the articles, and brings what is left of them
        for url, section in waiting:
            listed = self.store.ledger.listed(url)  # only what a list says of it may tell where its text is
            said = [listed] if listed else []
            request = self.get_processed_request(spider.article_request(url, section, *said), None)
            if request:
                self.stats.inc_value("ledger/resumed")
                yield request

    async def process_spider_output_async(
        self, response: Response, result: AsyncIterator[Any], spider: Spider | None = None
    ) -> AsyncIterator[Any]:
        if "list" not in response.meta:
            async for one in super().process_spider_output_async(response, result):
                yield one
            return
        section = response.cb_kwargs.get("section") or ""
        async for batch in _batches(result):  # links are looked up and written many in one transaction
            try:
                with self.store.transaction():
                    self.report.walks.begin(self.store, self.crawler.spider.name, section)
                    found = [one for one in (self._get_processed(one, response) for one in batch) if one is not None]
            except StoreError as error:
                cannot_store(self.crawler, error)
                return
            for one in found:
                yield one

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        url = request.meta.get("article")
        if not url and "list" not in request.meta:
            return request
        request.errback = self.failed
        if not url:
            return None if self._walked_enough(request) else request
        return request if self._discovered(url, request.cb_kwargs.get("section"), request.meta.get("listed")) else None

    def _discovered(self, url: str, section: str | None, listed: Article | None = None) -> bool:
        """Whether a URL is new, or due again; it is then in the hands of this run."""
        try:
            with self.store.transaction():
                new = self.store.ledger.discover(url, self.crawler.spider.name, section, self.report.run_id, listed)
        except StoreError as error:
            cannot_store(self.crawler, error)
            return False
        self.stats.inc_value("ledger/new" if new else "ledger/known")
        self.report.walks.sighted(section, new=new)
        spider = self.crawler.spider
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
            return item if self._discovered(item.fetch.listed_url, item.section, item) else None
        if not isinstance(item, Refusal):
            return item
        if item.reason == "itself":  # the list's URL is no article's, and gets no row
            self.stats.inc_value("lists/itself")
        elif item.failed:
            self._settle(item.url, "failed", item.reason)
        elif self.store.ledger.get(item.url):
            self.stats.inc_value("ledger/known")
        else:
            self._settle(item.url, "refused", item.reason)
        return None

    def failed(self, failure: Failure) -> None:
        """The errback of every request: say why nothing was read."""
        state, reason = fate_of(failure.value)
        request = failure.request
        if "list" in request.meta:
            self.report.list_failed(request.url, reason)
        else:
            self._settle(request.meta["article"], state, reason)

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        # a redirect to a host the source does not name: Scrapy drops it without calling anyone back
        url = request.meta.get("article")
        if url and not self._on_site(request):
            self._settle(url, "refused", "other_host")
        elif "list" in request.meta and not self._on_site(request):
            self.report.list_failed(request.url, "other_host")

    def request_dropped(self, request: Request, spider: Spider) -> None:
        if "list" in request.meta:
            self.stats.inc_value("lists/next_page_loop")
        elif request.url in request.meta.get("redirect_urls", ()):
            self._settle(request.meta["article"], "failed", "redirect_loop")
        elif "article" in request.meta:
            # two listed URLs that lead, by redirects or spelling, to one that this run has fetched
            entry = self.store.ledger.get(request.url)
            if entry and entry.article_id:
                self._settle(request.meta["article"], "duplicate", "url", entry.article_id)
            else:  # that may be a log-in or a captcha, which many lead to
                self._settle(request.meta["article"], "failed", "redirected_together")

    def item_dropped(self, item: Any, exception: Exception, spider: Spider) -> None:
        fetch = getattr(item, "fetch", None)
        if fetch and not self.report.store_error:
            state = getattr(exception, "state", "refused")
            reason = getattr(exception, "reason", None) or str(exception) or type(exception).__name__
            self._settle(fetch.listed_url, state, reason, getattr(exception, "article_id", None))

    def item_error(self, item: Any, failure: Failure, spider: Spider) -> None:
        self.stats.inc_value("articles/errors")
        if fetch := getattr(item, "fetch", None):
            self._settle(fetch.listed_url, "failed", f"error_{type(failure.value).__name__}")

    def spider_error(self, failure: Failure, response: Response, spider: Spider) -> None:
        error = failure.value
        reason = getattr(error, "reason", None) or fate_of(error)[1]
        if url := response.meta.get("article"):
            self.stats.inc_value("articles/errors", int(reason.startswith("error_")))
            self._settle(url, "failed", reason)
        else:
            self.report.list_failed(response.url, reason)

    def _on_site(self, request: Request) -> bool:
        host = urlparse_cached(request).hostname or ""
        return any(host == name or host.endswith("." + name) for name in self.crawler.spider.allowed_domains or [host])

    def _settle(self, url: str, state: str, reason: str, article_id: int | None = None) -> None:
        name, run_id = self.crawler.spider.name, self.report.run_id
        try:
            with self.store.transaction():
                if state == "failed":
                    self.store.ledger.fail(url, name, reason, run_id)
                else:
                    self.store.ledger.settle(url, name, state, reason, article_id=article_id, run_id=run_id)
        except StoreError as error:
            cannot_store(self.crawler, error)
            return
        self.stats.inc_value(f"articles/{state}")
        self.stats.inc_value(f"articles/{state}/{reason}")


async def _batches(result: AsyncIterator[Any]) -> AsyncIterator[list[Any]]:
    found = []
    async for one in result:
        found.append(one)
        if len(found) == BATCH:
            yield found
            found = []
    yield found
