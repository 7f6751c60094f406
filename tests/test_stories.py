"""One story, once: what counts as a copy, how copies are kept together, what people see of it."""

import csv
import json
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from newscrawl.items import Article, Fetch
from newscrawl.store import Store
from newscrawl.store.schema import migrations
from newscrawl.stories import agreement, akin, read, signature

START = datetime(2026, 11, 20, tzinfo=UTC)
PARTS = [
    "市水务局昨天公布了老城区排水管网改造的安排，工程分三期进行，首期涉及十二条街道，预计明年汛期以前完工。",
    "根据安排，施工单位将先检查地下管线的位置，再按照先支管后干管的顺序更换旧管，夜间不安排有噪声的作业。",
    "沿街商户最关心的是出入口怎么保留。负责人说，每段围挡都会留出通道，并提前七天在现场张贴告示。",
    "公交方面，二十三路和五十六路的三个站点临时移到相邻路口，末班车时间不变，导航软件会同步更新。",
    "居民代表在会上提出，去年夏天的积水主要来自河口倒灌，希望闸门和泵站也列入改造，这一意见已记录在案。",
    "水务局表示，泵站的更新属于第二期，设计已经完成，正在等待资金批复，一旦批复便会向社会公开工期。",
]
REPORT = "\n\n".join(PARTS)
ENGLISH = (
    "The harbour board voted on Tuesday to rebuild the old fish market, ending a dispute that had lasted six years.\n\n"
    "Members heard from stall holders, who said the leaking roof had cost them customers every winter since.\n\n"
    "The plan keeps the brick front and the clock tower, and adds a cold store behind the hall, for boats.\n\n"
    "Work is to begin in spring and should take eighteen months, while traders move to tents on the east quay.\n\n"
    "The board's chair said that rents would not rise for two years, a promise that critics want to see in writing."
)
TAIWAN = "台灣總統府發言人今天說明預算編列的過程，強調沒有新增項目，並將於下週送交立法機構審議。"
DISCLAIMER = "\n\n免责声明：本文不构成投资建议，据此操作，风险自担。" * 2
FLASH = "北向资金净流入达30亿元。"
NOTICE = "{0}公告，公司控股股东拟通过集中竞价和大宗交易方式，减持不超过公司总股本{1}%的股份。"


def agree(one: str, other: str) -> bool:
    there, back = agreement(read(one), read(other)), agreement(read(other), read(one))
    assert there == back
    return there > 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (REPORT, "新华社北京11月20日电（记者 王小明）" + REPORT + "（责任编辑：李四）"),
        (REPORT, REPORT.replace("，", ",").replace("。", ". ")),
        (REPORT, "\n\n".join(PARTS[:2] + PARTS[4:])),  # paragraphs cut
        (REPORT, "小编按：值得一看。\n\n" + REPORT + "\n\n更多报道请关注本网。"),
        (REPORT, REPORT.replace("昨天", "20日").replace("负责人说", "有关负责人告诉记者")),
        (TAIWAN, "台湾总统府发言人今天说明预算编列的过程，强调没有新增项目，并将于下周送交立法机构审议。"),
        (ENGLISH, "PORT HALE, Nov 20 (Reuters) - " + ENGLISH + "\n\nReporting by Jane Doe; Editing by John Roe"),
        (ENGLISH, ENGLISH.replace("Tuesday", "Nov 17").replace("promise", "pledge").upper()),
        (FLASH, "北向资金净流入达30亿元。（财联社）"),
    ],
)  # fmt: skip
def test_a_reprint_is_a_copy(one, other):
    assert agree(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FLASH, FLASH.replace("达30", "超40")),
        (NOTICE.format("东江科技", "2"), NOTICE.format("东江科技", "3")),
        (NOTICE.format("东江科技", "2"), NOTICE.format("华岭股份", "2")),
        (REPORT, "\n\n".join(PARTS[:2])),  # a third of it
        ("\n\n".join(PARTS[:3]), "\n\n".join(PARTS[3:])),
        (PARTS[0] + DISCLAIMER, PARTS[1] + DISCLAIMER),
        (ENGLISH, ENGLISH.replace("harbour", "council").replace("fish", "meat").split("The plan")[0]),
        (REPORT, ENGLISH),
        ("", ""),
    ],
)  # fmt: skip
def test_another_story_is_none(one, other):
    assert not agree(one, other)


