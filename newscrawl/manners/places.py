"""Where a crawl may go: hosts that its source names, addresses that are public or named by it."""

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.addresses import Permitted
from newscrawl.fates import HeldBackError
from newscrawl.urls import host_of


class PrivateAddressError(HeldBackError):
    """A page, a redirect or DNS leads to an address that is neither public nor named by the source."""

    state, reason = "refused", "private_address"


class Places(OffsiteMiddleware):
    """Refuses every request to a host that the source does not name, whoever makes it: list, robots.txt, redirect.

    Scrapy's own lets requests with ``dont_filter`` pass, and a retry that is redirected is one. What a name resolves to
    is checked by :mod:`newscrawl.manners.connecting`, which asks ``permitted``.
    """

    def __init__(self, stats: StatsCollector):
        super().__init__(stats)
        self.permitted = Permitted()

    def spider_opened(self, spider: Spider) -> None:
        super().spider_opened(spider)
        named = map(host_of, getattr(spider, "start_urls", ()))
        self.permitted = Permitted([*named, *(getattr(spider, "allowed_domains", None) or ())])

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        if request.meta.get("allow_offsite") or request.dont_filter:
            request = request.replace(dont_filter=False, meta=request.meta | {"allow_offsite": False})
        super().process_request(request)  # nobody is called back from here: the ledger listens to the same signal

    def process_request(self, request: Request) -> None:
        spider = self.crawler.spider
        self.request_scheduled(request, spider)
        host = urlparse_cached(request).hostname or ""
        if not getattr(spider, "allowed_domains", None) and "redirect_urls" not in request.meta:
            self.permitted.name(host)  # typed by whoever runs `scrapy fetch` or `scrapy shell`
        if not self.permitted.allows_host(host):
            raise PrivateAddressError(f"{host} is no public address, and the source does not name it")

    def process_response(self, request: Request, response: Response) -> Response:
        """What a browser fetched has connected out of our sight."""
        if response.ip_address and response.ip_address not in self.permitted and not request.meta.get("proxy"):
            raise PrivateAddressError(f"{response.url} came from {response.ip_address}, which its source does not name")
        return response
