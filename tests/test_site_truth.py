"""The small news site that other tests crawl: do its pages say what ``expected()`` says of them?"""

import re

import pytest

import tests.site
from newscrawl.source import load
from tests.site import serve, trouble, write_sources
from tests.site.client import client, page_of
from tests.site.pages import template
from tests.site.sources import FOLDER, PLACEHOLDER


@pytest.fixture
def site():
    with serve() as running:
        yield running


@pytest.fixture
def get(site):
    with client(site.url) as ask:
        yield ask


def walk(get, source):
    """(page URL, hrefs) of each page of the lists of a source file, by its own selectors or those of the layout."""
    declared = load(FOLDER / f"{source}.toml")
    links = (declared.article_links or (".card h2 a",))[0]
    following = (declared.next_page or (".pagination a.next",))[0]
    for start in declared.start_urls:
        path, seen = start.removeprefix(PLACEHOLDER), set()
        while path and path not in seen:
            seen.add(path)
            page = page_of(get(path)[2], "gbk" if "finance" in path else "utf-8")
            yield path, page.css(f"{links}::attr(href)").getall()
            nexts = page.xpath(following) if following.startswith("/") else page.css(following)
            path = nexts.attrib.get("href")


@pytest.mark.parametrize(("source", "pages"), [("city", 4), ("finance", 3), ("world", 3), ("trouble", 2 + 3)])
def test_the_lists_lead_to_all_that_is_expected_and_nothing_else(site, get, source, pages):
    walked = list(walk(get, f"demo-{source}"))
    names = {source} | ({"loop"} if source == "trouble" else set())
    hrefs = {href.partition("?")[0] for _, found in walked for href in found}
    assert len(walked) == pages
    assert hrefs == {path for path, fate in site.expected().items() if names & set(fate["category"])}


def test_every_article_says_what_is_expected_of_it(site, get):
    for path, record in site.expected().items():
        if "headline" not in record or record["reason"] == "robots":
            continue
        status, headers, body = get(record["url"])
        if status == 500:
            status, headers, body = get(record["url"])
        gbk = b"charset=gb2312" in body or path == "/trouble/charset.html"
        page = page_of(body, "gbk" if gbk else "utf-8")
        text = "".join(page.xpath("//body//text()").getall())
        assert (status, int(headers["Content-Length"])) == (200, len(body)), path
        assert page.css("h1::text").get() == record["headline"]
        places = [text.find(part) for part in record["paragraphs"]]
        assert -1 not in places, path
        assert places == sorted(places), path
        for part in (*record["cells"], *record["captions"], *record["authors"], *record["editors"]):
            assert part in text, (path, part)


def test_dates_are_aware_and_keep_summer_time(site):
    records = site.expected()
    assert records["/world/2026/10/upper-lathe-canal-reopens"]["date"] == "2026-10-21T13:45:00+01:00"
    assert records["/world/2026/10/merrow-street-lamps-dimmed"]["date"].endswith("+00:00")
    assert records["/city/202611/t20261109_1083.html"]["date"] == "2026-11-09T00:00:00+08:00"
    assert records["/city/special/winter-guide.html"]["date"] is None


def test_text_is_told_from_the_furniture():
    furniture = "".join(template(f"{name}-story").template for name in ("city", "finance", "world"))
    told = [part for record in tests.site.expected().values() for part in record.get("paragraphs", ())]
    assert len(told) > 200
    assert not [part for part in told if part in furniture]


def test_each_trouble_is_in_the_table():
    table = tests.site.__doc__
    records = tests.site.expected(run=2).items()
    spoilt = [path for path, record in records if record["state"] != "stored"]
    assert len(spoilt) == len(trouble.LINKS) + len(trouble.FATES)
    assert not [path for path in spoilt if f" {path} " not in table]
    urls = re.findall(r"^    (/\S+)", table, re.M)
    assert not [url for url in urls if url not in dict(records)]


def test_reprint_and_original_have_one_text(site):
    record = site.expected()["/finance/2026-11-02/doc-4987.html"]
    twin = site.expected()[record["twin"]]
    assert (record["state"], record["reason"], twin["state"]) == ("duplicate", "text", "stored")
    assert record["paragraphs"] == twin["paragraphs"]
    assert record["headline"] != twin["headline"]


def test_source_files_load_with_the_real_address(site, tmp_path):
    written = write_sources(site.url, tmp_path / "new")
    assert [path.stem for path in written] == ["demo-city", "demo-finance", "demo-trouble", "demo-world"]
    for path in written:
        source = load(path)
        assert all(url.startswith(f"{site.url}/") for url in source.start_urls)
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 20
