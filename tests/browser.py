"""Pages in a real browser: Debian's chromium, which may reach nothing but this machine.

A test module takes the fixtures by ``from tests.browser import browser, page, troubles  # noqa: F401`` and asks for
``page``, which is Playwright's. Without chromium its tests are skipped.
"""

import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
HERE = ("127.0.0.1", "localhost")
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


@pytest.fixture(scope="module")  # each module that takes it has one of its own, and a process can't have two
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no chromium here: apt-get install chromium")
    outside = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # root has none
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[outside, *sandbox])
        yield chromium
        chromium.close()


@pytest.fixture
def troubles() -> list[str]:
    """What ``page`` met: errors on the console and of scripts, requests to other hosts. Clear it of what is meant."""
    return []


@pytest.fixture
def page(browser: Browser, troubles: list[str]) -> Iterator[Page]:
    """A new tab of a browser with nothing in it. At its end a test fails on any ``troubles``."""
    context = browser.new_context(viewport=DESK, locale="zh-CN", timezone_id="America/New_York")
    tab = context.new_page()
    tab.on("console", lambda said: troubles.append(f"console: {said.text}") if said.type == "error" else None)
    tab.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    tab.on("request", lambda request: troubles.append(f"foreign: {request.url}") if foreign(request.url) else None)
    yield tab
    context.close()
    assert troubles == []


def foreign(url: str) -> bool:
    """Whether a request leaves this machine."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in HERE


def violations(page: Page) -> list[str]:
    """What breaks WCAG 2.1 A and AA on a page, as axe-core finds it, contrast included."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AA}}).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def fits(page: Page) -> bool:
    """Whether a page needs no scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
