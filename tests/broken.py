"""Code with faults, as a user's own may have."""

import os
import signal

from scrapy import Spider, signals


class Broken:
    """A pipeline."""

    def process_item(self, item):
        return 1 / 0


class BrokenInit(Spider):
    name = "broken-init"

    def __init__(self, *args, **kwargs):
        1 / 0  # noqa: B018


class BrokenStart(Spider):
    name = "broken-start"

    async def start(self):
        yield 1 / 0


class Hasty(Spider):
    """Tells its process to end while it is being opened."""

    name = "hasty"
    start_urls = ("http://127.0.0.1:9/",)

    @classmethod
    def from_crawler(cls, crawler, *args, **kwargs):
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.opened, signal=signals.spider_opened)
        return spider

    def opened(self):
        os.kill(os.getpid(), signal.SIGTERM)
