"""Scrapy as a user runs it, each command in a process of its own."""

import multiprocessing
import os
import subprocess
import sys
import time
import warnings
from pathlib import Path

ROOT = Path(__file__).parent.parent
COMMANDS = [f"newscrawl.commands.{path.stem}" for path in (ROOT / "newscrawl" / "commands").glob("[a-z]*.py")]
PRELOADED = [
    "scrapy.cmdline", "scrapy.core.engine", "scrapy.core.downloader.handlers.http11", "scrapy.core.scheduler",
    "scrapy.dupefilters", "scrapy.logformatter", "scrapy.pqueues", "scrapy.squeues", "feedparser", "dateparser",
    "unittest", "newscrawl.settings", "newscrawl.pipelines", "newscrawl.middlewares", "newscrawl.loader",
    "newscrawl.progress", "newscrawl.manners.connecting", "newscrawl.manners.robots", "newscrawl.manners.reservations",
    "newscrawl.manners.pace", "newscrawl.manners.crawl_delay", "newscrawl.store.story_book",
    "newscrawl.spiders.html", "newscrawl.spiders.feed", "newscrawl.spiders.sitemap", "newscrawl.spiders.jsonlist",
    "newscrawl.checkup", "newscrawl.publish.site", "holidays.countries", "pypinyin", *COMMANDS,
    "tests.forked", "tests.warm",
]  # fmt: skip
TIMEOUT = 60  # seconds that a command may take

# Forked from one that has imported all that already: it takes seconds each. pytest, which none needs, is not imported.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(PRELOADED)


def run(argv: list[str], folder: Path) -> subprocess.CompletedProcess:
    """Run a command line of scrapy to its end."""
    out, err = folder / "stdout", folder / "stderr"
    process = processes.Process(target=_execute, args=(argv, dict(os.environ), str(out), str(err)))
    process.start()
    process.join(TIMEOUT)
    if process.is_alive():
        process.kill()
        process.join()
        raise subprocess.TimeoutExpired(argv, TIMEOUT, err.read_text("utf-8"))
    return subprocess.CompletedProcess(argv, process.exitcode, out.read_text("utf-8"), err.read_text("utf-8"))


def _execute(argv: list[str], environ: dict, out: str, err: str) -> None:
    from scrapy.cmdline import execute

    os.environ.clear()
    os.environ.update(environ | {"TZ": "America/New_York"})  # no result may depend on it
    time.tzset()
    os.chdir(ROOT)
    for stream, path in ((sys.stdout, out), (sys.stderr, err)):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, stream.fileno())
    warnings.simplefilter("error", DeprecationWarning)
    sys.argv = argv
    execute(argv)
