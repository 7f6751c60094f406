"""What robots.txt asks of crawlers beyond "do not fetch this"."""

from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.robotstxt import RobotParser

from newscrawl.manners.pace import slot_of


class CrawlDelay:
    """Waits between requests to a host as long as its robots.txt asks, if that is longer than our own delay."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.name = crawler.settings["ROBOTSTXT_USER_AGENT"]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signal=signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        slot_of(self.crawler, request).least = robotparser.crawl_delay(self.name) or 0.0
