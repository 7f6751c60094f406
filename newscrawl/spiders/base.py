"""What spiders of every kind share: requests for articles, and reading them."""

import re
from collections.abc import AsyncIterator
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawl.items import Article, Fetch
from newscrawl.reading import Reader
from newscrawl.source import Source
from newscrawl.urls import registrable


class SourceSpider(Spider):
    """A spider whose site is described by a Source. A kind adds ``parse(response, ...)``, which reads a list."""

    source: ClassVar[Source]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.reader = Reader(cls.source, crawler.settings.getint("NEWSCRAWL_READERS"))
        return spider

    @classmethod
    def of(cls, source: Source) -> type[Self]:
        """The spider class of one source file."""
        return type(
            f"{source.name.title().replace('-', '').replace('_', '')}{cls.__name__}",
            (cls,),
            {
                "__module__": cls.__module__,
                "name": source.name,
                "source": source,
                "custom_settings": source.settings,
                "start_urls": list(source.start_urls),
                "allowed_domains": sorted({*map(registrable, source.start_urls), *source.allowed_domains}),
            },
        )

    def __init__(self, *args: Any, start_urls: str | None = None, **kwargs: Any):
        """``-a start_urls=URL,URL`` walks these instead of the source's own, at their hosts only."""
        super().__init__(*args, **kwargs)
        if start_urls:
            self.start_urls = start_urls.split(",")
            self.allowed_domains = sorted(set(map(registrable, self.start_urls)))

    async def start(self) -> AsyncIterator[Any]:
        for url in self.start_urls:
            yield self.list_request(url, section_of(url))

    def list_request(self, url: str, section: str, page: int = 1) -> Request:
        """A request for a list page; ``page`` counts from 1 within its section."""
        return Request(url, self.parse, cb_kwargs={"section": section, "page": page}, meta={"list": page})

    def article_request(self, url: str, section: str | None) -> Request:
        """A request for an article. ``meta["article"]`` is the URL as listed: the name of its ledger row."""
        return Request(url, self.parse_article, cb_kwargs={"section": section}, meta={"article": url}, priority=1)

    async def parse_article(self, response: Response, section: str | None = None) -> Article:
        """Read one article page, whatever its Content-Type says it is."""
        fetch = Fetch(
            listed_url=response.meta.get("article", response.url),
            encoding=header(response, "Content-Type"),
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
        )
        article = await self.reader.read(response.body, response.url, fetch.encoding, fetch)
        article.section = section or article.section
        return article

    def closed(self, reason: str) -> None:
        self.reader.close()


def section_of(url: str) -> str:
    """A list's name, from its URL: the last part of its path, without extension; else the host."""
    parts = urlsplit(url)
    last = [part for part in parts.path.split("/") if part]
    return (re.sub(r"\.\w{2,5}$", "", last[-1]) if last else "") or parts.hostname or url


def header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