def test_a_template_with_other_names_is_another_story():
    text = "{0}发布公告称，" + PARTS[2] + "{0}表示，" + PARTS[3] + "此外，{0}还说，" + PARTS[4]
    assert not agree(text.format("东江科技"), text.format("华岭股份"))


@given(st.text(max_size=300), st.text(max_size=300))
@settings(deadline=None)
def test_any_text_can_be_compared(one, other):
    agree(one, other)
    assert agree(one, one) == bool(read(one).folded)


def article(number: int, body: str, minutes: int | None = None, **values) -> Article:
    minutes = number if minutes is None else minutes
    return Article(**{
        "url": f"https://example.com/{number}", "source": f"s{number}", "headline": f"标题{number}",
        "article_body": body,
        "date_published": START + timedelta(minutes=minutes), "date_precision": "minute", "fetched_at": START,
    } | values)  # fmt: skip


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "news.db") as store:
        yield store


def groups(store) -> set[frozenset]:
    found: dict[int, set] = {}
    for url, story_id in store.db.execute("SELECT url, story_id FROM articles"):
        found.setdefault(story_id, set()).add(int(url.rsplit("/")[-1]))
    assert len(found) == len(set(found))
    for story in store.db.query("SELECT * FROM stories"):
        assert story["copies"] == len(found[story["id"]])
    assert {one["id"] for one in store.db.query("SELECT id FROM stories")} == {
        story_id for story_id, members in found.items() if len(members) > 1
    }
    return {frozenset(members) for members in found.values()}


CUT = "\n\n".join(PARTS[:2] + PARTS[4:])
LONGER = REPORT + "\n\n" + PARTS[1].replace("夜间", "白天") + "\n\n另据了解，改造期间供水不受影响。"


def test_copies_of_other_outlets_are_one_story(store):
    for one in (
        article(1, REPORT, 30),
        article(2, CUT, 20, publisher="新华社"),
        article(3, FLASH),
        article(4, REPORT, 10),
    ):
        assert store.save(one) == "stored"
    assert groups(store) == {frozenset({1, 2, 4}), frozenset({3})}
    (story,) = store.db.query("SELECT * FROM stories")
    assert (story["id"], story["origin_id"], story["copies"], story["publisher"]) == (1, 4, 3, "新华社")
    assert story["first_published"] == "2026-11-20T00:10:00+00:00"


def test_flashes_that_differ_in_a_number_are_stories_of_their_own(store):
    for number, body in enumerate((FLASH, FLASH.replace("达30", "超40"), FLASH.replace("30", "80"))):
        store.save(article(number, body))
    assert len(groups(store)) == 3


def test_what_a_revision_makes_different_leaves_its_story(store):
    for number in (1, 2, 3):
        store.save(article(number, REPORT))
    store.save(article(1, REPORT + "\n\n补充一句。"))
    assert groups(store) == {frozenset({1, 2, 3})}
    store.save(article(1, ENGLISH, headline="标题1"))
    assert groups(store) == {frozenset({1}), frozenset({2, 3})}
    assert store.stories.story_of(2) == 2
    store.save(article(1, REPORT))
    assert groups(store) == {frozenset({1, 2, 3})}


def test_a_copy_that_comes_late_but_was_first_joins_two_stories(store):
    store.save(article(1, "\n\n".join(PARTS[:4]), 20))
    store.save(article(2, "\n\n".join(PARTS[2:]), 30))
    assert groups(store) == {frozenset({1}), frozenset({2})}
    store.save(article(3, REPORT, 10))
    assert groups(store) == {frozenset({1, 2, 3})}


MANY = [REPORT, CUT, LONGER, "\n\n".join(PARTS[:4]), "\n\n".join(PARTS[2:]), FLASH, FLASH + "（财联社）", ENGLISH]


