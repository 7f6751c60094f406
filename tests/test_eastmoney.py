"""The packaged East Money sources and their mirror, against a stand-in of them that also misbehaves."""

import json
import re
from datetime import datetime

import pytest

from newscrawl.store import Store
from tests.eastmoney import EastMoney, write_source
from tests.eastmoney.records import FLASHES, OTHERS, STORIES, TWINS
from tests.test_failures import last_run


def records(scrapy, stocks: list[str] | None = None) -> list[dict]:
    with Store(scrapy.db) as store:
        return list(store.articles.select(stocks=stocks))


def crawl(scrapy, site: EastMoney, name: str, code: int | None = 0) -> str:
    write_source(name, site.url, scrapy.sources)
    return scrapy("crawl", f"local-{name}", code=code).stderr


@pytest.fixture(scope="module")
def crawled(make_scrapy):
    """Both columns of the API, one after the other."""
    scrapy = make_scrapy()
    with EastMoney() as site:
        crawl(scrapy, site, "eastmoney-rolling")
        crawl(scrapy, site, "eastmoney-finance")
    return scrapy, site


def test_an_article_of_two_lists_under_both_ids_is_filed_once_under_both(crawled):
    scrapy, site = crawled
    assert last_run(scrapy)["counts"].items() >= {"stored": 4, "known": 6}.items()
    stored = {one["url"].rpartition("/")[2][:18]: one for one in records(scrapy)}
    assert stored.keys() == {story.id for story in STORIES[:14] + OTHERS}
    assert len([path for path in site.asked if path.startswith("/a/")]) == 18
    for story in TWINS:
        assert stored[story.id]["sections"] == ["滚动新闻", "财经要闻"]
    assert stored[OTHERS[0].id]["sections"] == ["财经要闻"]


def test_what_the_list_says_and_what_the_page_says(crawled):
    scrapy, _ = crawled
    for story, one in zip(STORIES[:14], records(scrapy), strict=False):
        assert (one["headline"], one["publisher"], one["description"]) == (story.title, story.media, story.summary)
        beijing = datetime.fromisoformat(f"{story.time}+08:00")
        assert datetime.fromisoformat(one["date_published"]) == beijing
        assert (one["date_precision"], one["date_published_raw"]) == ("second", story.time)
        assert {one["via"][name] for name in ("publisher", "headline", "date_published")} == {"declared:list"}
        assert "工程已经完成土建部分的" in one["article_body"]
        assert not any(word in one["article_body_html"] for word in ("GetPic", "EM_StockImg", "K图", "height:1px"))


def test_stock_and_board_marks(crawled):
    scrapy, _ = crawled
    exported = [json.loads(line) for line in scrapy("export", "--stock", "600519").stdout.splitlines()]
    assert [one["url"].rpartition("/")[2][:18] for one in exported] == [STORIES[2].id, STORIES[4].id]
    assert exported[0]["stocks"] == [
        {"market": "1", "code": "600519", "name": "临汐酒业"},
        {"market": "90", "code": "BK0473", "name": "证券"},
    ]
    assert (
        len(records(scrapy, ["1.600519"]))
        == len(records(scrapy, ["bk0473"]))
        == len(records(scrapy, ["x", "600519"]))
        == 2
    )
    assert records(scrapy, ["0.600519"]) == records(scrapy, ["60051"]) == records(scrapy, ["1"]) == []


def test_the_other_id_first(scrapy):
    with EastMoney(shown=5) as site:
        for name in ("eastmoney-finance", "eastmoney-rolling"):
            crawl(scrapy, site, name)
    assert len(records(scrapy)) == len({story.id for story in STORIES[:5] + TWINS + OTHERS})
    done = scrapy("ledger", f"{site.url}/a/NW{TWINS[0].id}.html")
    assert f"eastmoney#{TWINS[0].id}" in done.stdout


