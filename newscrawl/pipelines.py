"""From what a page says to what is kept. Each step has one job and knows no site."""

import re
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawl import walls
from newscrawl.extract.sanitise import clean as sanitise
from newscrawl.items import Article
from newscrawl.report import Report, cannot_store
from newscrawl.store import Store, StoreError
from newscrawl.urls import clean

ONE_LINE = ("headline", "publisher", "section", "description", "date_published_raw")
SPACES = re.compile(r"[\s\u3000\u200b\ufeff]+")
BLANK_EDGES = re.compile(r"[ \t\u3000\xa0\u200b\ufeff]*\n[ \t\u3000\xa0\u200b\ufeff]*")
PARAGRAPH_GAP = re.compile(r"\n{2,}")


class Drop(DropItem):
    """An article that is not kept: ``state`` and ``reason`` go on its ledger row, with the id of what it repeats."""

    def __init__(self, state: str, reason: str, article_id: int | None = None):
        super().__init__(f"{state}: {reason}", log_level="DEBUG")
        self.state, self.reason, self.article_id = state, reason, article_id


class Clean:
    """Whitespace, addresses and HTML as they are kept, whoever made the item."""

    def process_item(self, item: Article) -> Article:
        for name in ONE_LINE:
            value = getattr(item, name)
            setattr(item, name, (SPACES.sub(" ", value).strip() or None) if value else None)
        for name in ("authors", "editors", "keywords"):
            values = (SPACES.sub(" ", value).strip() for value in getattr(item, name))
            setattr(item, name, list(dict.fromkeys(filter(None, values))))
        item.url = clean(item.url)
        item.canonical_url = clean(item.canonical_url) if item.canonical_url else None
        if item.fetch is None:  # made by a spider's own code; what extract reads has clean text and HTML
            self._clean_body(item)
        return item

    @staticmethod
    def _clean_body(item: Article) -> None:
        if item.article_body:
            lines = BLANK_EDGES.sub("\n", item.article_body.strip(" \t\n\u3000\xa0\u200b\ufeff"))
            item.article_body = PARAGRAPH_GAP.sub("\n\n", lines) or None
        if item.article_body_html:
            item.article_body_html = sanitise(item.article_body_html) or None


class Require:
    """Without headline and body it is no article; the reason says what is missing."""

    def process_item(self, item: Article) -> Article:
        if "page" in item.via:
            raise Drop("refused", item.via["page"])
        if wall := walls.of_article(item):  # the article is behind it, and is asked for again
            raise Drop("failed", f"wall_{wall}")
        for name in ("headline", "article_body"):
            if not getattr(item, name):
                raise Drop("refused", f"no_{name}")
        return item


class _WithStore:
    """A step that asks the run's store. A store that fails ends the run; what was in hand is fetched next time."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.report: Report = crawler.get_extension(Report)
        self.keeps_no_pages = crawler.settings.get("NEWSCRAWL_PAGES_DAYS") in (0, "0")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        try:
            return self.process(item, self.report.store)
        except StoreError as error:
            cannot_store(self.crawler, error)
            raise Drop("failed", "store") from error


class Deduplicate(_WithStore):
    """An article stored from another URL, or by its source with the same text, is not stored again.

    A text that stands under headlines it has nothing to do with is a login or a notice: it has failed, and is asked for
    again.
    """

    def process(self, item: Article, store: Store) -> Article:
        with store.reading():
            twin = store.twin(item)
        if twin and twin[1] == "same_text":
            raise Drop("failed", "same_text")
        if twin:
            raise Drop("duplicate", twin[1], twin[0])
        return item


class StoreArticle(_WithStore):
    """The article and the ledger rows of its URLs, in one transaction."""

    def process(self, item: Article, store: Store) -> Article:
        if item.fetch and self.keeps_no_pages:
            item.fetch.pages = []
        with store.transaction():
            outcome = store.save(item, self.report.run_id)
            self._look_again(item, store, outcome)
        self.crawler.stats.inc_value(f"articles/{outcome}")
        return item

    def _look_again(self, item: Article, store: Store, outcome: str) -> None:
        """When, if its page is its own and may be corrected yet: what is fetched from an archive is old."""
        spider = self.crawler.spider
        if not hasattr(spider, "check_request") or spider.backfill or spider.source.full_text:
            return
        note = store.checks.schedule if outcome == "stored" else store.checks.looked
        note(item.fetch.listed_url, self.report.ages)
