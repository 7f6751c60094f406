"""Spiders to compare with, as lean as Scrapy allows: python -m benchmarks.peers NAME URL.

bare: three parsel selectors, nothing stored. discard: pages thrown away. trafilatura: it is called in the callback.
"""

import sys

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

SETTINGS = {
    "CONCURRENT_REQUESTS": 32,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 32,
    "DOWNLOAD_DELAY": 0,
    "ROBOTSTXT_OBEY": True,
    "LOG_LEVEL": "WARNING",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "COOKIES_ENABLED": False,
}


class Bare(scrapy.Spider):
    name = "bare"

    def parse(self, response):
        yield from response.follow_all(css="ul.posts a", callback=self.parse_article, priority=1)
        yield from response.follow_all(css="a.next")

    def parse_article(self, response):
        yield {
            "headline": response.css("h1::text").get(),
            "date": response.css("time::attr(datetime)").get(),
            "body": "\n\n".join(response.css("div.story p::text").getall()),
        }


class Discard(Bare):
    name = "discard"

    def parse_article(self, response):
        yield {"size": len(response.body)}


class Trafilatura(Bare):
    name = "trafilatura"

    def parse_article(self, response):
        from trafilatura import bare_extraction  # noqa: PLC0415 (an optional package, measured only here)

        found = bare_extraction(response.body, url=response.url, with_metadata=True)
        yield found.as_dict() if found else {}


def main(name: str, url: str) -> None:
    spider = {peer.name: peer for peer in (Bare, Discard, Trafilatura)}[name]
    process = AsyncCrawlerProcess(SETTINGS)
    crawler = process.create_crawler(spider)
    process.crawl(crawler, start_urls=[url])
    process.start()
    print(crawler.stats.get_value("item_scraped_count", 0))


if __name__ == "__main__":
    main(*sys.argv[1:])
