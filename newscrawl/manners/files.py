"""Files that speak for a host, such as robots.txt: kept in the database, and asked for again only when they are old."""

from datetime import timedelta

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.report import Report, cannot_store
from newscrawl.store import StoreError
from newscrawl.store.hosts import HostFile

MAX_SIZE = 512_000  # bytes that are read and kept; RFC 9309 2.5 wants 500 KiB at least
ABSENT = 404


class HostFiles:
    """What hosts said in their files. An answer holds for ``NEWSCRAWL_ROBOTS_AGE`` seconds."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.report: Report = crawler.get_extension(Report)
        self.lasts = timedelta(seconds=crawler.settings.getfloat("NEWSCRAWL_ROBOTS_AGE"))

    def kept(self, url: str) -> HostFile | None:
        try:
            with self.report.store.reading():
                return self.report.store.hosts.file(url)
        except StoreError as error:
            cannot_store(self.crawler, error)
            return None

    def keep(self, url: str, response: Response, kept: HostFile | None = None) -> HostFile:
        """Keep an answer; a 304 says that what was ``kept`` holds again."""
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


def origin_of(request: Request) -> str:
    parts = urlparse_cached(request)
    return f"{parts.scheme}://{parts.netloc}"


def request_for(url: str, kept: HostFile | None, priority: int, **meta: object) -> Request:
    """A request that asks only whether a file has changed, if it is ``kept``."""
    validators = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified} if kept else {}
    headers = {name: value for name, value in validators.items() if value}
    return Request(url, callback=NO_CALLBACK, priority=priority, meta=meta, headers=headers)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
