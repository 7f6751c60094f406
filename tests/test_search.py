"""Searches find every article that contains what is asked for, and no other, whatever program wrote it."""

import json
import sqlite3
import unicodedata
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawl.items import Article
from newscrawl.query import QueryError
from newscrawl.store import Store, StoreError, search
from newscrawl.store.schema import migrations
from newscrawl.store.search_index import BATCH, MANY
from newscrawl.store.selection import Selection
from tests.forked import run

START = datetime(2026, 11, 1, tzinfo=UTC)


def article(number: int, headline: str, body: str = "正文。", **values) -> Article:
    values = {"source": "demo", "fetched_at": START, "date_published": START + timedelta(hours=number)} | values
    return Article(url=f"https://example.com/{number}", headline=headline, article_body=body, **values)


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "news.db") as store:
        yield store


def ids(store, query, selection=None, **options) -> list[int]:
    return [record["id"] for record in store.search(query, selection, **options)]


def plain(text: str) -> str:
    """The tests' own idea of it: letters only, one space between words, none between scripts."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    spaced = "".join(c if c.isalnum() else " " for c in text)
    kept = " ".join(spaced.split())
    return "".join(
        c for n, c in enumerate(kept) if c != " " or (kept[n - 1] > "\u2fff") == (kept[n + 1 : n + 2] > "\u2fff")
    )


def scan(texts: list[str], word: str) -> bool:
    """Whether a text contains a word, by looking at every place."""
    word = plain(word)
    for text in map(plain, texts):
        for begin in range(len(text) - len(word) + 1):
            end = begin + len(word)
            if text[begin:end] == word and not any(
                cut and text[cut - 1] <= "\u2fff" and text[cut : cut + 1] not in ("", " ") and text[cut] <= "\u2fff"
                and text[cut - 1] != " " for cut in (begin, end)
            ):  # fmt: skip
                return True
    return False


LETTERS = "京北上海abＡＢcé1 ，。-\n"
TEXT = st.text(LETTERS, max_size=40)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=12), st.data())
def test_every_article_that_contains_a_word_is_found_and_no_other(tmp_path_factory, said, data):
    with Store(tmp_path_factory.mktemp("scan") / "news.db") as store:
        with store.transaction():
            for number, (headline, body) in enumerate(said):
                store.articles.add(article(number, headline, body))
        if data.draw(st.booleans()):
            store.index()
        all_texts = "".join(text for pair in said for text in pair)
        for _ in range(10):
            begin = data.draw(st.integers(0, len(all_texts)))
            word = all_texts[begin : begin + data.draw(st.integers(1, 6))].replace("-", " ").strip()
            if plain(word).strip():
                expected = [n for n, texts in enumerate(said, 1) if scan(texts, word)]
                for newest in (True, False):
                    assert sorted(ids(store, f'"{word}"', newest=newest)) == expected


WORDS = ["央行", "北京", "行北", "天气", "GDP", "growth", "京"]


def test_many_articles_are_found_by_each_way(store, monkeypatch):
    monkeypatch.setattr(search, "RARE", 20)
    monkeypatch.setattr(search, "NEWEST", 60)
    monkeypatch.setattr(search, "RANKED", 10)
    texts = []
    with store.transaction():
        for number in range(600):
            parts = [word for n, word in enumerate(WORDS) if (number * 7919) % (n * n * 3 + 1) == n]
            texts.append((parts[0] if parts and number % 5 == 0 else "题", "。".join(parts)))
            store.articles.add(article((number * 37) % 600, *texts[-1]))
    store.index()
    for word in WORDS:
        expected = [n for n, pair in enumerate(texts, 1) if scan(pair, word)]
        assert sorted(ids(store, word, limit=1000)) == expected
        newest = sorted(expected, key=lambda n: -(((n - 1) * 37) % 600))
        assert ids(store, word, limit=1000, newest=True) == newest
        assert ids(store, word, limit=7, newest=True) == newest[:7]
        heads = [n for n in newest if scan(texts[n - 1][:1], word)]
        assert set(ids(store, word, limit=5)) <= set(heads) or len(heads) < 5
    assert ids(store, "题 -京 GDP") == ids(store, "GDP AND 题 NOT (京)")


def test_ranked_headlines_first_then_what_is_most_about_it_then_the_newest(store):
    for number, (headline, body) in enumerate(
        [
            ("甲", "央行" + "等。" * 50), ("乙", "央行，央行，央行" + "等。" * 50), ("丙", "央行" + "等。" * 50),
            ("央行说", "无。" * 50), ("丁", "无"), ("央行降息", "央行" + "等。" * 50),
        ]
    ):  # fmt: skip
        store.save(article(number, headline, body))
    assert ids(store, "央行") == [6, 4, 2, 3, 1]
    assert ids(store, "央行", newest=True) == [6, 4, 3, 2, 1]
    assert ids(store, "央行", limit=3) == [6, 4, 2]


def test_a_rare_word_weighs_more_than_a_usual_one(store):
    for number in range(20):
        store.save(article(number, "题", "市场 市场" if number else "降准 市场"))
    assert ids(store, "市场 OR 降准")[0] == 1


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (Selection(sources=["a"]), [3, 1]),
        (Selection(outlets=["新华社"]), [2, 1]),
        (Selection(outlets=["ＢＢＣ"]), [3]),
        (Selection(sections=["财经"]), [2]),
        (Selection(stocks=["600519"]), [1]),
        (Selection(stocks=["1.600519", "bk0473"]), [3, 1]),
        (Selection(since=START + timedelta(hours=2)), [3, 2]),
        (Selection(until=START + timedelta(hours=2)), [1]),
        (Selection(sources=["a"], outlets=["新华社"], since=START), [1]),
        (Selection(sources=["b"], stocks=["600519"]), []),
    ],
)
def test_a_search_within_a_selection(store, selection, found):
    kweichow, board = {"market": "1", "code": "600519", "name": "茅台"}, {"market": "90", "code": "BK0473", "name": "x"}
    store.save(article(1, "北京", source="a", publisher="新华社", stocks=[kweichow]))
    store.save(article(2, "北京", source="b", publisher="新华社", section="财经"))
    store.save(article(3, "北京", source="a", publisher="BBC", stocks=[board]))
    assert ids(store, "北京", selection, newest=True) == found


def test_a_section_is_any_list_that_showed_the_article(store):
    with store.transaction():
        for section in ("城市", "财经"):
            store.ledger.sight("https://example.com/1", "demo", section)
            store.ledger.discover("https://example.com/1", "demo", section, 1)
    store.save(article(1, "北京", section="城市"))
    assert ids(store, "北京", Selection(sections=["财经"])) == ids(store, "北京", Selection(sections=["城市"])) == [1]


@pytest.mark.parametrize("indexed", [True, False])
def test_what_other_programs_write_is_found(store, indexed):
    """They know nothing of the index: a plain connection, as the sqlite3 shell's."""
    for number, word in enumerate(("甲一", "乙一", "丙一", "丁一"), 1):
        store.save(article(number, word))
    store.index()
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("UPDATE articles SET article_body = '丙二' WHERE id = 1")
        other.execute("UPDATE articles SET article_body = '丙三' WHERE id = 1")
        other.execute("DELETE FROM ledger WHERE article_id = 2")
        other.execute("DELETE FROM articles WHERE id = 2")
        columns = ", ".join(row[1] for row in other.execute("PRAGMA table_info(articles)") if row[1] != "id")
        swapped = columns.replace("headline", "'甲二'")
        copied = "INTO articles (id, {}) SELECT {}, {} FROM articles WHERE id = {}"
        other.execute("REPLACE " + copied.format(columns, 3, swapped, 3))
        other.execute("INSERT " + copied.format(columns, 9, columns, 1))
        other.execute("UPDATE ledger SET article_id = NULL WHERE article_id = 4")
        other.execute("UPDATE articles SET id = 40 WHERE id = 4")
    if indexed:
        store.index()
        assert store.search_index.waiting() == 0
    found = {word: sorted(ids(store, word)) for word in ("甲一", "乙一", "丙一", "丁一", "丙二", "丙三", "甲二")}
    assert found == {"甲一": [1, 9], "乙一": [], "丙一": [], "丁一": [40], "丙二": [], "丙三": [1, 9], "甲二": [3]}
    store.db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")


