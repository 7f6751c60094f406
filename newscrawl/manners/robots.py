"""robots.txt by RFC 9309, kept in the database so that a run with nothing new does not ask for it again."""

import asyncio
import logging

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.misc import build_from_crawler, load_object

from newscrawl.fates import HeldBackError, fate_of
from newscrawl.manners.files import ABSENT, HostFiles, origin_of, request_for
from newscrawl.store.hosts import HostFile

logger = logging.getLogger(__name__)


class Robots(RobotsTxtMiddleware):
    """Obeys robots.txt, asking for it once in ``NEWSCRAWL_ROBOTS_AGE`` seconds, and then only whether it has changed.

    RFC 9309: with 4xx there is none and all is allowed; with 5xx (and 429) or no connection nothing is, unless an older
    answer is kept. A Crawl-delay above ``NEWSCRAWL_CRAWL_DELAY_MAX`` keeps the host from being crawled at all.
    """

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        settings = crawler.settings
        self.longest = settings.getfloat("NEWSCRAWL_CRAWL_DELAY_MAX")
        self.no_answer = (*map(load_object, settings.getlist("RETRY_EXCEPTIONS")), DownloadCancelledError)
        self.files = HostFiles(crawler)
        self.rules: dict[str, asyncio.Task[RobotParser]] = {}  # by origin; asked for once, whoever waits for it

    async def robot_parser(self, request: Request) -> RobotParser:
        """The rules of a request's origin. Raises HeldBackError where nothing may be asked of it."""
        origin = origin_of(request)
        if origin not in self.rules:
            self.rules[origin] = asyncio.ensure_future(self._rules(f"{origin}/robots.txt", request))
        return await self.rules[origin]

    async def _rules(self, url: str, request: Request) -> RobotParser:
        file = self.files.kept(url)
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
        request = request_for(url, kept, self.DOWNLOAD_PRIORITY, dont_obey_robotstxt=True)
        self._stats.inc_value("robotstxt/request_count")
        try:
            response = await self.crawler.engine.download_async(request)
        except HeldBackError:
            raise
        except IgnoreRequest:  # redirects to other hosts, or without end: as good as none
            return self.files.keep(url, Response(url, ABSENT))
        except self.no_answer as error:
            return self._unreachable(url, kept, fate_of(error)[1])
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 500 or response.status == 429:
            return self._unreachable(url, kept, f"http_{response.status}")
        return self.files.keep(url, response, kept)

    def _unreachable(self, url: str, kept: HostFile | None, reason: str) -> HostFile:
        if kept is None:
            raise HeldBackError(f"{url} can't be read ({reason}), so nothing else is asked", f"robots_{reason}")
        logger.info("%s: %s; the answer of %s still holds", url, reason, kept.fetched_at)
        return kept
