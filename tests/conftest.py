"""What crawl tests share: the demo site, and scrapy as a user runs it."""

import multiprocessing
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMMANDS = [f"newscrawl.commands.{path.stem}" for path in (ROOT / "newscrawl" / "commands").glob("[a-z]*.py")]
PRELOADED = [
    "scrapy.cmdline", "scrapy.core.engine", "scrapy.core.downloader.handlers.http11", "scrapy.core.scheduler",
    "scrapy.dupefilters", "scrapy.logformatter", "scrapy.pqueues", "scrapy.squeues", "feedparser", "dateparser",
    "unittest", "newscrawl.settings", "newscrawl.pipelines", "newscrawl.middlewares", "newscrawl.loader",
    "newscrawl.progress", "newscrawl.manners.connecting", "newscrawl.manners.robots", "newscrawl.manners.reservations",
    "newscrawl.manners.pace", "newscrawl.manners.crawl_delay", "newscrawl.store.story_book",
    "newscrawl.spiders.html", "newscrawl.spiders.feed", "newscrawl.spiders.sitemap", "newscrawl.spiders.jsonlist",
    "newscrawl.checkup", "newscrawl.publish.site", "holidays.countries", "pypinyin", *COMMANDS, "tests.warm",
]  # fmt: skip
TIMEOUT = 60  # seconds that a command may take

# Every command is a process of its own, forked from one that has imported Scrapy already: that takes a second each.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(PRELOADED)


class Scrapy:
    """Runs ``scrapy`` in a process of its own, on a database and source folder of its own."""

    def __init__(self, folder: Path):
        self.folder, self.db, self.sources = folder, folder / "news.db", folder / "sources"
        self.sources.mkdir()

    def __call__(
        self, *words: str, code: int | None = 0, quiet: bool = True, **settings: object
    ) -> subprocess.CompletedProcess:
        settings = {
            "NEWSCRAWL_DB": self.db,
            "NEWSCRAWL_SOURCES": self.sources,
            "LOG_LEVEL": "WARNING",
            "NEWSCRAWL_TDMREP": False,  # so that who counts requests need not count this one
        } | settings
        options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        done = run(["scrapy", *words, *options], self.folder)
        if code is not None:
            assert done.returncode == code, done.stderr[-3000:]
        if quiet:  # a stack trace is only for faults of a program
            assert "Traceback" not in done.stderr, done.stderr[-3000:]
        return done

    def source(self, name: str, **lines: object) -> None:
        """Write a source file; values are TOML, in the order given."""
        text = "".join(f"{key} = {value}\n" for key, value in lines.items())
        (self.sources / f"{name}.toml").write_text(text, encoding="utf-8")


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


@pytest.fixture
def scrapy(tmp_path) -> Scrapy:
    return Scrapy(tmp_path)


@pytest.fixture(scope="session")
def make_scrapy(tmp_path_factory) -> Callable[[], Scrapy]:
    return lambda: Scrapy(tmp_path_factory.mktemp("scrapy"))
