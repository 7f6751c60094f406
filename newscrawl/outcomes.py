"""What came of each URL, as the ledger is told: by the errbacks of requests and by Scrapy's signals."""

from datetime import datetime
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from newscrawl.fates import HeldBackError, Unchanged, fate_of
from newscrawl.report import Report, cannot_store
from newscrawl.store import Store, StoreError


class Outcomes:
    """Writes fates. What is stored stays stored, whatever a later look at it meets; only that its page is gone is kept.

    ``ages`` are those at which a stored article is looked at again.
    """

    def __init__(self, crawler: Crawler, report: Report):
        self.crawler, self.stats, self.report = crawler, crawler.stats, report
        for name in ("request_scheduled", "request_dropped", "item_dropped", "item_error", "spider_error"):
            crawler.signals.connect(getattr(self, name), signal=getattr(signals, name))

    @property
    def store(self) -> Store:
        return self.report.store

    def settle(
        self, url: str, state: str, reason: str, article_id: int | None = None, until: datetime | None = None,
        *, sent: bool = True,
    ) -> None:  # fmt: skip
        """Write a URL's fate and count it; ``until`` its host rests, and what was not ``sent`` is no attempt."""
        name, run_id = self.crawler.spider.name, self.report.run_id
        try:
            with self.store.transaction():
                held = (entry := self.store.ledger.get(url)) and entry.held
                if held and state != "gone":
                    self.store.checks.looked(url, self.report.ages)
                elif state == "failed":
                    self.store.ledger.fail(url, name, reason, run_id, until, sent=sent)
                else:
                    self.store.ledger.settle(url, name, state, reason, article_id=article_id, run_id=run_id)
                    if held:
                        self.store.checks.looked(url, self.report.ages)
        except StoreError as error:
            cannot_store(self.crawler, error)
            return
        counted = "checks" if held else "articles"
        self.stats.inc_value(f"{counted}/{state}")
        self.stats.inc_value(f"{counted}/{state}/{reason}")

    def failed(self, failure: Failure) -> None:
        """The errback of every request: say why nothing was read."""
        request = failure.request
        if isinstance(failure.value, Unchanged):
            self._unchanged(request)
            return
        state, reason = fate_of(failure.value)
        held = isinstance(failure.value, HeldBackError)
        if state is None:
            return
        if "list" in request.meta:
            said = str(failure.value) if held else reason
            self.report.list_failed(request.url, said, request.cb_kwargs.get("section"))
        else:
            until = failure.value.until if held else request.meta.get("rests_until")
            self.settle(request.meta["article"], state, reason, until=until, sent=not held)

    def _unchanged(self, request: Request) -> None:
        try:
            with self.store.transaction():
                if "list" in request.meta:
                    section = request.cb_kwargs.get("section") or ""
                    self.report.walks.unchanged(self.store, self.crawler.spider.name, section)
                else:
                    self.store.checks.looked(request.meta["article"], self.report.ages)
        except StoreError as error:
            cannot_store(self.crawler, error)
            return
        if "list" in request.meta:
            self.stats.inc_value("lists/read")
            self.stats.inc_value("lists/unchanged")
        else:
            self.stats.inc_value("checks/unchanged")

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        # a redirect to a host the source does not name: Scrapy drops it without calling anyone back
        url = request.meta.get("article")
        if url and not self._on_site(request):
            self.settle(url, "refused", "other_host")
        elif "list" in request.meta and not self._on_site(request):
            self.report.list_failed(request.url, "other_host", request.cb_kwargs.get("section"))

    def request_dropped(self, request: Request, spider: Spider) -> None:
        if "list" in request.meta and request.url in request.meta.get("redirect_urls", ()):
            self.report.list_failed(request.url, "redirect_loop", request.cb_kwargs.get("section"))
        elif "list" in request.meta:
            self.stats.inc_value("lists/next_page_loop")
        elif request.url in request.meta.get("redirect_urls", ()):
            self.settle(request.meta["article"], "failed", "redirect_loop")
        elif "article" in request.meta:
            # two listed URLs that lead, by redirects or spelling, to one that this run has fetched
            entry = self.store.ledger.get(request.url)
            if entry and entry.article_id:
                self.settle(request.meta["article"], "duplicate", "url", entry.article_id)
            else:  # that may be a log-in or a captcha, which many lead to
                self.settle(request.meta["article"], "failed", "redirected_together")

    def item_dropped(self, item: Any, exception: Exception, spider: Spider) -> None:
        fetch = getattr(item, "fetch", None)
        if fetch and not self.report.store_error:
            state = getattr(exception, "state", "refused")
            reason = getattr(exception, "reason", None) or str(exception) or type(exception).__name__
            self.settle(fetch.listed_url, state, reason, getattr(exception, "article_id", None))

    def item_error(self, item: Any, failure: Failure, spider: Spider) -> None:
        self.stats.inc_value("articles/errors")
        if fetch := getattr(item, "fetch", None):
            self.settle(fetch.listed_url, "failed", f"error_{type(failure.value).__name__}")

    def spider_error(self, failure: Failure, response: Response | None, spider: Spider) -> None:
        if response is None:  # in start(): no URL's fate, and the run ends with it
            return
        error = failure.value
        reason = getattr(error, "reason", None) or fate_of(error)[1]
        if url := response.meta.get("article"):
            self.stats.inc_value("articles/errors", int(reason.startswith("error_")))
            self.settle(url, "failed", reason)
        else:
            self.report.list_failed(response.url, reason, response.cb_kwargs.get("section"))

    def _on_site(self, request: Request) -> bool:
        host = urlparse_cached(request).hostname or ""
        return any(host == name or host.endswith("." + name) for name in self.crawler.spider.allowed_domains or [host])
