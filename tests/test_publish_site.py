"""What a site's folder holds: posts in the seed's format, a page for ever at each address, nothing written twice."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from parsel import Selector

from newscrawl.publish.export import PublishError
from newscrawl.publish.site import Options, write_site
from newscrawl.publish.site.body import body_html, plain
from newscrawl.publish.site.entry import EXCERPT, excerpt, tag
from newscrawl.publish.site.front import Text, with_front
from newscrawl.store import Store
from newscrawl.store.rows import sound
from tests.published import BAD_HTML, NASTY, NOW, OPTIONS, article, export, save


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "news.db") as store:
        yield store


@pytest.fixture
def root(tmp_path) -> Path:
    return tmp_path / "site"


def front_of(path: Path) -> tuple[dict, str]:
    _, front, content = re.split(r"^---[ \t]*\n", path.read_text("utf-8"), maxsplit=2, flags=re.M)
    return yaml.safe_load(front), content


def files(root: Path) -> dict[str, tuple[bytes, int]]:
    """Bytes and time of writing of each file that is part of the site."""
    found = (path for path in root.rglob("*") if path.is_file() and ".newscrawl" not in path.parts)
    return {str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


def changed(before: dict, after: dict) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def page(path: Path) -> Selector:
    return Selector(path.read_text("utf-8"))


def test_a_post_has_the_form_of_the_seed(store, root):
    save(store, article(1, authors=["张三", "李四"], description="港口消息", article_body="茶叶到了。"))
    export(store, root, jekyll=True)
    assert (root / "_posts/2026-11-20-1.html").read_text("utf-8") == (
        "---\n"
        "layout: post\n"
        'title: "第1号货船靠港"\n'
        "date: 2026-11-20 11:00:00 +0800\n"
        "categories: linxiribao\n"
        'tags: "临汐日报新闻"\n'
        'outlet: "临汐日报"\n'
        'original: "https://harbour.example/a/1.html"\n'
        'month: "2026-11"\n'
        "precision: second\n"
        "authors:\n"
        '- "张三"\n'
        '- "李四"\n'
        'lang: "zh"\n'
        'description: "港口消息"\n'
        "render_with_liquid: false\n"
        "---\n"
        "<p>茶叶到了。</p>\n"
        '<p class="original" lang="zh">原文：'
        '<a href="https://harbour.example/a/1.html" rel="nofollow noopener noreferrer">'
        "https://harbour.example/a/1.html</a></p>\n"
        '<p class="back" lang="zh"><a href="../category/linxiribao.html">返回临汐日报新闻</a>｜'
        '<a href="../index.html">返回首页</a></p>\n'
    )


@pytest.mark.parametrize(
    ("outlet", "expected"),
    [("北方网", "北方网新闻"), ("每日经济新闻", "每日经济新闻"), ("新闻", "新闻"), ("BBC", "BBC新闻")],
)
def test_the_tag_says_news_once(outlet, expected):
    assert tag(outlet) == expected


def test_a_tag_with_spaces_is_one_tag(store, root):
    save(store, article(1, publisher="The Merrow Courier"))
    export(store, root, jekyll=True)
    assert front_of(root / "_posts/2026-11-20-1.html")[0]["tags"] == ["The Merrow Courier新闻"]


@given(st.one_of(st.text(), st.sampled_from(NASTY)), st.one_of(st.text(), st.sampled_from(NASTY)))
@settings(max_examples=100, deadline=None)
def test_front_matter_says_what_it_is_given(headline, outlet):
    said = {"title": plain(headline), "outlet": plain(outlet)}
    text = with_front({name: Text(value) for name, value in said.items()}, "the text\n")
    lines = text.split("\n")
    assert [lines[0], lines[3], *lines[4:]] == ["---", "---", "the text", ""]
    assert yaml.safe_load("\n".join(lines[1:3])) == said


MARKS = [
    "<p>", "</p>", "<script>", "</script>", "{{", "}}", "{%", "<a href='javascript:x'>", "<img src=x onerror=x>", "]]>",
    "<!--", "<table>", "<td>", "\x00", "\ud800", "<svg/onload=x>", "<a class='picture' style='x'>", "&#123;", "&",
]  # fmt: skip


@given(st.lists(st.one_of(st.text(), st.sampled_from(MARKS))).map("".join), st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_text_is_inert(html, images):
    record = {"article_body_html": html, "article_body": html}
    made = body_html(record, images=images, picture="图片")
    assert "{" not in made
    assert made.isprintable() or not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff]", made)
    for element in Selector(f"<div>{made}</div>").xpath("//body//*"):
        assert element.root.tag not in ("script", "style", "iframe", "svg", "object", "form")
        assert not any(name.startswith("on") or name == "style" for name in element.attrib)
        assert re.match(r"https?://|(?!.*:)", element.attrib.get("href", "")), made


def test_pictures_are_links_unless_they_are_asked_for(store, root, tmp_path):
    save(store, article(1, article_body_html=BAD_HTML))
    export(store, root)
    export(store, tmp_path / "shown", Options(images=True))
    links = page(root / "a/1.html").css(".content a.picture")
    assert [(link.attrib["href"], link.attrib["aria-label"]) for link in links] == [
        ("https://pictures.example/1.jpg", "图片: 港口"),
        ("https://a.example/", "图片"),
    ]
    assert not page(root / "a/1.html").css(".content img")
    shown = page(tmp_path / "shown/a/1.html").css(".content img")
    assert [image.attrib["src"][-5:] for image in shown] == ["1.jpg", "2.jpg"]
    assert {image.attrib["referrerpolicy"] for image in shown} == {"no-referrer"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("短。", "短。"),
        ("中" * 60, "中" * 60),
        ("中" * 61, "中" * 59 + "…"),
        ("word " * 40, "word " * 23 + "word…"),
    ],
)
def test_excerpts(text, expected):
    assert excerpt(text.strip()) == expected
    assert len(expected) <= EXCERPT


@pytest.mark.parametrize("jekyll", [True, False])
def test_nothing_is_written_twice(store, root, jekyll):
    save(store, *(article(number) for number in range(70)))
    assert export(store, root, jekyll=jekyll).stories == 70
    before = files(root)
    assert export(store, root, jekyll=jekyll) == (70, 0, 0)
    (root / ".newscrawl/state.json").unlink()  # as in a fresh clone
    assert export(store, root, jekyll=jekyll) == (70, 0, 0)
    assert files(root) == before


def test_what_jekyll_lists_needs_no_new_file_but_the_post(store, root):
    save(store, article(2), article(3))
    export(store, root, jekyll=True)
    before = files(root)
    save(store, article(1))
    export(store, root, jekyll=True)
    assert changed(before, files(root)) == {"_posts/2026-11-20-3.html"}
    before = files(root)
    save(store, article(2, headline="更正：第2号货船靠港"))
    export(store, root, jekyll=True)
    assert changed(before, files(root)) == {"_posts/2026-11-20-1.html"}


def test_a_lost_file_comes_back(store, root):
    save(store, article(1))
    export(store, root)
    (root / "a/1.html").unlink()
    assert export(store, root).written == 1


def test_days_are_those_of_the_source(store, root):
    options = Options(days=1, timezone="UTC", zones={"harbour": "Asia/Shanghai"})
    after_midnight = NOW.replace(hour=16, minute=30) - timedelta(days=1)  # 00:30 on the 20th in Shanghai
    save(
        store, article(1, date_published=after_midnight), article(2, date_published=after_midnight - timedelta(hours=1))
    )
    export(store, root, options, jekyll=True)
    assert [path.name for path in (root / "_posts").iterdir()] == ["2026-11-20-1.html"]
    assert (root / "a/2.html").exists()


def test_another_source_costs_nothing_another_zone_what_it_changes(store, root):
    save(store, article(1), article(2, source="bank"))
    export(store, root, Options(timezone="UTC", zones={"harbour": "Asia/Shanghai"}), jekyll=True)
    zones = {"harbour": "Asia/Shanghai", "other": "Europe/London"}
    assert export(store, root, Options(timezone="UTC", zones=zones), jekyll=True).written == 0
    export(store, root, Options(timezone="UTC", zones=zones | {"bank": "Asia/Tokyo"}), jekyll=True)
    assert front_of(root / "_posts/2026-11-20-2.html")[0]["date"] == "2026-11-20 11:00:00 +0900"
    assert front_of(root / "_posts/2026-11-20-1.html")[0]["date"] == "2026-11-20 11:00:00 +0800"


def test_the_archive_keeps_every_address(store, root):
    options = Options(days=2, timezone="Asia/Shanghai")
    save(store, *(article(24 * day) for day in range(25)))
    export(store, root, options, jekyll=True)
    live = {path.name for path in (root / "_posts").iterdir()}
    assert live == {"2026-11-20-1.html", "2026-11-19-2.html"}
    assert len(list((root / "a").iterdir())) == 23
    assert len(json.loads((root / "_data/archive/2026-11.json").read_text("utf-8"))) == 18
    assert page(root / "archive/2026-10.html").css("ul.posts a::attr(href)").getall()[0] == "../a/21.html"
    before = files(root)
    export(store, root, options, jekyll=True, now=NOW + timedelta(days=1))
    assert changed(before, files(root)) == {"_posts/2026-11-19-2.html", "a/2.html", "_data/archive/2026-11.json"}
    export(store, root, options, jekyll=True, now=NOW + timedelta(days=40))
    assert not list((root / "_posts").iterdir())
    assert not list((root / "_data/archive").iterdir())
    assert len(page(root / "archive/2026-11.html").css("ul.posts a")) == 20


def test_a_wider_window_takes_them_back(store, root):
    save(store, article(1), article(24 * 5))
    export(store, root, Options(days=2), jekyll=True)
    assert (root / "a/2.html").exists()
    (root / ".newscrawl/state.json").unlink()
    export(store, root, Options(days=10), jekyll=True)
    assert not (root / "a/2.html").exists()
    assert len(list((root / "_posts").iterdir())) == 2


@pytest.mark.parametrize("jekyll", [True, False])
@pytest.mark.parametrize("forgotten", [True, False])
def test_what_is_withdrawn_leaves_a_note(store, root, jekyll, forgotten):
    save(store, article(1), article(2, publisher="临汐商报"))
    export(store, root, jekyll=jekyll)
    store.db.execute("PRAGMA foreign_keys = OFF")
    store.db.execute("DELETE FROM articles WHERE id = 2")
    if forgotten:
        (root / ".newscrawl/state.json").unlink()
    export(store, root, jekyll=jekyll)
    assert page(root / "a/2.html").css("h1::text").get() == "这篇报道已不在本站"
    assert not list(root.glob("_posts/*-2.html"))
    assert export(store, root, jekyll=jekyll) == (1, 0, 0)


@pytest.mark.parametrize("jekyll", [True, False])
def test_a_story_has_one_file(store, root, jekyll):
    save(store, article(1), article(2, publisher="临汐商报"), article(3, publisher="临汐晚报"))
    store.db.execute("UPDATE articles SET story_id = 7 WHERE id IN (1, 2)")
    export(store, root, jekyll=jekyll)
    [told] = root.glob("_posts/*-1.html") if jekyll else [root / "a/1.html"]
    assert "第2号货船" in told.read_text("utf-8")  # the one that was published first
    assert "同一报道另见 " in told.read_text("utf-8")
    assert "https://harbour.example/a/1.html" in told.read_text("utf-8")
    assert not list(root.rglob("*2.html"))
    store.db.execute("UPDATE articles SET story_id = 7 WHERE id = 3")
    export(store, root, jekyll=jekyll)
    assert page(root / "a/3.html").css("main a::attr(href)").get() == "../a/1.html"
    store.db.execute("UPDATE articles SET story_id = NULL")
    export(store, root, jekyll=jekyll)
    assert "第3号货船" in next(root.glob("_posts/*-3.html") if jekyll else root.glob("a/3.html")).read_text("utf-8")
    assert not jekyll or not (root / "a/3.html").exists()


OUTLETS = [
    "/",
    "..",
    "../../etc/passwd",
    ".",
    "北方网",
    "北方旺",
    "x" * 200,
    "长" * 200,
    "<b>",
    "{{ x }}",
    "CON",
    " ",
    "a/b\\c",
    "\x00",
]


def test_outlets_have_pages_of_their_own(store, root, tmp_path):
    save(store, *(article(number, publisher=outlet) for number, outlet in enumerate(OUTLETS)))
    export(store, root, Options(per_page=3))
    headings = [page(path).css("h1::text").get() for path in (root / "category").glob("*.html") if path.stem != "index"]
    assert sorted(headings) == sorted({plain(outlet) or "harbour" for outlet in OUTLETS})
    assert all(re.fullmatch(r"[a-z0-9.-]+", path.name) for path in (root / "category").iterdir())
    assert {path.name for path in tmp_path.iterdir()} <= {"site", "news.db", "news.db-wal", "news.db-shm"}


SHORT_PAGES = replace(OPTIONS, per_page=10)


def test_pages_lead_to_every_story_once(store, root):
    save(store, *(article(number) for number in range(25)))
    export(store, root, SHORT_PAGES)
    for start in (root / "index.html", root / "category/linxiribao.html"):
        path, seen = start, []
        while path:
            here = page(path)
            seen += here.css("ul.posts a::attr(href)").re(r"a/(\d+)\.html$")
            older = here.css("a[rel=next]::attr(href)").get()
            path = path.parent / older if older else None
        assert seen == [str(number) for number in range(1, 26)]


def test_pages_that_are_no_longer_needed_go(store, root):
    save(store, *(article(number) for number in range(25)))
    export(store, root, SHORT_PAGES)
    store.db.execute("PRAGMA foreign_keys = OFF")
    store.db.execute("DELETE FROM articles WHERE id > 20")
    export(store, root, SHORT_PAGES)
    assert (root / "index.2.html").exists()
    assert not (root / "index.3.html").exists()
    assert not page(root / "index.2.html").css("a[rel=next]")


def test_feeds_are_well_formed(store, root):
    save(store, *(article(number, headline=headline) for number, headline in enumerate(NASTY)))
    export(store, root, Options(title="A & <b>", url="https://news.example/sub/"))
    atom = "{http://www.w3.org/2005/Atom}"
    for path in (root / "feed.xml", root / "category/linxiribao.xml"):
        feed = etree.parse(str(path)).getroot()
        entries = feed.findall(f"{atom}entry")
        assert [entry.findtext(f"{atom}title") for entry in entries] == [plain(sound(said)) for said in NASTY]
        assert len({entry.findtext(f"{atom}id") for entry in entries}) == len(NASTY)
        assert entries[0].find(f"{atom}link").get("href") == "https://news.example/sub/a/1.html"
        assert entries[0].findtext(f"{atom}updated") == "2026-11-20T04:00:00+00:00"


def test_feeds_say_what_was_corrected(store, root):
    save(store, *(article(number) for number in range(3)))
    save(store, article(2, headline="第2号货船更正", date_modified=NOW + timedelta(minutes=90)))
    with store.transaction():
        store.db.execute("UPDATE revisions SET replaced_at = ?", [(NOW + timedelta(hours=1)).isoformat()])
    export(store, root)
    atom = "{http://www.w3.org/2005/Atom}"
    feed = etree.parse(str(root / "feed.xml")).getroot()
    said = [[one.findtext(atom + name)[11:] for name in ("published", "updated")] for one in feed.iter(f"{atom}entry")]
    assert said == [["12:00:00+08:00"] * 2, ["11:00:00+08:00"] * 2, ["10:00:00+08:00", "13:30:00+08:00"]]
    assert feed.findtext(f"{atom}updated")[11:] == "13:30:00+08:00"


def test_an_interrupted_export_is_made_good(store, root):
    save(store, *(article(number) for number in range(20)))

    def stop(items, count):
        for number, item in enumerate(items):
            if number == 7:
                raise KeyboardInterrupt
            yield item

    with pytest.raises(KeyboardInterrupt):
        write_site(store, root, OPTIONS, jekyll=False, now=NOW, watch=stop)
    assert export(store, root).stories == 20
    assert len(page(root / "index.html").css("ul.posts a")) == 20


@pytest.mark.parametrize("state", ["", "null", "[]", '{"made": 1, "entries": [[1]]}', "\xff"])
def test_a_spoilt_state_costs_only_time(store, root, state):
    save(store, article(1))
    export(store, root)
    (root / ".newscrawl/state.json").write_text(state, "latin-1")
    assert export(store, root) == (1, 0, 0)


def test_folders_of_others_are_refused(store, root):
    root.mkdir()
    (root / "thesis.tex").write_text("x")
    with pytest.raises(PublishError, match="holds something else"):
        export(store, root)
    (root / "thesis.tex").rename(root / "README.md")
    export(store, root)
    with pytest.raises(PublishError, match="holds a site of format html, not jekyll"):
        export(store, root, jekyll=True)


def test_the_command(scrapy, tmp_path):
    with Store(scrapy.db) as store:
        save(store, article(1), article(24 * 3000))
        with store.transaction():
            store.runs.start("harbour")
    scrapy.source("harbour", title='"港口"', start_urls='["http://127.0.0.1/"]', timezone='"Asia/Shanghai"')
    done = scrapy(
        "export",
        "--format",
        "jekyll",
        str(tmp_path / "site"),
        NEWSCRAWL_SITE_TITLE="临汐新闻",
        NEWSCRAWL_SITE_DAYS=2000,
    )
    assert "2 articles exported" in done.stderr
    assert yaml.safe_load((tmp_path / "site/_config.yml").read_text("utf-8"))["title"] == "临汐新闻"
    assert front_of(tmp_path / "site/_posts/2026-11-20-1.html")[0]["date"] == "2026-11-20 11:00:00 +0800"
    assert page(tmp_path / "site/a/2.html").css("h1::text").get() == "第72000号货船靠港"
    with Store(scrapy.db) as store:
        store.db.execute("UPDATE ledger SET state = 'gone' WHERE article_id = 2")  # taken down where it came from
    again = scrapy("export", "--format", "jekyll", "-o", str(tmp_path / "site"), NEWSCRAWL_SITE_TITLE="临汐新闻")
    assert "1 articles exported" in again.stderr
    assert page(tmp_path / "site/a/2.html").css("h1::text").get() == "这篇报道已不在本站"


@pytest.mark.parametrize(
    ("words", "options", "expected"),
    [
        (["--format", "html"], {}, "html is written to a folder; name it: -o DIR"),
        (["--format", "html", "/proc/nowhere"], {}, "/proc/nowhere: can't be written"),
        (["--format", "html", "x", "--days", "none"], {}, "'none' is no whole number from 1"),
        (["--format", "html", "x"], {"NEWSCRAWL_SITE_LANGUAGE": "tlh"}, "'tlh' is not among en, zh"),
        (["--format", "html", "x"], {"NEWSCRAWL_SITE_TIMEZONE": "Mars"}, "'Mars' is no zone"),
        (["--format", "html", "x"], {"NEWSCRAWL_SITE_URL": "news"}, "'news' is no address of a site"),
        (["--format", "html", "x", "--search", "港"], {}, "--search does not go with a site"),
        (["--days", "3"], {}, "--days is for jekyll, html, not for jsonl"),
    ],
)
def test_mistakes_are_one_line(scrapy, words, options, expected):
    Store(scrapy.db).close()
    assert expected in scrapy("export", *words, code=2, **options).stderr