@given(st.permutations(list(enumerate(MANY))), st.lists(st.integers(0, 5), min_size=8, max_size=8))
@settings(max_examples=10, deadline=None)
def test_the_order_of_arrival_changes_nothing_nor_does_a_rebuild(order, minutes):
    with Store(":memory:") as one, Store(":memory:") as other:
        for store, articles in ((one, enumerate(MANY)), (other, order)):
            with store.transaction():
                for number, body in articles:
                    store.save(article(number, body, minutes[number]))
        assert groups(one) == groups(other)
        before = one.db.execute("SELECT * FROM stories ORDER BY id").fetchall()
        for _ in one.stories.rebuild(batch=3):
            pass
        assert one.db.execute("SELECT * FROM stories ORDER BY id").fetchall() == before


def test_a_rebuild_that_was_stopped_goes_on(store):
    for number in range(6):
        store.save(article(number, REPORT if number % 2 else ENGLISH))
    expected = groups(store)
    steps = store.stories.rebuild(batch=2)
    with store.transaction():
        next(steps), next(steps)
    assert store.stories.ungrouped()
    store.save(article(7, REPORT))
    with store.transaction():
        assert [done for done, _ in store.stories.rebuild(batch=2)] == [2, 4, 6]
    assert not store.stories.ungrouped()
    assert groups(store) == {one | ({7} if 1 in one else set()) for one in expected}


def test_other_rules_ask_for_a_rebuild_of_all(store, monkeypatch):
    for number in range(4):
        store.save(article(number, REPORT))
    assert not store.stories.ungrouped()
    monkeypatch.setattr("newscrawl.store.stories.RULES", "other")
    assert store.stories.ungrouped()
    assert [done for done, _ in store.stories.rebuild(batch=2)] == [0, 2, 4]
    assert not store.stories.ungrouped()


def test_a_database_from_before_is_grouped_by_a_rebuild(tmp_path):
    with closing(Database(tmp_path / "old.db")) as old:
        migrations.apply(old, stop_before="0020_stories")
        columns = (
            "id, url, source, headline, article_body, authors, editors, keywords, stocks, via, fetched_at, text_key"
        )
        for number in (1, 2):
            values = [number, f"https://example.com/{number}", "s", "h", REPORT, *["[]"] * 4, "{}", "2026-11-20", "k"]
            old.execute(f"INSERT INTO articles ({columns}) VALUES ({', '.join('?' * 12)})", values)  # noqa: S608
        old.conn.commit()
    with Store(tmp_path / "old.db") as store:
        assert store.stories.ungrouped()
        with store.transaction():
            list(store.stories.rebuild())
        assert groups(store) == {frozenset({1, 2})}


def test_a_sentence_that_two_texts_share_makes_them_no_candidates():
    quoting = "".join(chr(0x4E00 + (at * at * 131) % 5003) for at in range(1500)) + PARTS[2]
    report, cut, other = (signature(read(text)).sketch for text in (REPORT, "\n\n".join(PARTS[:4]), quoting))
    assert akin(report, cut)
    assert not akin(report, other)
    assert akin(signature(read(FLASH)).sketch, other)  # too short to tell


def test_candidates_that_are_not_akin_are_not_read(store, monkeypatch):
    one = signature(read(REPORT))
    texts = ("".join(chr(0x4E00 + (number * 977 + at * at * 131) % 5003) for at in range(300)) + PARTS[2]
             for number in range(100))  # fmt: skip
    text, other = next((text, found) for text in texts if set((found := signature(read(text))).bands) & set(one.bands))
    assert not akin(one.sketch, other.sketch)
    first, second = article(1, REPORT), article(2, text)
    first.fetch, second.fetch = Fetch(first.url, signature=one), Fetch(second.url, signature=other)
    monkeypatch.setattr("newscrawl.store.story_book.StoryBook.text", None)
    assert [store.save(first), store.save(second)] == ["stored", "stored"]
    assert groups(store) == {frozenset({1}), frozenset({2})}


