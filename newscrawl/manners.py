"""What a site asks of crawlers beyond "do not fetch this"."""

from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.robotstxt import RobotParser


class CrawlDelay:
    """Waits between requests to a host as long as its robots.txt asks, if that is longer than our own delay."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.ours = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.name = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signal=signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        asked = robotparser.crawl_delay(self.name) or 0.0
        if asked <= self.ours:
            return
        downloader = self.crawler.engine.downloader
        key = downloader.get_slot_key(request)
        downloader.per_slot_settings[key] = downloader.per_slot_settings.get(key, {}) | {"delay": asked, "jitter": 0}
        if slot := downloader.slots.get(key):  # the request for robots.txt has opened it
            slot.delay, slot.jitter = asked, 0.0
