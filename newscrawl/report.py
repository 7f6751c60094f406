"""A run's row in the database: opened with the spider, closed with what happened and why."""

import asyncio
import logging
from collections.abc import Callable
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from newscrawl.fates import because
from newscrawl.items import Article
from newscrawl.observed import Observed
from newscrawl.source_checks import durations
from newscrawl.store import Claim, Store, StoreError
from newscrawl.walks import Walks

logger = logging.getLogger(__name__)

ESSENTIAL = {"headline", "article_body", "date_published"}
COVERED = ("headline", "article_body", "date_published", "authors", "publisher", "description", "image")
ENOUGH = 3  # articles read in a run before a field that none of them has counts as lost, or before all failing is news
FINE = ("finished", "closespider_timeout", "closespider_itemcount", "closespider_pagecount", "closespider_errorcount")
COUNTS = {
    "requests": "downloader/request_count",
    "bytes": "downloader/response_bytes",
    "lists": "lists/read",
    "links": "lists/links",
    "known": "ledger/known",
    "new": "ledger/new",
    "resumed": "ledger/resumed",
    "next_page_loops": "lists/next_page_loop",
    "lists_to_themselves": "lists/itself",
    "lists_unchanged": "lists/unchanged",
    "records_without_link": "lists/no_link",
}
NO_LINKS = "if the site did not move them or ask for a login, check kind and article_links"
INDEXING = 0.5  # seconds at the end of a run in which the search's index catches up; it does well without
KEPT = ("stored", "revised", "unchanged", "duplicate/text")
OUTCOMES = ("stored", "revised", "unchanged", "duplicate", "refused", "gone", "failed")