def test_an_article_without_a_sketch_is_compared_as_ever(store):
    store.save(article(1, REPORT))
    store.db.execute("DELETE FROM story_sketches")
    store.save(article(2, CUT))
    assert groups(store) == {frozenset({1, 2})}


def test_a_deleted_article_leaves_no_sketch(store):
    store.save(article(1, REPORT))
    store.db.execute("DELETE FROM ledger")
    store.db.execute("DELETE FROM articles")
    assert store.db["story_sketches"].count == 0


def test_a_band_that_many_stories_share_says_nothing(store):
    common = "本栏目每天为读者梳理昨夜今晨的要闻并作简要的说明"
    with store.transaction():
        for number in range(120):
            body = common + "".join(chr(0x4E00 + (number * 977 + at * at * 131) % 5003) for at in range(150))
            store.save(article(number, body))
    assert len(groups(store)) == 120
    store.save(article(200, REPORT))
    store.save(article(201, REPORT))
    assert frozenset({200, 201}) in groups(store)


@pytest.fixture
def printed(scrapy):
    with Store(scrapy.db) as store:
        store.save(article(1, REPORT, 0, publisher="水城晚报"))
        store.save(article(2, REPORT.replace("三期", "四期"), 75, publisher="新华网"))
        store.save(article(3, CUT, 60 * 26, date_precision="day"))
        store.save(article(4, ENGLISH))
        for source in ("s1", "s4"):
            with store.transaction():
                store.runs.start(source)
    return scrapy


def test_the_largest_stories(printed):
    shown = printed("stories").stdout
    assert "水城晚报" in shown
    assert "新华网 +1h15m, s3" in shown
    assert "2026-11-20 00:00" in shown
    assert len(shown.splitlines()) == 3
    assert "no story was printed more than once" in printed("stories", "--since", "2026-11-21").stdout


def test_an_article_and_its_copies(printed):
    shown = printed("stories", "2").stdout
    assert "工程分[-三-]{+四+}期进行" in shown
    assert "against 1" in shown
    assert "3  s3, against" not in shown
    whole = printed("stories", "1").stdout
    assert "2  新华网, against 1" in whole
    assert "3  s3, against 1" in whole
    assert "no copy of it is stored" in printed("stories", "4").stdout


def test_a_rebuild_by_command(printed):
    with Store(printed.db) as store:
        store.db.execute("UPDATE story_rules SET grouped_until = 4")
        assert "--rebuild" in printed("stories").stderr
        assert "3 copies of 1 story" in printed("stories", "--rebuild").stdout
        assert printed("stories").stderr == ""
        assert len(groups(store)) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["99"], "no article has the id 99"),
        (["x"], "'x' is no number"),
        (["-n", "0"], "--number: '0' is no number from 1 to 10,000"),
        (["--source", "s9"], "nothing is stored of 's9'"),
    ],
)
def test_mistakes_are_one_line(printed, words, said):
    assert said in printed("stories", *words, code=2).stderr


def test_an_export_with_each_story_once(printed, tmp_path):
    lines = [json.loads(line) for line in printed("export", "--one-per-story").stdout.splitlines()]
    assert [one["id"] for one in lines] == [1, 4]
    assert lines[0]["also_in"] == [
        {"publisher": "新华网", "url": "https://example.com/2", "date_published": "2026-11-20T01:15:00+00:00"},
        {"publisher": "s3", "url": "https://example.com/3", "date_published": "2026-11-21T02:00:00+00:00"},
    ]
    assert lines[1]["also_in"] == []
    every = [json.loads(line) for line in printed("export").stdout.splitlines()]
    assert [(one["id"], one["story_id"]) for one in every] == [(1, 1), (4, 4), (2, 1), (3, 1)]
    assert "also_in" not in every[0]
    out = tmp_path / "x.csv"
    printed("export", "--one-per-story", "-o", str(out), "--since", "2026-11-20T01:00")
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["id"] for row in rows] == ["2"]  # the earliest of those asked for
    assert [one["url"] for one in json.loads(rows[0]["also_in"])] == ["https://example.com/1", "https://example.com/3"]