def test_flashes_that_differ_in_a_number_stay_apart_and_no_page_is_fetched(scrapy):
    with EastMoney() as site:
        crawl(scrapy, site, "eastmoney-fast")
        assert not [path for path in site.asked if path.startswith("/a/")]
    stored = records(scrapy)
    assert [one["article_body"] for one in stored] == [flash.summary for flash in FLASHES]
    assert [one["headline"] for one in stored] == [flash.title for flash in FLASHES]
    assert stored[4]["stocks"] == [
        {"market": "90", "code": "BK0473", "name": None},
        {"market": "116", "code": "00700", "name": None},
    ]
    assert len(records(scrapy, ["600519"])) == 1


def test_the_old_flash_list_in_a_variable(scrapy):
    with EastMoney() as site:
        path = write_source("eastmoney-fast", site.url, scrapy.sources)
        text = path.read_text(encoding="utf-8").replace("data.fastNewsList", "LivesList").replace("{code}", "{id}")
        text = text.replace('"summary"', '"digest"').replace("showTime", "showtime")
        url = f"{site.url}/kuaixun/v1/getlist_102_ajaxResult_50_1_.html"
        text = "\n".join(
            f'start_urls = ["{url}"]' if line.startswith("start_urls") else line for line in text.split("\n")
        )
        path.write_text(text, encoding="utf-8")
        scrapy("crawl", "local-eastmoney-fast")
    assert len(records(scrapy)) == len(FLASHES)


def test_columns_in_html_know_what_the_api_has_shown(scrapy):
    with EastMoney() as site:
        write_source("eastmoney-rolling", site.url, scrapy.sources)
        path = write_source("eastmoney-columns", site.url, scrapy.sources)
        only = [line for line in path.read_text("utf-8").split("\n") if not line.endswith('.html",') or "cgnjj" in line]
        path.write_text("\n".join(only), encoding="utf-8")
        scrapy("crawl", "local-eastmoney-columns")
        assert len(records(scrapy)) == 10
        scrapy("crawl", "local-eastmoney-rolling")
    stored = records(scrapy)
    assert len(stored) == 14
    assert [one["publisher"] for one in stored] == [story.media for story in STORIES[:14]]
    assert stored[0]["sections"] == ["cgnjj", "滚动新闻"]
    assert stored[13]["sections"] == ["滚动新闻"]


def test_the_mirror(scrapy):
    with EastMoney() as site:
        path = write_source("finews", site.url, scrapy.sources)
        kept = [
            line for line in path.read_text("utf-8").split("\n") if "/category/" not in line or "beifangwang" in line
        ]
        path.write_text("\n".join(kept), encoding="utf-8")
        scrapy("crawl", "local-finews")
    stored = records(scrapy)
    ours = [story for story in STORIES if story.media == "北方网"]
    assert [one["headline"] for one in stored] == [story.title for story in ours]
    assert {tuple(sorted(one["sections"])) for one in stored} == {("beifangwang", "emnews")}
    assert {one["publisher"] for one in stored} == {"北方网"}
    assert not any("返回" in one["article_body"] for one in stored)


BODY = """
[json]
records = "data.list"
link = "uniqueUrl"
body = "{url}/body/{{code}}"
body_html = "data.content"
[json.fields]
headline = "title"
date_published = "showTime"
"""


def with_body(scrapy, site) -> None:
    path = write_source("eastmoney-rolling", site.url, scrapy.sources)
    text = path.read_text(encoding="utf-8")
    head, settings = text.split("[json]")[0], "[settings]\nDOWNLOAD_DELAY = 0\n"
    path.write_text(head + BODY.format(url=site.url) + settings, encoding="utf-8")


def test_a_text_that_is_asked_for_by_its_own_address(scrapy):
    with EastMoney() as site:
        with_body(scrapy, site)
        scrapy("crawl", "local-eastmoney-rolling")
        assert not [path for path in site.asked if path.startswith("/a/")]
    stored = records(scrapy)
    assert [one["headline"] for one in stored] == [story.title for story in STORIES[:14]]
    assert [one["publisher"] for one in stored] == [story.media for story in STORIES[:14]]  # 文章来源
    assert stored[2]["stocks"][0]["code"] == "600519"
    assert stored[2]["url"].endswith(f"/a/{STORIES[2].id}.html")
    assert "GetPic" not in stored[2]["article_body_html"]
    assert "0 articles read" in scrapy("reextract").stdout
    assert "14 articles read, 0 revised" in scrapy("reextract", "--all").stdout


