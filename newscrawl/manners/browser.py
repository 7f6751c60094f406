"""Pages that a browser fetches; only for sources with render = true, so that nobody else needs scrapy-playwright."""

from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from newscrawl.manners.connecting import GuardedHandler


class BrowserHandler(GuardedHandler, ScrapyPlaywrightDownloadHandler):
    """A browser for what is to be rendered, the guarded handler for the rest, such as robots.txt."""