def test_an_article_deleted_while_results_are_read_is_passed_over(store):
    for number in (1, 2, 3):
        store.save(article(number, f"央行{number}", "字"))
    found = store.search("央行", newest=True)
    first = next(found)["id"]
    with closing(sqlite3.connect(store.path)) as other, other:
        other.execute("DELETE FROM articles WHERE id = 2")
    assert [first, *(record["id"] for record in found)] == [3, 1]


def test_the_index_holds_nothing_of_what_was_replaced(store):
    store.save(article(1, "旧闻", "旧的词"))
    store.index()
    store.save(article(1, "新闻", "新的词"))
    store.index()
    counts = store.db.execute("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH '旧闻 OR 旧的'").fetchone()
    assert counts == (0,)


def test_a_run_indexes_as_long_as_it_may(store):
    for number in range(BATCH + 5):
        store.save(article(number, f"第{number}条"))
    store.index(seconds=0)
    assert store.search_index.waiting() == BATCH + 5
    assert len(ids(store, "第7条")) == 1
    store.index(seconds=60)
    assert store.search_index.waiting() == 0


def test_a_database_made_before_is_indexed_step_by_step(tmp_path, monkeypatch):
    path = tmp_path / "old.db"
    with monkeypatch.context() as patch:
        steps = [step for step in migrations._migrations if not step.name.startswith("003")]
        patch.setattr(migrations, "_migrations", steps)
        with Store(path) as before:
            for number in range(MANY * 2 + 50):
                before.db.execute(
                    """INSERT INTO articles (headline, url, source, authors, editors, article_body, keywords, stocks,
                   via, fetched_at, text_key)
                   VALUES (?, 'u', 's', '[]', '[]', '央行', '[]', '[]', '{}', '2026', 'k')""",
                    [f"第{number}条"],
                )
    told = []
    with Store(path) as store:
        assert ids(store, "第3条") == [4]

        def stop(count):
            told.append(count)
            if len(told) == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            store.index(stop)
        assert store.search_index.waiting() == 50
        assert len(ids(store, "央行", limit=10_000)) == MANY * 2 + 50
        store.index(told.append)
        assert told == [MANY, MANY, 50]
        assert ids(store, "第3条") == [4]


