"""The stand-in itself: routes, and what it does wrong when it is told to."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit

from tests.eastmoney import pages
from tests.eastmoney.records import BLANK, FLASHES, OTHERS, STORIES, TWINS, of_column, of_flashes, of_kuaixun

TROUBLES = ("blank", "missing", "jsonp", "html", "same", "error", "all_blank", "ignores_page", "same_body")
BUSY = "<html><body><h1>系统繁忙，请稍后再试</h1></body></html>"


class EastMoney:
    """Serves on a free port of loopback while in a ``with`` block. ``trouble`` is what it does wrong.

    ``shown`` is how many stories the rolling list has; more are published by raising it. ``most`` is the longest page.
    """

    def __init__(self, *trouble: str, shown: int = 14, most: int = 50):
        assert set(trouble) <= set(TROUBLES)
        self.trouble, self.shown, self.most = set(trouble), shown, most
        self.asked: list[str] = []
        self.mirror = pages.mirror()
        self.articles = {story.id: story for story in STORIES + OTHERS}
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                server.asked.append(self.path)
                status, kind, text = server.answer(self.path)
                body = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, target: str) -> tuple[int, str, str]:
        """(status, media type, text) for a path with its query."""
        parts = urlsplit(target)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        name = parts.path.rpartition("/")[2].removesuffix(".html")
        if parts.path.startswith(("/comm/", "/kuaixun/", "/body/")):
            return self._api(name, asked)
        if name.startswith("c"):
            return self._html(self._column_page(name)) if parts.path.startswith("/a/") else self._mirrored(parts.path)
        story = self.articles.get(name.removeprefix("NW"))
        if parts.path.startswith("/a/") and story:
            return self._html(pages.article(story))
        return self._mirrored(parts.path)

    def _mirrored(self, path: str) -> tuple[int, str, str]:
        return self._html(self.mirror[path]) if path in self.mirror else (404, "text/html", "not found")

    @staticmethod
    def _html(text: str) -> tuple[int, str, str]:
        return 200, "text/html", text

    def _api(self, name: str, asked: dict[str, str]) -> tuple[int, str, str]:
        if "html" in self.trouble:
            return self._html(BUSY)
        if name.startswith("getlist_"):
            lives = [of_kuaixun(flash, self.url) for flash in reversed(FLASHES)]
            return 200, "application/javascript", f"var ajaxResult={json.dumps({'rc': 1, 'LivesList': lives})}"
        if name in self.articles:
            return self._body(name)
        if "req_trace" not in asked or "error" in self.trouble:
            return 200, "application/json", '{"code":"0","message":"req_trace is missing","data":null}'
        data = {"fastNewsList": self._flashes()} if name == "getFastNewsList" else {"list": self._records(asked)}
        text = json.dumps({"code": "1", "message": "success", "data": data}, ensure_ascii=False)
        return 200, "application/json", f"jQuery1124({text});" if "jsonp" in self.trouble else text

    def _body(self, name: str) -> tuple[int, str, str]:
        story = STORIES[0] if "same_body" in self.trouble else self.articles[name]
        return 200, "application/json", json.dumps({"data": {"content": story.content}}, ensure_ascii=False)

    def _flashes(self) -> list[dict]:
        return [of_flashes(flash) for flash in reversed(FLASHES)]

    def _records(self, asked: dict[str, str]) -> list[dict]:
        if asked.get("column") == "350":
            found = [of_column(story, self.url) for story in STORIES[: self.shown]]
        else:
            found = [of_column(story, self.url, twin=True) for story in TWINS]
            found += [of_column(story, self.url) for story in OTHERS]
        found = self._spoilt(found[::-1])
        page = 1 if "ignores_page" in self.trouble else int(asked["page_index"])
        size = min(self.most, int(asked["page_size"]))
        return found[size * (page - 1) : size * page]

    def _spoilt(self, found: list[dict]) -> list[dict]:
        if "same" in self.trouble:
            return [found[-1]] * len(found)
        if "missing" in self.trouble:
            found = [{k: v for k, v in one.items() if k not in ("mediaName", "showTime", "summary")} for one in found]
        if "blank" in self.trouble:
            found = [BLANK, *found, BLANK, None]
        return [BLANK] * 5 if "all_blank" in self.trouble else found

    def _column_page(self, name: str) -> str:
        page = int(name.partition("_")[2] or 1)
        size = 5
        rows = STORIES[:10][::-1][size * (page - 1) : size * page]
        return pages.column(rows, page, following=page < 2)
