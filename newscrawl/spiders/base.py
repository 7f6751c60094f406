"""What spiders of every kind share: requests for articles, and reading them."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.http import Response

from newscrawl.extract import extract
from newscrawl.items import Article, Fetch
from newscrawl.source import Source
from newscrawl.urls import registrable


class SourceSpider(Spider):
    """A spider whose site is described by a Source. A kind adds ``parse(response, ...)``, which reads a list."""

    source: ClassVar[Source]

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

    async def start(self) -> AsyncIterator[Any]:
        for url in self.start_urls:
            yield self.list_request(url, section_of(url))

    def list_request(self, url: str, section: str, page: int = 1) -> Request:
        """A request for a list page; ``page`` counts from 1 within its section."""
        return Request(url, self.parse, cb_kwargs={"section": section, "page": page}, meta={"list": page})

    def article_request(self, url: str, section: str | None) -> Request:
        """A request for an article. ``meta["article"]`` is the URL as listed: the name of its ledger row."""
        return Request(url, self.parse_article, cb_kwargs={"section": section}, meta={"article": url}, priority=1)

    def parse_article(self, response: Response, section: str | None = None) -> Article:
        """Read one article page, whatever its Content-Type says it is."""
        content_type = response.headers.get("Content-Type", b"").decode("latin-1") or None
        article = extract(response.body, response.url, self.source, encoding=content_type, fetched_at=datetime.now(UTC))
        article.section = section or article.section
        article.fetch = Fetch(
            listed_url=response.meta.get("article", response.url),
            page=response.body,
            encoding=content_type,
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
        )
        return article


def section_of(url: str) -> str:
    """A list's name, from its URL: the last part of its path, without extension; else the host."""
    parts = urlsplit(url)
    last = [part for part in parts.path.split("/") if part]
    return (re.sub(r"\.\w{2,5}$", "", last[-1]) if last else "") or parts.hostname or url


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
