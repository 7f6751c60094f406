"""What spiders of every kind share: requests for articles, and reading them."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import Response

from newscrawl.extract import opt_outs
from newscrawl.extract.parts import MAX_PARTS, stitch
from newscrawl.items import Article, Fetch, Refusal
from newscrawl.reading import Reader, Task
from newscrawl.report import Report
from newscrawl.source import Source
from newscrawl.spiders import rendered
from newscrawl.spiders.listed import fill, said_by_list
from newscrawl.urls import fold, registrable

MOST_PAGES = 10_000  # of one list; an end to lists that have none


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
        hosts = sorted({*map(registrable, source.start_urls), *source.allowed_domains})
        return type(
            f"{source.name.title().replace('-', '').replace('_', '')}{cls.__name__}",
            (cls,),
            {
                "__module__": cls.__module__,
                "name": source.name,
                "source": source,
                "custom_settings": source.settings | (rendered.settings(hosts) if source.render else {}),
                "start_urls": list(source.start_urls),
                "allowed_domains": hosts,
            },
        )

    def __init__(self, *args: Any, start_urls: str | None = None, backfill: str | None = None, **kwargs: Any):
        """``-a start_urls=URL,URL`` walks these instead of the source's own, at their hosts only.

        ``-a backfill=2026-01-01`` (ISO 8601; UTC without a zone) walks each list back to that time, whatever is known
        and whatever ``max_pages`` says.
        """
        super().__init__(*args, **kwargs)
        self.backfill = aware(backfill) if backfill else None
        self.oldest: dict[str | None, datetime] = {}  # of the articles read in this run, by section
        if start_urls:
            self.start_urls = start_urls.split(",")
            self.allowed_domains = sorted(set(map(registrable, self.start_urls)))
        self.lists = set(map(fold, self.start_urls))  # a list that links to another is no article

    async def start(self) -> AsyncIterator[Any]:
        for url in self.start_urls:
            yield self.list_request(url, self.source.section or section_of(url))

    def list_request(self, url: str, section: str, page: int = 1, **options: Any) -> Request:
        """A request for a list page; ``page`` counts from 1 within its section. ``options`` go to Request."""
        kwargs = {"section": section, "page": page}
        return Request(url, self.parse, cb_kwargs=kwargs, meta=self._meta(list=page), **options)

    def article_request(self, url: str, section: str | None, listed: Article | None = None) -> Request:
        """A request for an article; ``listed`` is what its list says of it.

        ``meta["article"]`` is the URL as listed: the name of its ledger row.
        """
        meta = self._meta(article=url, listed=listed)
        return Request(url, self.parse_article, cb_kwargs={"section": section}, meta=meta, priority=1)

    def check_request(self, url: str, section: str | None, stored: Article, listed: Article | None) -> Request:
        """A request for a stored article, behind all others; ``listed`` says where its text is if not at its URL."""
        said = said_by_list(stored)
        said.fetch = listed.fetch if listed else None
        request = self.article_request(url, section, said).replace(priority=-1)
        request.meta["check"] = True
        return request

    def _meta(self, **values: object) -> dict[str, object]:
        return values | ({"playwright": True} if self.source.render else {})

    def linked(self, url: str, section: str | None, listed: Article | None = None) -> Request | Refusal:
        """What a link on a list leads to: an article, unless it is one of the lists itself."""
        return Refusal(url, "itself") if fold(url) in self.lists else self.article_request(url, section, listed)

    def list_read(self, response: Response, links: int, page: int, *, whole: bool = True) -> None:
        """Count a list that was read; without any link on its first page the run is ill.

        ``whole``: all of its links were taken, so that it need not be read again until it changes.
        """
        stats = self.crawler.stats
        if links and whole and response.meta.get("list") == 1:
            asked = response.meta.get("redirect_urls", [response.url])[0]
            validators = header(response, "ETag"), header(response, "Last-Modified")
            self.crawler.get_extension(Report).walks.read_whole(asked, response.cb_kwargs["section"], *validators)
        stats.inc_value("lists/read")
        stats.inc_value("lists/links", links)
        if not links:
            stats.inc_value("lists/empty" if page > 1 else "lists/empty_first")

    def list_failed(self, response: Response, reason: str) -> None:
        """Count a list that came and could not be read; the run is ill, or has failed if it was the only one."""
        self.crawler.get_extension(Report).list_failed(response.url, reason, response.cb_kwargs.get("section"))

    async def parse_article(self, response: Response, section: str | None = None) -> Article:
        """Read one article, with the further pages it is spread over, whatever the Content-Type says."""
        fetched_at = datetime.now(UTC)
        apart = "resumed" in response.meta  # a run that ended with this page in hand may have ended because of it
        expected = sum(self.crawler.stats.get_value(f"ledger/{kind}", 0) for kind in ("new", "resumed"))
        article, page = await self.reader.read(_task(response, fetched_at), expected, apart=apart)
        article.section = section or article.section
        tags = [tag.decode("latin-1") for tag in response.headers.getlist("X-Robots-Tag")]
        reserved, policy = (header(response, name) for name in (opt_outs.RESERVATION, opt_outs.POLICY))
        opt_outs.add(article, opt_outs.found(tags, reserved, policy), "header")
        if reserved is None and (said := response.meta.get("tdm")):  # a header goes before the host's file
            opt_outs.add(article, opt_outs.found((), *said), "tdmrep.json")
        self.note_age(article, section)
        article.fetch = Fetch(
            listed_url=response.meta.get("article", response.url),
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            pages=[page],
            reader=self.reader.rules,
            check=response.meta.get("check", False),
        )
        if article.next_part:
            await self._add_parts(article, response.url, fetched_at, apart)
        text = article.article_body
        fill(article, response.meta.get("listed"))
        if len(article.fetch.pages) == 1 and article.article_body is text:
            article.fetch.signature = page.signature
        return article

    async def _add_parts(self, article: Article, first: str, fetched_at: datetime, apart: bool) -> None:
        parts, url = [], article.next_part
        while url and len(parts) < MAX_PARTS and url not in {page.url for page in article.fetch.pages}:
            response = await self.crawler.engine.download_async(Request(url, meta=self._meta(part=len(parts) + 2)))
            if response.status in (404, 410):  # a link that leads nowhere: what there is, is the whole
                break
            if response.status >= 400:
                raise PartMissingError(response)
            part, page = await self.reader.read(_task(response, fetched_at, first), apart=apart)
            parts.append(part)
            article.fetch.pages.append(page)
            url = part.next_part
        self.crawler.stats.inc_value("articles/parts", len(parts))
        stitch(article, parts)

    def note_age(self, article: Article, section: str | None) -> None:
        if article.date_published:
            self.oldest[section] = min(article.date_published, self.oldest.get(section, article.date_published))

    def goes_on(self, section: str | None, page: int) -> bool:
        """Whether a list is to be walked beyond a page."""
        if self.backfill is None:
            return page < self.source.max_pages
        # a page's articles are read before the next page is asked for, so this is at most a page too far
        oldest = self.oldest.get(section)
        return page < MOST_PAGES and (oldest is None or oldest >= self.backfill)

    async def closed(self, reason: str) -> None:
        await self.reader.close()


def section_of(url: str) -> str:
    """A list's name, from its URL: the last part of its path, without extension; else the host."""
    parts = urlsplit(url)
    names = [re.sub(r"\.\w{2,5}$", "", part) for part in parts.path.split("/") if part]
    while names and names[-1].lower() in ("index", "default"):
        names.pop()
    return (names[-1] if names else "") or parts.hostname or url


def _task(response: Response, fetched_at: datetime, part_of: str | None = None) -> Task:
    return Task(response.body, response.url, header(response, "Content-Type"), fetched_at, part_of)


def aware(text: str) -> datetime:
    """A time on the command line; UTC if it names no zone. Raises UsageError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"-a backfill={text}: is no time; write 2026-01-01", print_help=False) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
