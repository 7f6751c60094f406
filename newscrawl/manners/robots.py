"""robots.txt by RFC 9309, kept in the database so that a run with nothing new does not ask for it again."""

import asyncio
import logging
from datetime import timedelta

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler, load_object

from newscrawl.fates import HeldBackError, fate_of
from newscrawl.report import Report, cannot_store
from newscrawl.store import StoreError
from newscrawl.store.hosts import HostFile

logger = logging.getLogger(__name__)

MAX_SIZE = 512_000  # bytes that are read and kept; RFC 9309 2.5 wants 500 KiB at least
ABSENT = 404


class Robots(RobotsTxtMiddleware):
    """Obeys robots.txt, asking for it once in ``NEWSCRAWL_ROBOTS_AGE`` seconds, and then only whether it has changed.

    RFC 9309: with 4xx there is none and all is allowed; with 5xx (and 429) or no connection nothing is, unless an older
    answer is kept. A Crawl-delay above ``NEWSCRAWL_CRAWL_DELAY_MAX`` keeps the host from being crawled at all.
    """

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        settings = crawler.settings
        self.lasts = timedelta(seconds=settings.getfloat("NEWSCRAWL_ROBOTS_AGE"))
        self.longest = settings.getfloat("NEWSCRAWL_CRAWL_DELAY_MAX")
        self.no_answer = (*map(load_object, settings.getlist("RETRY_EXCEPTIONS")), DownloadCancelledError)
        self.report: Report = crawler.get_extension(Report)
        self.rules: dict[str, asyncio.Task[RobotParser]] = {}  # by origin; asked for once, whoever waits for it

    async def robot_parser(self, request: Request) -> RobotParser:
        """The rules of a request's origin. Raises HeldBackError where nothing may be asked of it."""
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.rules:
            self.rules[origin] = asyncio.ensure_future(self._rules(f"{origin}/robots.txt", request))
        return await self.rules[origin]

    async def _rules(self, url: str, request: Request) -> RobotParser:
        file = self._kept(url)
        if file is None or not file.fresh:
            file = await self._asked(url, file)
        parser = build_from_crawler(self._parserimpl, self.crawler, file.body)
        await self.crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=parser, request=request)
        asked = parser.crawl_delay(self._robotstxt_useragent or self._default_useragent) or 0.0
        if asked > self.longest:
            raise HeldBackError(
                f"{url} asks for {asked:,.0f} seconds between requests, more than NEWSCRAWL_CRAWL_DELAY_MAX "
                f"({self.longest:,.0f})", "crawl_delay",
            )  # fmt: skip
        return parser

    async def _asked(self, url: str, kept: HostFile | None) -> HostFile:
        validators = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified} if kept else {}
        request = Request(
            url, callback=NO_CALLBACK, priority=self.DOWNLOAD_PRIORITY, meta={"dont_obey_robotstxt": True},
            headers={name: value for name, value in validators.items() if value},
        )  # fmt: skip
        self._stats.inc_value("robotstxt/request_count")
        try:
            response = await self.crawler.engine.download_async(request)
        except HeldBackError:
            raise
        except IgnoreRequest:  # redirects to other hosts, or without end: as good as none
            return self._keep(url, Response(url, ABSENT))
        except self.no_answer as error:
            return self._unreachable(url, kept, fate_of(error)[1])
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 500 or response.status == 429:
            return self._unreachable(url, kept, f"http_{response.status}")
        return self._keep(url, response, kept)

    def _unreachable(self, url: str, kept: HostFile | None, reason: str) -> HostFile:
        if kept is None:
            raise HeldBackError(f"{url} can't be read ({reason}), so nothing else is asked", f"robots_{reason}")
        logger.info("%s: %s; the answer of %s still holds", url, reason, kept.fetched_at)
        return kept

    def _kept(self, url: str) -> HostFile | None:
        try:
            with self.report.store.reading():
                return self.report.store.hosts.file(url)
        except StoreError as error:
            cannot_store(self.crawler, error)
            return None

    def _keep(self, url: str, response: Response, kept: HostFile | None = None) -> HostFile:
        changed = response.status != 304 or kept is None
        body = (response.body[:MAX_SIZE] if response.status < 300 else b"") if changed else kept.body
        etag, modified = (_header(response, name) for name in ("ETag", "Last-Modified"))
        if not changed:
            etag, modified = etag or kept.etag, modified or kept.last_modified
        file = HostFile.new(url, response.status if changed else kept.status, body, self.lasts, etag, modified)
        store = self.report.store
        try:
            with store.transaction():
                store.hosts.keep_file(file)
        except StoreError as error:
            cannot_store(self.crawler, error)
        return file


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