def test_one_text_for_all_is_a_failure(scrapy):
    with EastMoney("same_body") as site:
        with_body(scrapy, site)
        done = scrapy("crawl", "local-eastmoney-rolling", code=1)
        assert "13 of 14 articles failed: same_body" in done.stderr
        site.trouble.clear()
        with Store(scrapy.db) as store:
            store.db.execute("UPDATE ledger SET retry_at = '2020-01-01T00:00:00+00:00' WHERE state = 'failed'")
        site.shown = 0
        scrapy("crawl", "local-eastmoney-rolling", code=None)  # what the list no longer shows
        assert not [path for path in site.asked if path.startswith("/a/")]  # the ledger kept where their texts are
    assert len(records(scrapy)) == 14


def test_what_rolled_off_the_first_page_between_two_polls_is_found(scrapy):
    with EastMoney(shown=8, most=3) as site:
        crawl(scrapy, site, "eastmoney-rolling")
        site.shown += 5
        scrapy("crawl", "local-eastmoney-rolling")
    assert last_run(scrapy)["counts"]["stored"] == 5
    assert len(records(scrapy)) == 13


def test_a_list_that_rolled_past_the_last_page_says_so(scrapy):
    with EastMoney(shown=2, most=3) as site:
        crawl(scrapy, site, "eastmoney-rolling")
        site.shown += 14
        said = crawl(scrapy, site, "eastmoney-rolling", code=1)
    assert "some may be missed: run more often" in said
    assert last_run(scrapy)["counts"]["stored"] == 12


@pytest.mark.parametrize("trouble", ["jsonp", "blank", "missing"])
def test_what_a_run_bears(scrapy, trouble):
    with EastMoney(trouble) as site:
        crawl(scrapy, site, "eastmoney-rolling")
    run = last_run(scrapy)
    assert (run["state"], run["counts"]["stored"]) == ("ok", 14)
    assert run["counts"].get("records_without_link", 0) == (3 if trouble == "blank" else 0)
    assert all(one["publisher"] and one["date_published"] and one["headline"] for one in records(scrapy))


@pytest.mark.parametrize(
    ("trouble", "most", "state", "words"),
    [
        ("html", 50, "failed", "no list page could be read: {url}/comm/web/getNewsByColumns?.*: html"),
        ("error", 50, "failed", ": no_records"),
        ("same", 50, "failed", ": the same link in all of 2 records"),
        ("same", 1, "ill", ": page 2 repeats page 1"),
        ("ignores_page", 1, "ill", ": page 2 repeats page 1"),
        ("all_blank", 50, "failed", ": no_link in any of 5 records"),
    ],
)
def test_what_is_never_nothing_new(scrapy, trouble, most, state, words):
    with EastMoney(shown=2, most=most) as site:
        crawl(scrapy, site, "eastmoney-rolling")  # so that all is known
        site.trouble.add(trouble)
        said = crawl(scrapy, site, "eastmoney-rolling", code=1)
        assert re.search(words.format(url=re.escape(site.url)).replace("?", r"\?"), said)
    assert last_run(scrapy)["state"] == state
    assert len(records(scrapy)) == 2


def test_the_same_records_for_two_lists(scrapy):
    with EastMoney() as site:
        path = write_source("eastmoney-rolling", site.url, scrapy.sources)
        text = path.read_text("utf-8").replace('req_trace=1"]', 'req_trace=1", "URL&column=350&x=1"]')
        url = text.split('start_urls = ["')[1].split('"')[0]
        path.write_text(text.replace("URL", url), encoding="utf-8")
        done = scrapy("crawl", "local-eastmoney-rolling", code=1)
    assert "the same records as" in done.stderr
    assert last_run(scrapy)["state"] == "ill"
    assert len(records(scrapy)) == 14
