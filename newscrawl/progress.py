"""A progress bar, where somebody is looking."""

import sys
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from tqdm import tqdm

from newscrawl.report import OUTCOMES


class Progress:
    """One bar a crawl on a terminal: articles settled of articles found, and what is in hand. Silent in a log."""

    def __init__(self, crawler: Crawler):
        self.stats = crawler.stats
        self.bar = tqdm(desc=crawler.spidercls.name, unit=" articles", total=0, file=sys.stderr, leave=False)
        for name in ("item_scraped", "item_dropped", "response_received"):
            crawler.signals.connect(self.show, signal=getattr(signals, name))
        crawler.signals.connect(self.close, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not sys.stderr.isatty():
            raise NotConfigured
        return cls(crawler)

    def show(self) -> None:
        settled = {name: self.stats.get_value(f"articles/{name}", 0) for name in OUTCOMES}
        self.bar.total = self.stats.get_value("ledger/new", 0)
        self.bar.set_postfix({name: n for name, n in settled.items() if n}, refresh=False)
        self.bar.update(sum(settled.values()) - self.bar.n)

    def close(self) -> None:
        self.bar.close()
