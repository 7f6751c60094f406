"""Articles as nobody wants them, for everything that gives articles out."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from newscrawl.items import Article
from newscrawl.store import Store

HEADLINES = (
    """He said: "it's 5 < 6 & 7 > 4" --- {{ site.title }} {% raw %}""",
    "---\ntitle: other\n---\nsecond line",
    "\U0001f600 \u202eright to left\u202c \u200fمرحبا",
    "nul \x00 bell \x07 escape \x1b[31m \ufffe last",
    "]]> <![CDATA[ <b>bold</b> <script>alert(1)</script> &amp;lt;",
    "=cmd|'/c calc'!A1",
    "'=1+1",
    "＝1+1",
    "\t@SUM(1)",
    "-5 degrees, 'quoted', semi; colon: #hash | pipe \\ back",
)
BODY = "=1+1, ]]> and <script>alert(1)</script>\n\n| a | b |\n--- {{ x }}\x00\x0b\n\n" + "很长。" * 50
BODY_HTML = (
    '<p onclick="alert(1)">]]&gt; ]]> <a href="javascript:alert(1)">x</a><script>alert(1)</script>'
    "<table><tr><td>broken<img src=x onerror=alert(1)></p>\x00{{ x }}"
)
OUTLETS = ("/", "..", "../../etc/passwd", "晨报", "辰报", "x" * 200, '"quoted", comma', "=outlet", "日\x00报", "a|b")
LISTS = (["a", "b"], [], ["; "], ["=x"], ['"'], ["\n"], ["]]>"], ["\x00"], ["名" * 50], ["-"])
START = datetime(2026, 10, 30, tzinfo=UTC)


def articles() -> list[Article]:
    """Ten of them, a day apart over the end of a month; the last has nothing that an article can do without."""
    made = [
        Article(
            url=f"https://example.com/{n}/../{n}?a=1&b=<2>", source="nasty" if n % 2 else "other", headline=headline,
            date_published=START + timedelta(days=n), date_published_raw="=now()", date_precision="minute",
            authors=LISTS[n], editors=LISTS[-n], publisher=OUTLETS[n], section=f"s{n}/..", description=headline * 2,
            article_body=BODY, article_body_html=BODY_HTML, image="javascript:alert(1)", keywords=LISTS[n],
            in_language="zh", is_accessible_for_free=[None, True, False][n % 3],
            stocks=[{"market": "1", "code": "=600519", "name": '茅"台'}] if n % 2 else [],
            via={"headline": "json-ld", f"field{n}": "]]>"}, fetched_at=START + timedelta(days=n, hours=1),
        )
        for n, headline in enumerate(HEADLINES[:-1])
    ]  # fmt: skip
    bare = Article(
        url="https://example.com/bare", source="other", headline=HEADLINES[-1], article_body="x",
        fetched_at=START + timedelta(days=40),
    )  # fmt: skip
    return [*made, bare]


def fill(path: Path) -> list[dict]:
    """Store them; returns their records, oldest first."""
    with Store(path) as store:
        for article in articles():
            assert store.save(article) == "stored"
        with store.transaction():
            for source in ("nasty", "other"):
                store.runs.start(source)
        return list(store.articles.select())