class Report:
    """The run: its store, its id, and how it ended: ``state`` is ok, ill or failed, ``reason`` says why."""

    def __init__(self, crawler: Crawler):
        self.crawler, self.stats = crawler, crawler.stats
        settings = crawler.settings
        self.store = Store(settings["NEWSCRAWL_DB"], busy_timeout=settings.getfloat("NEWSCRAWL_DB_TIMEOUT"))
        self.run_id: int | None = None
        self.rules = ""  # by which links are taken from lists
        self.claim: Claim | None = getattr(crawler, "claim", None)  # of whoever made the crawler and will let it go
        self.state, self.reason = "running", None
        self.store_error: str | None = None
        self.coverage = {"read": 0}
        self.observed = Observed()
        self.lists_failed: list[str] = []
        self.remarks: dict[str, str] = {}  # by host: why it was left in peace
        self.walks = Walks(settings.getint("NEWSCRAWL_KNOWN_IN_A_ROW"))
        self.ages = durations("NEWSCRAWL_CHECKS", settings.getlist("NEWSCRAWL_CHECKS"))
        self.closing: asyncio.Future | None = None  # held, so that the loop's weak reference does not lose it

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        report = cls(crawler)
        crawler.signals.connect(report.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(report.spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(report.count, signal=signals.item_scraped)
        crawler.signals.connect(report.count, signal=signals.item_dropped)
        crawler.signals.connect(report.answered, signal=signals.response_received)
        return report

    def spider_opened(self, spider: Spider) -> None:
        if source := getattr(spider, "source", None):
            self.store.ledger.key, self.rules = source.key, source.digest
        try:
            self.claim = self.claim or self.store.claims.take_source(spider.name)
            with self.store.transaction():
                self.store.runs.bury(spider.name)
                self.run_id = self.store.runs.start(spider.name)
        except StoreError as error:
            self.store_error = str(error)
            raise CloseSpider("store_failed") from error

    def count(self, item: Article) -> None:
        """Count which fields an article had, kept or not; a page that could not be read at all is not counted.

        A field that was looked for and never found counts 0; what is not looked for is not there.
        """
        if not isinstance(item, Article) or "page" in item.via or (item.fetch and item.fetch.check):
            return  # what is old says nothing of how the source is today
        self.observed.article(item)
        self.coverage["read"] += 1
        for name in {*COVERED, *getattr(self.crawler.spider, "source", _NoSource).fields}:
            self.coverage[name] = self.coverage.get(name, 0) + bool(getattr(item, name))

    def answered(self, response: Response) -> None:
        self.observed.response(response.meta.get("download_latency"))

    def list_failed(self, url: str, reason: str, section: str | None) -> None:
        self.walks.failed(section)
        self.stats.inc_value("lists/failed")
        self.stats.inc_value(f"lists/failed/{reason}")
        said = because(reason)
        self.lists_failed.append(f"{url}: {reason} ({said})" if said else f"{url}: {reason}")

    def spider_closed(self, spider: Spider, reason: str) -> None:
        try:
            self.state, self.reason = self._verdict(spider, reason)
            if self.run_id is not None:  # else its row could not even be begun
                self._record(spider, reason)
                self.store.index(seconds=INDEXING)
        except StoreError as error:
            self.state, self.reason = "failed", str(error)
        self.store.close()
        if self.claim:
            self.claim.release()
        tried_out = self.crawler.settings["NEWSCRAWL_DB"] == ":memory:"  # by parse, shell and their like
        if self.state != "ok" and not tried_out:
            logger.error("%s: %s: %s", spider.name, self.state, self.reason)

    def counts(self) -> dict:
        """The figures of the run, without the noughts: COUNTS, outcomes; "reasons" of these, "notes" on lists."""
        keys = COUNTS | {outcome: f"articles/{outcome}" for outcome in OUTCOMES}
        values = {name: self.stats.get_value(key, 0) for name, key in keys.items()}
        values["reasons"] = self._under("articles/", lambda key: key.count("/") > 1)
        values["checks"] = self._under("checks/", lambda key: True)
        values["notes"] = self._under("lists/", lambda key: key not in COUNTS.values())
        values["backfill"] = int(bool(getattr(self.crawler.spider, "backfill", None)))
        return {name: value for name, value in (values | self.observed.figures()).items() if value}

    def _under(self, prefix: str, wanted: Callable[[str], bool]) -> dict:
        stats = sorted(self.stats.get_stats().items())
        return {k.removeprefix(prefix): v for k, v in stats if k.startswith(prefix) and wanted(k) and v}

    def _verdict(self, spider: Spider, reason: str) -> tuple[str, str | None]:
        get = self.stats.get_value
        if self.store_error:
            return "failed", self.store_error
        if reason not in FINE:
            return "failed", f"stopped before the end ({reason}); the next run goes on from here"
        if errors := get("articles/errors"):
            return "failed", f"{errors} articles ended in an error of the program; the log has it"
        if hasattr(spider, "source") and not get("lists/read"):
            return "failed", f"no list page could be read: {'; '.join(self.lists_failed[:3]) or 'none was found'}"
        ills = [*self.remarks.values()]
        if self.lists_failed:
            ills.append(f"{len(self.lists_failed)} list pages failed: {'; '.join(self.lists_failed[:3])}")
        if get("lists/empty_first"):
            ills.append(f"no links found on {get('lists/empty_first')} list pages; {NO_LINKS}")
        if lost := self._lost(spider):
            ills.append(f"{', '.join(lost)} found in none of {self.coverage['read']} articles; check the selectors")
        failed, new = get("articles/failed", 0), get("ledger/new", 0)
        if reason != "finished":  # closed with some still to be fetched
            new = min(new, sum(get(f"articles/{outcome}", 0) for outcome in OUTCOMES))
        if new >= ENOUGH and failed < new and not any(get(f"articles/{one}") for one in KEPT):
            ills.append(f"none of {new} new articles was kept: {self._commonest('')}")
        if failed >= ENOUGH and failed * 2 > new:
            ills.append(f"{failed} of {new} articles failed: {self._commonest('failed/')}")
        return ("ill", "; ".join(ills)) if ills else ("ok", None)

    def _record(self, spider: Spider, reason: str) -> None:
        with self.store.transaction():
            self._record_walks(spider, reason)
            self.store.runs.finish(self.run_id, self.state, self.reason, self.counts(), self.coverage)

    def _record_walks(self, spider: Spider, reason: str) -> None:
        """A run that ended early says nothing of its lists; a gap is an ill of its own."""
        if self.state == "failed" or reason != "finished" or getattr(spider, "backfill", None):
            return
        if gaps := self.walks.finish(self.store, spider.name, self.rules):
            gap = f"what was new since the last run filled all of {', '.join(gaps)}; some may be missed: run more often"
            self.state, self.reason = "ill", "; ".join(filter(None, (self.reason, gap)))

    def _lost(self, spider: Spider) -> list[str]:
        if self.coverage["read"] < ENOUGH:
            return []
        source = getattr(spider, "source", _NoSource)
        expected = ESSENTIAL | set(source.fields) | self.store.runs.usual_fields(spider.name)
        return sorted(name for name in expected if self.coverage.get(name) == 0)

    def _commonest(self, state: str) -> str:
        """The commonest reason of a state ("failed/"), or of all."""
        prefix = f"articles/{state}"
        reasons = {k: v for k, v in self.stats.get_stats().items() if k.startswith(prefix) and k.count("/") > 1}
        return max(reasons, key=reasons.get, default=prefix).removeprefix(prefix)


class _NoSource:
    """Stands for the source of a spider that is written in code."""

    fields: dict = {}  # noqa: RUF012


def cannot_store(crawler: Crawler, error: StoreError) -> None:
    """End a run whose database can't take what it finds; the error becomes the run's reason."""
    report = crawler.get_extension(Report)
    if report.store_error is None:
        report.store_error = str(error)
        report.closing = asyncio.ensure_future(crawler.engine.close_spider_async(reason="store_failed"))
