"""Lists are walked until known, gaps between two runs are seen, and a walk can go back to a date."""

import json

import pytest

from newscrawl.store import Store
from tests.test_failures import ARTICLE, Pages, last_run, source

PER_PAGE = 4


class Paged(Pages):
    """A list of numbered articles, newest first, four to a page; article n is of the n-th of November."""

    def __init__(self, newest: int, oldest: int = 1):
        super().__init__({})
        self.set(newest, oldest)

    def set(self, newest: int, oldest: int = 1) -> None:
        self.pages.clear()
        numbers = list(range(newest, oldest - 1, -1))
        for start in range(0, len(numbers), PER_PAGE):
            links = "".join(f'<li><a href="/a/{n}.html">第{n}条</a></li>' for n in numbers[start : start + PER_PAGE])
            more = f'<a class=next href="/list{start // PER_PAGE + 2}">下一页</a>' * (start + PER_PAGE < len(numbers))
            name = f"/list{start // PER_PAGE + 1}" if start else "/list"
            self.pages[name] = f"<html><body><ul>{links}</ul>{more}</body></html>"
        for n in numbers:
            page = ARTICLE.format(n).replace(f"2026-11-20T08:0{n}:00", f"2026-11-{n:02}T08:00:00")
            self.pages[f"/a/{n}.html"] = page

    def lists_asked(self) -> list[str]:
        asked = [path for path, _ in self.asked if path.startswith("/list")]
        self.asked.clear()
        return asked


@pytest.fixture
def paged(scrapy):
    with Paged(12) as pages:
        source(scrapy, pages.url, next_page='"a.next"', max_pages=2)
        yield scrapy, pages


def crawl(scrapy, *words: str, **settings):
    return scrapy("crawl", "s", *words, **{"NEWSCRAWL_KNOWN_IN_A_ROW": 3} | settings)


def stored(scrapy) -> int:
    with Store(scrapy.db) as store:
        return store.db["articles"].count


def test_a_list_is_walked_to_what_is_known_and_no_further(paged):
    scrapy, pages = paged
    crawl(scrapy)
    assert (pages.lists_asked(), stored(scrapy)) == (["/list", "/list2"], 8)
    pages.set(13)
    crawl(scrapy)
    assert (pages.lists_asked(), stored(scrapy)) == (["/list"], 9)
    assert last_run(scrapy)["state"] == "ok"


def test_a_walk_that_was_killed_is_walked_again_to_its_end(paged):
    scrapy, pages = paged
    crawl(scrapy)
    with Store(scrapy.db) as store:
        store.db.execute("UPDATE lists SET walking = 1")
        store.db.execute("DELETE FROM ledger WHERE url LIKE '%/a/5.html'")
        store.db.execute("DELETE FROM pages")
        store.db.execute("DELETE FROM articles WHERE url LIKE '%/a/5.html'")
    pages.lists_asked()
    crawl(scrapy)
    assert (pages.lists_asked(), stored(scrapy)) == (["/list", "/list2"], 8)
    crawl(scrapy)
    assert pages.lists_asked() == ["/list"]


def test_a_list_that_rolled_past_is_told(paged):
    scrapy, pages = paged
    crawl(scrapy)
    pages.set(29, 18)
    done = crawl(scrapy, code=1)
    assert "what was new since the last run filled all of list" in done.stderr
    assert last_run(scrapy)["state"] == "ill"
    with Store(scrapy.db) as store:
        row = next(store.db.query("SELECT * FROM lists"))
    assert len(json.loads(row["gaps"])) == 1
    assert row["covered_since"] == row["polled_at"]
    pages.set(30, 20)
    crawl(scrapy)


def test_a_walk_back_to_a_date_goes_on_where_it_was_stopped(paged):
    scrapy, pages = paged
    crawl(scrapy)
    crawl(scrapy, "-a", "backfill=2026-11-04", CLOSESPIDER_ITEMCOUNT=1, CONCURRENT_REQUESTS=1)
    crawl(scrapy, "-a", "backfill=2026-11-03")
    assert stored(scrapy) == 12
    pages.lists_asked()
    crawl(scrapy, "-a", "backfill=2026-11-10")
    assert "/list3" not in pages.lists_asked()


def test_a_date_that_is_none(paged):
    scrapy, _ = paged
    assert "-a backfill: 'soon' is no time" in crawl(scrapy, "-a", "backfill=soon", code=2).stderr
    assert "-a start_urls: 'foo' is not an http(s) URL" in crawl(scrapy, "-a", "start_urls=foo", code=2).stderr
