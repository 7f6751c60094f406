"""The address that a connection really has is checked before anything is sent over it."""

import ipaddress
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.internet.interfaces import IAddress, IProtocol

from newscrawl.manners.places import Places, PrivateAddressError
from newscrawl.manners.rest import Rest


class GuardedHandler(HTTP11DownloadHandler):
    """Scrapy's handler of http and https, which hangs up where an address is not permitted.

    Whatever DNS said, and however often it changes its mind: what counts is the peer of the open connection. Through
    a proxy (``http_proxy``) the peer is the proxy, which then has to look after that itself.
    """

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        self._proxied: HTTP11DownloadHandler | None = None
        base, places = self._pool._factory, lambda: crawler.get_downloader_middleware(Places)

        class Factory(base):
            def buildProtocol(self, addr: IAddress) -> IProtocol:  # noqa: N802
                if ipaddress.ip_address(addr.host.partition("%")[0]) not in places().permitted:
                    raise PrivateAddressError(f"a name leads to {addr.host}, which the source does not name")
                return super().buildProtocol(addr)

        self._pool._factory = Factory

    async def download_request(self, request: Request) -> Response:
        rest = self._crawler.get_downloader_middleware(Rest)
        rest.process_request(request)  # it may have waited for its turn meanwhile
        try:
            response = await self._download(request)
        except rest.no_connection as error:
            rest.failed(request, error)
            raise
        rest.answered(request, response)
        return response

    async def _download(self, request: Request) -> Response:
        if not request.meta.get("proxy"):
            return await super().download_request(request)
        if self._proxied is None:
            self._proxied = HTTP11DownloadHandler(self._crawler)
        return await self._proxied.download_request(request)

    async def close(self) -> Any:
        if self._proxied is not None:
            await self._proxied.close()
        return await super().close()
