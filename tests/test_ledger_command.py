"""What people can ask: why was this not stored, what waits, what failed, what was changed; and how long things stay."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from newscrawl.retention import beginning
from newscrawl.store import Store
from tests.test_failures import ARTICLE, LIST, Pages, source


@pytest.fixture
def crawled(scrapy):
    """Article 1 is forbidden, 2 has no text, 3 is out of order; 0 and 4 are stored."""
    pages = {"/list": LIST} | {f"/a/{n}.html": ARTICLE.format(n) for n in range(5)}
    pages |= {"/robots.txt": "User-agent: *\nDisallow: /a/1", "/a/2.html": "<h1>Nothing</h1>", "/a/3.html": 503}
    with Pages(pages, etags=True) as served:
        source(scrapy, served.url)
        scrapy("crawl", "s", RETRY_TIMES=0)
        yield scrapy, served


def asked(scrapy, *words: str) -> list[str]:
    """The lines that ``scrapy ledger`` prints, their columns one blank apart."""
    return [" ".join(line.split()) for line in scrapy("ledger", *words).stdout.splitlines()]


def test_why_a_url_was_not_stored(crawled):
    scrapy, pages = crawled
    assert any(
        "refused: robots: the site's robots.txt forbids it" in line for line in asked(scrapy, f"{pages.url}/a/1.html")
    )
    assert any("refused: no_article_body: no text was found" in line for line in asked(scrapy, f"{pages.url}/a/2.html"))
    failed = asked(scrapy, f"{pages.url}/a/3.html")
    assert any("failed (1 attempts): http_503: the site is out of order" in line for line in failed)
    assert failed[-1].endswith("to be tried again")
    assert "never seen" in scrapy("ledger", f"{pages.url}/a/77.html", code=1).stdout
    assert "one URL at a time" in scrapy("ledger", "a", "b", code=2).stderr


def test_the_whole_history_of_one(crawled):
    scrapy, pages = crawled
    pages.pages["/a/3.html"] = ARTICLE.format(3)
    with Store(scrapy.db) as store:
        store.db.execute("UPDATE ledger SET retry_at = '2020-01-01T00:00:00+00:00' WHERE state = 'failed'")
        scrapy("crawl", "s")
        pages.pages["/a/3.html"] = ARTICLE.format(3).replace("不费力", "很轻松")
        store.db.execute("UPDATE ledger SET check_at = '2020-01-01T00:00:00+00:00' WHERE article_id NOT NULL")
        scrapy("crawl", "s")
    lines = [line.partition(" ")[2] for line in asked(scrapy, f"{pages.url}/a/3.html")]
    told = [next(n for n, line in enumerate(lines) if line.startswith(words)) for words in
            ("found", "failed: http_503", "stored as article", "to be looked at again")]  # fmt: skip
    assert told == sorted(told)
    assert any(line.startswith("corrected: article_body, article_body_html") for line in lines)


def test_what_waits_and_what_failed(crawled):
    scrapy, pages = crawled
    (line,) = [line for line in asked(scrapy, "--state", "waiting") if "/a/" in line]
    assert line.startswith(f"{pages.url}/a/3.html s failed http_503 1 20")
    assert any("/a/1.html" in line for line in asked(scrapy, "--reason", "robots", "--source", "s"))
    assert asked(scrapy, "--state", "stored", "--limit", "1")[-1] == "1 more; --limit shows more of them"
    assert asked(scrapy, "--state", "gone") == ["none"]
    assert "did you mean 's'" in scrapy("ledger", "--source", "ss", code=2).stderr


def test_what_was_refused_can_be_tried_again(crawled):
    scrapy, pages = crawled
    pages.pages["/a/2.html"] = ARTICLE.format(2)
    scrapy("crawl", "s", RETRY_TIMES=0)
    with Store(scrapy.db) as store:
        assert store.db["articles"].count == 2
        assert "of which?" in scrapy("ledger", "--retry", code=2).stderr
        assert "0 URLs" in scrapy("ledger", "--retry", f"{pages.url}/a/4.html", code=1).stdout  # it is stored
        assert "1 URLs" in scrapy("ledger", "--retry", "--reason", "no_article_body").stdout
        scrapy("crawl", "s", RETRY_TIMES=0)
        assert store.db["articles"].count == 3
        assert "1 URLs" in scrapy("ledger", "--retry", f"{pages.url}/a/3.html").stdout


def test_what_was_changed(crawled):
    scrapy, pages = crawled
    with Store(scrapy.db) as store:
        article_id = store.article_at(f"{pages.url}/a/0.html")
        assert "never changed" in scrapy("diff", f"{pages.url}/a/0.html").stdout
        pages.pages["/a/0.html"] = ARTICLE.format(0).replace("句子完整", "句子短小")
        store.db.execute("UPDATE ledger SET check_at = '2020-01-01T00:00:00+00:00' WHERE article_id NOT NULL")
        scrapy("crawl", "s", RETRY_TIMES=0)
        for words in ([str(article_id)], ["--all", f"{pages.url}/a/0.html"]):
            shown = scrapy("diff", *words).stdout
            assert "the page was changed" in shown
            assert "句子[-完整-]{+短小+}，标点齐全" in shown
        for wrong in ("999", f"{pages.url}/a/1.html"):
            assert f"no article {wrong} is stored" in scrapy("diff", wrong, code=2).stderr


def test_days_are_those_of_the_source():
    shanghai, now = (
        ZoneInfo("Asia/Shanghai"),
        datetime(2026, 5, 11, 16, 30, tzinfo=UTC),
    )  # half past midnight on the 12th
    assert beginning(1, now, shanghai) == datetime(2026, 5, 11, 16, tzinfo=UTC)
    assert beginning(3, now, shanghai) == datetime(2026, 5, 9, 16, tzinfo=UTC)
    assert beginning(3, now, None) == datetime(2026, 5, 9, tzinfo=UTC)
    berlin = ZoneInfo("Europe/Berlin")  # its clocks went forward on 29 March
    assert beginning(3, datetime(2026, 3, 30, 12, tzinfo=UTC), berlin) == datetime(2026, 3, 27, 23, tzinfo=UTC)


def test_revisions_and_pages_are_bounded_by_age_and_size(crawled):
    scrapy, pages = crawled
    with Store(scrapy.db) as store:
        for n in (0, 4):
            pages.pages[f"/a/{n}.html"] = ARTICLE.format(n).replace("句子完整", "句子短小")
        store.db.execute("UPDATE ledger SET check_at = '2020-01-01T00:00:00+00:00' WHERE article_id NOT NULL")
        scrapy("crawl", "s", RETRY_TIMES=0)
        store.db.execute("UPDATE revisions SET replaced_at = '2020-01-01T00:00:00+00:00' WHERE id = 1")
        assert "; 1 revisions" in scrapy("prune", "--revisions-days", "30").stdout
        size = store.db.execute("SELECT sum(length(html)) FROM pages").fetchone()[0]
        with store.transaction():
            store.db.execute("UPDATE pages SET fetched_at = '2020-01-01T00:00:00+00:00' WHERE article_id = 2")
            assert store.pages.drop({}, int(size * 0.6))[0] == 1
        assert (store.pages.of(2), len(store.pages.of(1))) == ([], 1)  # the oldest go first
        assert "; 1 revisions" in scrapy("prune", NEWSCRAWL_REVISIONS_MB=0).stdout
        assert store.db["articles"].count == 2
