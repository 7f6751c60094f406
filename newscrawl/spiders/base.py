"""What spiders of every kind share: requests for articles, and reading them."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawl.extract.parts import MAX_PARTS, stitch
from newscrawl.items import Article, Fetch
from newscrawl.reading import Reader, Task
from newscrawl.source import Source
from newscrawl.spiders.listed import fill
from newscrawl.urls import registrable


class PartMissingError(RuntimeError):
    """A further page of an article can't be had now. The article is to be fetched again, not kept in part."""

    def __init__(self, response: Response):
        super().__init__(f"{response.url}: status {response.status}")
        self.reason = f"part_http_{response.status}"


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

    def list_request(self, url: str, section: str, page: int = 1, **options: Any) -> Request:
        """A request for a list page; ``page`` counts from 1 within its section. ``options`` go to Request."""
        kwargs = {"section": section, "page": page}
        return Request(url, self.parse, cb_kwargs=kwargs, meta={"list": page}, **options)

    def article_request(self, url: str, section: str | None, listed: Article | None = None) -> Request:
        """A request for an article; ``listed`` is what its list says of it.

        ``meta["article"]`` is the URL as listed: the name of its ledger row.
        """
        meta = {"article": url, "listed": listed}
        return Request(url, self.parse_article, cb_kwargs={"section": section}, meta=meta, priority=1)

    async def parse_article(self, response: Response, section: str | None = None) -> Article:
        """Read one article, with the further pages it is spread over, whatever the Content-Type says."""
        fetched_at = datetime.now(UTC)
        article, page = await self.reader.read(_task(response, fetched_at))
        article.section = section or article.section
        article.fetch = Fetch(
            listed_url=response.meta.get("article", response.url),
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            pages=[page],
            reader=self.reader.rules,
        )
        if article.next_part:
            await self._add_parts(article, response.url, fetched_at)
        return fill(article, response.meta.get("listed"))

    async def _add_parts(self, article: Article, first: str, fetched_at: datetime) -> None:
        parts, url = [], article.next_part
        while url and len(parts) < MAX_PARTS and url not in {page.url for page in article.fetch.pages}:
            response = await self.crawler.engine.download_async(Request(url, meta={"part": len(parts) + 2}))
            if response.status in (404, 410):  # a link that leads nowhere: what there is, is the whole
                break
            if response.status >= 400:
                raise PartMissingError(response)
            part, page = await self.reader.read(_task(response, fetched_at, first))
            parts.append(part)
            article.fetch.pages.append(page)
            url = part.next_part
        self.crawler.stats.inc_value("articles/parts", len(parts))
        stitch(article, parts)

    def closed(self, reason: str) -> None:
        self.reader.close()


def section_of(url: str) -> str:
    """A list's name, from its URL: the last part of its path, without extension; else the host."""
    parts = urlsplit(url)
    last = [part for part in parts.path.split("/") if part]
    return (re.sub(r"\.\w{2,5}$", "", last[-1]) if last else "") or parts.hostname or url


def _task(response: Response, fetched_at: datetime, part_of: str | None = None) -> Task:
    return Task(response.body, response.url, header(response, "Content-Type"), fetched_at, part_of)


def header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
