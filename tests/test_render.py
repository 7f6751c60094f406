"""Pages that scripts draw, in a real browser where there is one."""

import pytest

from newscrawl.spiders import rendered
from newscrawl.store import Store
from tests.test_failures import ARTICLE, Pages, source

DRAWN = """<html><body><ul id=list></ul><script>
for (let n = 0; n < 3; n++)
  document.getElementById("list").innerHTML += `<li><a href="/a/${n}.html">第${n}条消息的标题</a></li>`;
</script></body></html>"""


@pytest.mark.skipif(rendered.missing() is not None, reason=rendered.missing() or "")
def test_a_list_that_a_script_draws(scrapy):
    with Pages({"/list": DRAWN} | {f"/a/{n}.html": ARTICLE.format(n) for n in range(3)}) as pages:
        source(scrapy, pages.url, render="true")
        scrapy("crawl", "s")
    with Store(scrapy.db) as store:
        assert store.db["articles"].count == 3


def test_without_a_browser_it_is_said_in_a_line(scrapy, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    source(scrapy, "http://127.0.0.1:9", render="true")
    done = scrapy("crawl", "s", code=2)
    assert "s.toml: render: it needs" in done.stderr


@pytest.mark.skipif(rendered.missing() is not None, reason=rendered.missing() or "")
def test_a_browser_asks_only_hosts_that_the_source_names_and_says_who_we_are(scrapy):
    agents = {}
    with Pages({"/x.js": "", "/list": DRAWN}) as other:
        elsewhere = other.url.replace("127.0.0.1", "localhost")
        scripts = f"<script src={elsewhere}/x.js></script><script src=/y.js></script><script>"
        pages = {"/list": DRAWN.replace("<script>", scripts), "/y.js": "", "/moved": f"-> {elsewhere}/list"}
        with Pages(pages | {f"/a/{n}.html": ARTICLE.format(n) for n in range(3)}, agents) as named:
            source(scrapy, named.url, render="true", start_urls=f'["{named.url}/list", "{named.url}/moved"]')
            scrapy("crawl", "s", code=1, NEWSCRAWL_CONTACT="https://example.org/bot", RETRY_TIMES=0, quiet=False)
    assert not other.asked
    assert agents["/y.js"] == agents["/list"] == "newscrawl/0.1.0 (+https://example.org/bot)"
