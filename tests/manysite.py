"""Many small news sites on one loopback server, each under a path of its own, for tests of what crawls many sources."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

ARTICLE = """<html lang=zh><head><title>{site}的第{n}条消息</title></head><body><h1>{site}的第{n}条消息写在这里</h1>
<time datetime="2026-11-20T08:0{n}:00+08:00">2026-11-20</time>
<div class=text><p>这是{site}第{n}条消息的正文，写得足够长，好让人看出它是一篇文章，而不是一行说明。</p>
<p>{site}第{n}条消息的第二段也是如此，句子完整，标点齐全，读起来并不费力。</p></div></body></html>"""
LIST = "<html><body>" + "".join(f'<li><a href="a/{n}.html">第{n}条消息的标题写在这里</a></li>' for n in range(3))


class ManySites:
    """``/NAME/list`` and ``/NAME/a/0.html`` to ``2.html``, for any name; ``asked`` has each path in order.

    What is asked of a site in ``held`` waits until its event is set; one in ``down`` answers with its status.
    """

    def __init__(self):
        self.asked: list[str] = []
        self.held: dict[str, threading.Event] = {}
        self.down: dict[str, int] = {}
        self.when_asked: Callable[[str], None] = lambda path: None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        for event in self.held.values():
            event.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def lists_of(self, name: str) -> int:
        """How often a site's list was asked for."""
        return self.asked.count(f"/{name}/list")

    def answer(self, path: str) -> tuple[int, str]:
        site, _, rest = path.strip("/").partition("/")
        self.asked.append(path)
        self.when_asked(path)
        if site in self.held:
            self.held[site].wait(30)
        if site in self.down:
            return self.down[site], ""
        if rest == "list":
            return 200, LIST
        if rest.startswith("a/"):
            return 200, ARTICLE.format(site=site, n=rest[2])
        return 404, ""

    def _handler(sites) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                status, text = sites.answer(self.path)
                body = text.encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except ConnectionError:  # the crawl has given up waiting
                    self.close_connection = True

            def log_message(self, *args):
                pass

        return Handler
