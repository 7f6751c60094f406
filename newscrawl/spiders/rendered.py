"""Pages that show nothing until their scripts have run: fetched by a real browser, through scrapy-playwright."""

import os
import shutil
from importlib.util import find_spec

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NOT_LOADED = ("image", "media", "font", "stylesheet")  # kinds of resources that no text depends on
HANDLER = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"


def missing() -> str | None:
    """What has to be installed before a page can be rendered; None if nothing."""
    if find_spec("scrapy_playwright") is None:
        return "it needs scrapy-playwright: pip install -r requirements-render.txt"
    if browser() is None:
        return f"it needs a browser, one of {', '.join(BROWSERS)}, on the PATH: apt-get install chromium"
    return None


def browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def settings() -> dict[str, object]:
    """Scrapy settings of a spider whose pages are rendered."""
    options: dict[str, object] = {"executable_path": browser()}
    if os.geteuid() == 0:  # Chromium's sandbox does not start for root
        options["args"] = ["--no-sandbox"]
    return {
        "DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER},
        "PLAYWRIGHT_LAUNCH_OPTIONS": options,
        "PLAYWRIGHT_ABORT_REQUEST": _is_ornament,
    }


def _is_ornament(request: object) -> bool:
    return request.resource_type in NOT_LOADED
