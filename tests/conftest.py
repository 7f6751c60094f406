"""What crawl tests share: scrapy as a user runs it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.forked import run


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
            "NEWSCRAWL_TURNS": self.folder / "turns",  # what others on this machine asked of a port says nothing here
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


@pytest.fixture
def scrapy(tmp_path) -> Scrapy:
    return Scrapy(tmp_path)


@pytest.fixture(scope="session")
def make_scrapy(tmp_path_factory) -> Callable[[], Scrapy]:
    return lambda: Scrapy(tmp_path_factory.mktemp("scrapy"))
