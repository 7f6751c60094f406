"""Articles to publish, all invented, and a folder served as a site."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from newscrawl.items import Article
from newscrawl.publish.site import Done, Options, write_site
from newscrawl.store import Store

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # noon in Shanghai
OPTIONS = Options(title="临汐新闻", timezone="Asia/Shanghai", zones={"harbour": "Asia/Shanghai"})
NASTY = [
    '他说："好: 的" --- \'完\'', "---", "--- \n---\nlayout: evil", "{{ site.posts }}{% raw %}{% include x %}", "1,000",
    ":symbol", "yes", "2026-11-20", "# 井号 | 竖线 & 和", "]]> <script>alert(1)</script> </title>",
    "\u202eRTL \u0627\u0644 \U0001f600", "nul\x00\x07 bell \ud83d", "a\u2028b\u2029c", "长" * 400,
    "!ruby/object:Gem {}", "*anchor &a <<: x",
]  # fmt: skip
BAD_HTML = (
    '<p onclick="x()">第一段 {{ site.posts }} {% raw %}</p><script>alert(1)</script><table><tr><td>一<td>二'
    '<p><a href="javascript:alert(1)">链接</a> ]]> <img src="https://pictures.example/1.jpg" alt="港口" onerror="x()">'
    '<a href="https://a.example/"><img src="https://pictures.example/2.jpg"></a><iframe src="https://b.example"></iframe>'
)


def article(number: int, **said: object) -> Article:
    """An article of the harbour's news, an hour older than the one before."""
    published = NOW - timedelta(hours=number)
    values = {
        "url": f"https://harbour.example/a/{number}.html", "source": "harbour", "headline": f"第{number}号货船靠港",
        "article_body": f"第{number}号货船今天上午靠港，卸下了{number + 100}个集装箱的茶叶、瓷器和木材。\n\n"
        f"港口负责人说，第{number}号货船将停留三天，随后驶往下游。船员们会在城里过节，他们已经在海上走了四十天。",
        "date_published": published, "date_precision": "second", "publisher": "临汐日报", "in_language": "zh",
        "fetched_at": NOW,
    }  # fmt: skip
    return Article(**values | said)


def save(store: Store, *articles: Article) -> list[int]:
    """Their ids."""
    for one in articles:
        store.save(one)
    return [store.article_at(one.url) for one in articles]


def export(store: Store, root: Path, options: Options = OPTIONS, *, jekyll: bool = False, now: datetime = NOW) -> Done:
    return write_site(store, root, options, jekyll=jekyll, now=now)


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The address under which a folder is a site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()
