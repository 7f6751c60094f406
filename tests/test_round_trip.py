"""What is published as a Jekyll site and crawled from there is what was published."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from parsel import Selector

from newscrawl.publish.site import Options
from newscrawl.publish.site.body import plain
from newscrawl.store import Store
from newscrawl.store.rows import sound
from tests.published import BAD_HTML, NASTY, NOW, article, export, save, served

pytestmark = pytest.mark.skipif(not shutil.which("jekyll"), reason="no jekyll here: apt-get install jekyll")

OPTIONS = Options(
    title="临汐新闻 {{ x }}", timezone="Asia/Shanghai", zones={"harbour": "Asia/Shanghai"}, days=3, per_page=10
)
OUTLETS = ["临汐日报", "每日临汐新闻", "The Merrow Courier", "北方网", "北方旺"]
QUICK = {"DOWNLOAD_DELAY": 0, "NEWSCRAWL_KNOWN_IN_A_ROW": 1000, "NEWSCRAWL_READERS": 0}
COMPARED = ("headline", "date_published", "publisher", "article_body")
NO_HEADLINES = {"---", "长" * 400}  # no reader of pages takes these for one
HTML = (
    "<p>港口今天公布了前十个月的数据，货物吞吐量比去年同期增长百分之九点四，其中集装箱增长最快。</p><h3>泊位</h3>"
    "<ul><li>新建泊位两个，明年夏天动工，后年完工</li><li>旧泊位加长四十米，冬天也可以停靠</li></ul>"
    "<p>{{ site.title }} 和 {% raw %} 只是两个记号，编辑部说，它们在这里什么也不做，只应当照原样读出来。</p>"
)


def articles() -> list:
    """Some 30 stories: plain, with hostile headlines, days old, changed since, with bad HTML."""
    plain_ones = [article(number, publisher=OUTLETS[number % len(OUTLETS)]) for number in range(10)]
    hostile = [article(20 + number, headline=headline) for number, headline in enumerate(NASTY)]
    old = [article(24 * day, publisher="临汐晚报") for day in range(3, 7)]
    day = article(19, date_precision="day", date_published=article(12).date_published)
    rich = article(16, article_body_html=HTML, article_body=None, date_modified=NOW)
    return [*plain_ones, *hostile, *old, day, rich, article(17, article_body_html=BAD_HTML)]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with news.db, the Jekyll folder jekyll/, its _site, and the same site as html/."""
    folder = tmp_path_factory.mktemp("round")
    with Store(folder / "news.db") as store:
        for one in articles():
            one.article_body = one.article_body or Selector(one.article_body_html).xpath("string()").get()
            save(store, one)
        export(store, folder / "jekyll", OPTIONS, jekyll=True)
        export(store, folder / "html", OPTIONS)
    command = ["jekyll", "build", "--quiet", "--strict_front_matter"]
    done = subprocess.run(command, cwd=folder / "jekyll", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_jekyll_and_html_are_the_same_site(built):
    sites = [built / "jekyll/_site", built / "html"]
    here, there = ({path.relative_to(root): path for path in root.rglob("*.*") if path.is_file()} for root in sites)
    own = {Path("newscrawl.json"), Path(".nojekyll"), Path(".newscrawl/state.json")}
    assert there.keys() - here.keys() == own
    assert here.keys() <= there.keys()
    assert [str(path) for path in here if here[path].read_bytes() != there[path].read_bytes()] == []


def test_headlines_are_as_they_were_said(built):
    pages = [Selector(path.read_text("utf-8")) for path in (built / "jekyll/_site/a").iterdir()]
    headlines = sorted(page.css("article h1::text").get() for page in pages)
    assert headlines == sorted(plain(sound(one.headline)) for one in articles())
    assert not any(page.css("main script:not([type='application/ld+json'])") for page in pages)
    said = [json.loads(page.css("script[type='application/ld+json']::text").get()) for page in pages]
    assert sorted(one["headline"] for one in said) == headlines


def test_the_crawl_of_the_site_finds_what_was_published(built, make_scrapy):
    crawl = make_scrapy()
    with served(built / "jekyll/_site") as url:
        lists = [url, f"{url}archive/2026-11.html"]
        crawl("crawl", "finews", "-a", f"start_urls={','.join(lists)}", **QUICK)
    with Store(crawl.db) as there, Store(built / "news.db") as here:
        found = {
            int(record["url"].rpartition("/")[2].removesuffix(".html")): record for record in there.articles.select()
        }
        for record in here.articles.select():
            if record["headline"] in NO_HEADLINES or "<script>" in (record["article_body_html"] or ""):
                continue
            again = found[record["id"]]
            assert {name: squeezed(again[name]) for name in COMPARED} == {
                name: squeezed(record[name]) for name in COMPARED
            }
        assert len(found) >= len(articles()) - len(NO_HEADLINES)


def squeezed(text: str) -> str:
    return "".join(plain(text).replace("\u202e", "").split())  # extraction drops marks that turn a line around
