"""What a host says in /.well-known/tdmrep.json against mining its texts: W3C's TDM Reservation Protocol."""

import asyncio
import json
from typing import NamedTuple, Self

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.utils.misc import load_object

from newscrawl.fates import HeldBackError
from newscrawl.manners.files import ABSENT, MAX_SIZE, HostFiles, origin_of, request_for
from newscrawl.store.hosts import HostFile

PATH = "/.well-known/tdmrep.json"
MOST = 1000  # rules of a file
LONGEST = 500  # characters of a path or URL in it
NAME = "any"


class Rule(NamedTuple):
    """What holds for the paths of one location: ``reservation`` is 0 or 1, ``policy`` a URL or None."""

    location: Protego
    reservation: str
    policy: str | None


class Reservations:
    """Looks into a host's file before its first article, and notes on each article's request what it says of it:
    ``meta["tdm"]`` is (reservation, policy), or None.

    It is asked for as seldom as robots.txt, and only where that allows it. That there is none, or none that can be
    read, is kept as well; where no answer comes, the next run asks again.
    """

    def __init__(self, crawler: Crawler):
        self.crawler, self.files = crawler, HostFiles(crawler)
        self.no_answer = tuple(map(load_object, crawler.settings.getlist("RETRY_EXCEPTIONS")))
        self.rules: dict[str, asyncio.Task[list[Rule]]] = {}  # by origin; asked for once, whoever waits for it

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("NEWSCRAWL_TDMREP"):
            raise NotConfigured
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if "article" not in request.meta:
            return
        origin = origin_of(request)
        if origin not in self.rules:
            self.rules[origin] = asyncio.ensure_future(self._rules(f"{origin}{PATH}"))
        rules = await self.rules[origin]
        request.meta["tdm"] = next((rule[1:] for rule in rules if not rule.location.can_fetch(request.url, NAME)), None)

    async def _rules(self, url: str) -> list[Rule]:
        file = self.files.kept(url)
        if file is None or not file.fresh:
            file = await self._asked(url, file)
        return rules_of(file.body) if file else []

    async def _asked(self, url: str, kept: HostFile | None) -> HostFile | None:
        try:
            response = await self.crawler.engine.download_async(
                request_for(url, kept, priority=1000, dont_retry=True, download_maxsize=MAX_SIZE)
            )
        except (HeldBackError, *self.no_answer):
            return kept
        except (IgnoreRequest, DownloadCancelledError):  # not to be asked for, elsewhere, or too long
            response = Response(url, ABSENT)
        if response.status < 300 and not rules_of(response.body):
            response = Response(url, ABSENT)  # most often a page that says so without the status
        return self.files.keep(url, response, kept)


def rules_of(body: bytes) -> list[Rule]:
    """The rules of a file in its order, in which the first that fits a path holds; none if it is no such file."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return []
    found = [_rule(one) for one in said[:MOST] if isinstance(one, dict)] if isinstance(said, list) else []
    return [rule for rule in found if rule]


def _rule(said: dict) -> Rule | None:
    location, policy = said.get("location"), said.get("tdm-policy")
    reservation = str(said.get("tdm-reservation"))
    if reservation not in ("0", "1") or not isinstance(location, str) or not location.isprintable():
        return None
    if len(location) > LONGEST or "#" in location:  # a comment, to the reader of robots.txt by whose rules paths fit
        return None
    robots = Protego.parse(f"User-agent: {NAME}\nDisallow: {location}")
    return Rule(robots, reservation, policy if isinstance(policy, str) and len(policy) <= LONGEST else None)