def test_errors_never_reach_sqlite(store):
    for text in ('"', "(", "a OR", "-a", "NEAR(", "a:"):
        try:
            assert ids(store, text) == []
        except QueryError:
            continue
    assert ids(store, "NEAR AND rowid:1* ^a {b}") == []


def test_one_that_can_only_read_finds_what_waits_for_the_index(store):
    store.save(article(1, "央行"))
    store.index()
    store.save(article(2, "央行二"))
    store.db.execute("PRAGMA query_only = 1")
    assert ids(store, "央行", newest=True) == [2, 1]


def test_a_file_in_a_folder_that_cannot_be_written_to_is_searched(store, monkeypatch):
    store.save(article(1, "央行"))
    store.close()
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with Store(store.path) as reader:
        assert ids(reader, "央行") == [1]
        with pytest.raises(StoreError, match="can't be written to"):
            reader.index()


@pytest.fixture
def filled(scrapy):
    with Store(scrapy.db) as store:
        store.save(article(1, "北京：营商环境\x1b[31m", "营商环境改善。" * 3, publisher="北方网"))
        store.save(article(2, "White House", "The president said in the white house. 天气" * 20))
        with store.transaction():
            store.runs.start("demo")
    return scrapy


def test_the_command_shows_headline_source_and_snippet(filled):
    said = filled("search", "营商环境").stdout
    assert "北京：营商环境 [31m\n" in said
    assert "2026-11-01 01:00 UTC · 北方网 · demo · https://example.com/1" in said
    assert "  营商环境改善。营商环境改善。" in said
    assert "\x1b" not in said


def test_the_command_as_json(filled):
    done = filled("search", "--json", "white", "NOT", "北京")
    (found,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (found["id"], found["headline"], found["sections"]) == (2, "White House", [])
    begin, end = found["matches"][0]
    assert found["snippet"][begin:end] == "white"


def test_minus_stands_for_not_in_the_command(filled):
    assert "营商" in filled("search", "环境", "-天气").stdout
    assert "nothing found" in filled("search", "环境", "-北京", code=1).stderr
    done = run(["scrapy", "search", "-s", f"NEWSCRAWL_DB={filled.db}", "--", "环境", "-senate"], filled.folder)
    assert "营商" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["北京 OR"], "nothing follows 'OR'"),
        ([], "nothing to look for: write a word"),
        (["a", "--limit", "0"], "--limit: 0 is no number from 1 to 10,000"),
        (["a", "--since", "gestern"], "--since: 'gestern' is no time"),
        (["a", "--source", "dem"], "did you mean 'demo'?"),
        (["a", "--outlet", "北方"], "did you mean '北方网'?"),
        (["a", "--section", "x"], "--section: nothing is stored of 'x'"),
        (["a", "--newst"], "unknown option '--newst'"),
        (["white", "-house"], "in quotes: scrapy search 'bank -senate'"),
        (["white", "-senate"], "in quotes: scrapy search 'bank -senate'"),
        (["white", "-London"], "in quotes: scrapy search 'bank -senate'"),
    ],
)
def test_slips_are_told_in_a_line(filled, words, said):
    done = filled("search", *words, code=2)
    assert said in done.stderr
    assert done.stdout == ""


def test_no_database_is_told_in_a_line(scrapy):
    assert "no such database" in scrapy("search", "a", code=2).stderr
