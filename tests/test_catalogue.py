"""What holds for every source that comes with newscrawl."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from newscrawl import source
from newscrawl.loader import BUILT_IN, KINDS, spider_class
from newscrawl.source import DELAY_FLOOR
from newscrawl.spiders.base import SourceSpider, section_of

FILES = sorted(BUILT_IN.glob("*.toml"))


def comment(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for number, line in enumerate(lines) if all(one.startswith("#") for one in lines[: number + 1])]
    return " ".join(line.removeprefix("#").strip() for line in head)


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request) -> Path:
    return request.param


def test_there_are_some():
    names = {path.stem for path in FILES}
    assert {"eastmoney-rolling", "eastmoney-finance", "eastmoney-fast", "eastmoney-columns", "finews"} <= names
    assert {source.load(path).kind for path in FILES} == set(KINDS)


def test_it_loads_and_makes_a_spider(path):
    found = source.load(path)
    assert issubclass(spider_class(found), SourceSpider)
    assert found.title
    assert found.language
    assert found.timezone
    assert found.every >= 300
    assert found.settings.get("DOWNLOAD_DELAY", 1) >= DELAY_FLOOR


def test_it_says_what_it_was_declared_from_and_that_nobody_has_checked_it(path):
    said = comment(path)
    assert "Declared from " in said
    recorded = (Path(__file__).parent / "pages" / path.stem).is_dir()
    assert ("Unverified: it awaits `scrapy record`" in said) != recorded


def test_its_lists_are_asked_for_by_https_or_it_says_why_not(path):
    for url in source.load(path).start_urls:
        assert urlsplit(url).scheme == "https" or "http, the only way found in use" in comment(path)


def test_no_list_is_in_two_files():
    urls = [url for path in FILES for url in source.load(path).start_urls]
    assert len(urls) == len(set(urls))


def test_lists_of_one_source_have_sections_of_their_own(path):
    found = source.load(path)
    names = [found.section or section_of(url) for url in found.start_urls]
    assert len(names) == len(set(names))


def test_all_of_east_money_s_articles_share_their_ids():
    for name in ("eastmoney-rolling", "eastmoney-finance", "eastmoney-columns", "finews"):
        found = source.load(BUILT_IN / f"{name}.toml")
        for url in (
            "http://finance.eastmoney.com/a/202205312398034850.html",
            "https://x.example/NW202205312398034850/",
        ):
            assert found.key(url) == "eastmoney#202205312398034850"
