"""Pages that show nothing until their scripts have run: fetched by a real browser, through scrapy-playwright."""

import os
import shutil
from functools import partial
from importlib.util import find_spec

from newscrawl.urls import host_of

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NOT_LOADED = ("image", "media", "font", "stylesheet")  # kinds of resources that no text depends on
HANDLER = "newscrawl.manners.browser.BrowserHandler"


def missing() -> str | None:
    """What has to be installed before a page can be rendered; None if nothing."""
    if find_spec("scrapy_playwright") is None:
        return "it needs scrapy-playwright: pip install -r requirements-render.txt"
    if browser() is None:
        return f"it needs a browser, one of {', '.join(BROWSERS)}, on the PATH: apt-get install chromium"
    return None


def browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def settings(hosts: list[str]) -> dict[str, object]:
    """Scrapy settings of a spider whose pages are rendered; ``hosts`` are those, with subdomains, that it may ask."""
    # a page's own requests are looked at one by one below, but not where they are redirected
    rules = ["MAP * ~NOTFOUND", *(f"EXCLUDE {pattern}" for host in hosts for pattern in (host, f"*.{host}"))]
    options: dict[str, object] = {"executable_path": browser(), "args": [f"--host-resolver-rules={', '.join(rules)}"]}
    if os.geteuid() == 0:  # Chromium's sandbox does not start for root
        options["args"].append("--no-sandbox")
    return {
        "DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER},
        "PLAYWRIGHT_LAUNCH_OPTIONS": options,
        "PLAYWRIGHT_ABORT_REQUEST": partial(_is_unwanted, hosts),
    }


def _is_unwanted(hosts: list[str], request: object) -> bool:
    host = host_of(request.url)
    named = any(host == name or host.endswith(f".{name}") for name in hosts)
    return request.resource_type in NOT_LOADED or not named
