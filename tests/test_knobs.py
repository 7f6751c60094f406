"""Settings, on the command line or in the environment: what can't be meant is said in a line, before all else."""

import os
import subprocess
import sys

import pytest
from scrapy.utils.project import get_project_settings

from newscrawl import knobs
from newscrawl.store import Store


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("NEWSCRAWL_HOST_FAILURES", "abc", "must be a whole number from 1, not 'abc'"),
        ("NEWSCRAWL_KNOWN_IN_A_ROW", "0", "must be a whole number from 1, not '0'"),
        ("NEWSCRAWL_DB_TIMEOUT", "never", "must be a number from 0, not 'never'"),
        ("NEWSCRAWL_CRAWL_DELAY_MAX", "nan", "must be a number from 0, not 'nan'"),
        ("NEWSCRAWL_PAGES_DAYS", "a week", "must be a whole number from 0, not 'a week'"),
        ("NEWSCRAWL_CHECKS", "1h, soon", "'soon' is no duration"),
        ("NEWSCRAWL_DBB", "x", "there is no such setting; did you mean NEWSCRAWL_DB?"),
        ("NEWSCRAWL_QQQ", "x", "there is no such setting; README has all"),
    ],
)
def test_what_can_not_be_meant(scrapy, name, value, words):
    Store(scrapy.db).close()
    assert f"scrapy: error: {name}: {words}" in scrapy("ledger", code=2, **{name: value}).stderr
    scrapy.source("s", title='"s"', start_urls='["http://127.0.0.1:9/"]')
    for command in ("list", "due"):
        assert f"scrapy: error: {name}: {words}" in scrapy(command, code=2, **{name: value}).stderr


def test_numbers_that_are_scrapys_own(scrapy):
    scrapy.source("s", title='"s"', start_urls='["http://127.0.0.1:9/"]')
    assert "DOWNLOAD_DELAY: must be a number from 0, not 'x'" in scrapy("crawl", "s", code=2, DOWNLOAD_DELAY="x").stderr


def test_where_alerts_go_is_not_said_on_a_command_line(scrapy):
    done = scrapy("list", code=2, NEWSCRAWL_ALERTS="jsons://example.com/secret")
    assert "NEWSCRAWL_ALERTS: is read from the environment only" in done.stderr
    assert "secret" not in done.stderr


def in_environment(*words: str, **variables: str) -> subprocess.CompletedProcess:
    """Scrapy with an interpreter of its own: settings are read when it starts."""
    argv = [sys.executable, "-m", "scrapy", *words]
    return subprocess.run(argv, env=os.environ | variables, capture_output=True, text=True, check=False, timeout=60)


def test_each_setting_may_stand_in_the_environment_and_the_command_line_goes_before_it():
    said = {"NEWSCRAWL_PAGES_DAYS": "7", "NEWSCRAWL_SITE_TITLE": ""}
    get = ("settings", "--get")
    assert in_environment(*get, "NEWSCRAWL_PAGES_DAYS", **said).stdout.strip() == "7"
    assert in_environment(*get, "NEWSCRAWL_PAGES_DAYS", "-s", "NEWSCRAWL_PAGES_DAYS=3", **said).stdout.strip() == "3"
    assert in_environment(*get, "NEWSCRAWL_SITE_TITLE", **said).stdout.strip() == "newscrawl"


def test_a_name_in_the_environment_that_is_none():
    done = in_environment("list", NEWSCRAWL_SOURCE="sources", NEWSCRAWL_ALERTS="jsons://example.com")
    assert done.returncode == 2
    assert "NEWSCRAWL_SOURCE: there is no such setting; did you mean NEWSCRAWL_SOURCES?" in done.stderr
    knobs.check(get_project_settings(), {"NEWSCRAWL_PORT": "tcp://10.0.0.1:80", "NEWSCRAWL_SERVICE_HOST": "10.0.0.1"})
