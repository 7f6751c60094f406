"""Who crawls: every request names newscrawl and a way to reach whoever runs it."""

import re
from collections.abc import Iterable

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.addresses import is_loopback
from newscrawl.fates import HeldBackError
from newscrawl.urls import host_of

CONTACT = re.compile(r"https?://[^\s()<>;]+\.[^\s()<>;]+|(?:mailto:)?[^\s()<>;:@]+@[^\s()<>;:@]+\.[^\s()<>;:@]+")
ADVICE = "set NEWSCRAWL_CONTACT to an e-mail address or a URL by which a site can reach you: export NEWSCRAWL_CONTACT=…"


def lacking(settings: BaseSettings, urls: Iterable[str]) -> str | None:
    """What has to be set before these URLs may be fetched, as a line; None if nothing, as on loopback."""
    contact = settings.get("NEWSCRAWL_CONTACT") or ""
    if contact:
        good = CONTACT.fullmatch(contact) and contact.isascii()
        return None if good else f"NEWSCRAWL_CONTACT: {contact!r} is neither an e-mail address nor a URL"
    host = next((host for host in map(host_of, urls) if host and not is_loopback(host)), None)
    return f"{host} is to know who crawls it; {ADVICE}" if host else None


class Identity:
    """A Scrapy add-on that puts the contact into USER_AGENT, and into that of pages which a browser fetches."""

    def update_settings(self, settings: BaseSettings) -> None:
        if contact := settings.get("NEWSCRAWL_CONTACT"):
            priority = max(settings.getpriority("NEWSCRAWL_CONTACT"), settings.getpriority("USER_AGENT"))
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} (+{contact})", priority)
        browser = {"user_agent": settings["USER_AGENT"], "service_workers": "block"}
        settings.set("PLAYWRIGHT_CONTEXTS", {"default": browser}, "spider")


class Identified:
    """Sends nothing without a contact. Commands ask :func:`lacking` before they start; this holds for all others."""

    def __init__(self, crawler: Crawler):
        self.settings = crawler.settings

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Identified":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        host = urlparse_cached(request).hostname or ""
        if not is_loopback(host) and (wrong := lacking(self.settings, [request.url])):
            raise HeldBackError(wrong, "no_contact")
