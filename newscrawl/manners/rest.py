"""Hosts that are in trouble, or ask for it, are left in peace: within a run, and by all runs after it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.misc import load_object

from newscrawl.addresses import server_of
from newscrawl.fates import HeldBackError, fate_of
from newscrawl.report import Report, cannot_store
from newscrawl.store import StoreError
from newscrawl.store.hosts import Host, Hosts

LONGEST_ASKED = timedelta(days=7)  # of a Retry-After; a longer one is a mistake
LOOK_AGAIN = 5.0  # seconds after which it is asked again whether another process let a host rest
BUSY, TOO_MANY = 503, 429


class Rest:
    """Keeps Retry-After, and breaks the circuit to a host that answers nothing good.

    A host rests as long as it asks with 429 or 503; after ``NEWSCRAWL_HOST_FAILURES`` requests in a row that got a 5xx
    or no connection, 5 minutes, and twice as long each time until it answers. Requests to it are then not sent: their
    ledger rows say ``host_rests``, and when they are due. Retries of one request count once.
    It is told of answers by the handler that gets them, before their host is free for the next request.
    """

    def __init__(self, crawler: Crawler):
        self.crawler, self.stats = crawler, crawler.stats
        self.report: Report = crawler.get_extension(Report)
        self.patience = crawler.settings.getint("NEWSCRAWL_HOST_FAILURES")
        self.no_connection = tuple(map(load_object, crawler.settings.getlist("RETRY_EXCEPTIONS")))
        self.hosts: dict[str, tuple[Host, float]] = {}  # as last read, and when

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises HeldBackError for a host that rests; also called when a request's turn has come."""
        server = server_of(request.url)
        host = self._known(server)
        if host.resting:
            self.stats.inc_value("manners/held_back")
            self._say(server, host)
            raise HeldBackError(said(server, host), "host_rests", host.rests_until)

    def answered(self, request: Request, response: Response) -> None:
        """An answer is here: called before the next request may go to its host."""
        server = server_of(request.url)
        asked = retry_after(response) if response.status in (BUSY, TOO_MANY) else None
        if response.status == TOO_MANY or asked:
            self._change(server, request, lambda hosts: hosts.rest(server, f"http_{response.status}", asked))
        elif response.status >= 500:
            self._failed(server, request, f"http_{response.status}")
        elif self._known(server) != Host():
            self._change(server, request, lambda hosts: hosts.answered(server))

    def failed(self, request: Request, error: Exception) -> None:
        """No answer came; ``error`` is one of ``no_connection``."""
        self._failed(server_of(request.url), request, fate_of(error)[1])

    def _failed(self, server: str, request: Request, reason: str) -> None:
        if not request.meta.get("retry_times"):
            self._change(server, request, lambda hosts: hosts.failed(server, reason, self.patience))

    def _known(self, server: str) -> Host:
        host, at = self.hosts.get(server, (Host(), -LOOK_AGAIN))
        if monotonic() - at >= LOOK_AGAIN:
            try:
                with self.report.store.reading():
                    host = self.report.store.hosts.get(server)
            except StoreError as error:
                cannot_store(self.crawler, error)
            self.hosts[server] = host, monotonic()
        return host

    def _change(self, server: str, request: Request, change: Callable[[Hosts], Host]) -> None:
        store = self.report.store
        try:
            with store.transaction():
                host = change(store.hosts)
        except StoreError as error:
            cannot_store(self.crawler, error)
            return
        self.hosts[server] = host, monotonic()
        if host.resting:
            request.meta["dont_retry"] = True
            request.meta["rests_until"] = host.rests_until  # for the ledger
            self._say(server, host)

    def _say(self, server: str, host: Host) -> None:
        self.report.remarks[server] = said(server, host)


def said(server: str, host: Host) -> str:
    until = host.rests_until.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"{server} is not asked until {until} ({host.reason})"


def retry_after(response: Response) -> timedelta | None:
    """How long a response asks to wait, as seconds or as an HTTP date; None if it does not, or the time is over."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        asked = timedelta(seconds=min(int(text[:12]), LONGEST_ASKED.total_seconds()))
    else:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, OverflowError):
            return None
        asked = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)
    return min(asked, LONGEST_ASKED) if asked > timedelta(0) else None
