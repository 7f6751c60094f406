"""A server on loopback whose answers are told in a line, and a resolver that knows made-up names."""

import itertools
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer
from twisted.internet.error import DNSLookupError

HTML = {"Content-Type": "text/html; charset=utf-8"}


class Server(ThreadingHTTPServer):
    request_queue_size = 64


class Web:
    """Answers of {path: text, status, (status, headers, body), or a function of the request's headers that gives one}.

    ``asked`` are (path, time, headers) in order; ``came`` is set by the first. Without an answer it is 404.
    """

    def __init__(self, pages: dict, address: str = "127.0.0.1", port: int = 0):
        self.pages = pages = dict(pages)
        self.asked, self.came = (asked := []), (came := threading.Event())

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append((self.path, time.monotonic(), self.headers))
                came.set()
                status, headers, body = answer(pages.get(self.path, 404), self.headers)
                self.send_response(status)
                for name, value in {**HTML, "Content-Length": len(body), **headers}.items():
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = Server((address, port), Handler)
        self.port = self.server.server_port
        self.url = f"http://{address}:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def answer(page: object, asked: dict) -> tuple[int, dict, bytes]:
    if isinstance(page, Callable):
        page = page(asked)
    if isinstance(page, int):
        page = (page, {}, b"")
    status, headers, body = page if isinstance(page, tuple) else (200, {}, page)
    return status, headers, body.encode() if isinstance(body, str) else body


def moved(url: str) -> tuple[int, dict, str]:
    return 302, {"Location": url}, ""


def in_turn(*pages: object) -> Callable:
    """Each time the next answer, the last one for good."""
    rest = itertools.chain(pages, itertools.repeat(pages[-1]))
    return lambda asked: answer(next(rest), asked)


class Names(CachingThreadedResolver):
    """DNS of a test: the setting TEST_NAMES is JSON, {name: [address, the next time another, …]}."""

    @classmethod
    def from_crawler(cls, crawler, reactor):
        resolver = super().from_crawler(crawler, reactor)
        resolver.known = {
            name: itertools.chain(addresses, itertools.repeat(addresses[-1]))
            for name, addresses in json.loads(crawler.settings["TEST_NAMES"]).items()
        }
        return resolver

    def getHostByName(self, name, timeout=()):  # noqa: N802
        if name.replace(".", "").isdigit():
            return defer.succeed(name)
        if name not in self.known:
            return defer.fail(DNSLookupError(name))
        return defer.succeed(next(self.known[name]))


def dns(**names: str) -> dict[str, str]:
    """Settings under which names (written with _ for .) have these addresses, separated by spaces."""
    known = {name.replace("_", "."): addresses.split() for name, addresses in names.items()}
    return {"TWISTED_DNS_RESOLVER": "tests.web.Names", "TEST_NAMES": json.dumps(known)}
