"""The site on loopback: connections, and starting and stopping."""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.site import trouble
from tests.site.expect import expected
from tests.site.reply import HTML, Reply
from tests.site.routes import Routes


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "tests.site"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together
    server: "Server"

    def do_GET(self) -> None:
        site = self.server.site
        if self.path == "/_advance":
            self.send(Reply(f"{site.advance()}\n".encode(), kind="text/plain"))
            return
        site.saw(self.command, self.path)
        special = {trouble.HANG: self.hang, trouble.STREAM: self.stream, trouble.CUT_OFF: self.cut_off}.get(self.path)
        if special and self.command == "GET":
            special()
        else:
            self.send(site.answer(self.path, count=self.command == "GET"))

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/_advance":
            self.do_GET()
        else:
            self.server.site.saw(self.command, self.path)
            self.send(Reply(status=405))

    def send(self, reply: Reply) -> None:
        held = reply.status == 200 and reply.unchanged(self.headers)
        self.send_response(304 if held else reply.status)
        for name, value in {**reply.headers, **reply.validators}.items():
            self.send_header(name, value)
        if not held:
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if not held and self.command != "HEAD":
            self.wfile.write(reply.body)

    def hang(self) -> None:
        """Say nothing until the site stops."""
        self.server.site.stopping.wait()
        self.close_connection = True

    def stream(self) -> None:
        """More than anyone should read, without saying beforehand how much."""
        self.send_response(200)
        self.send_header("Content-Type", HTML)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in trouble.huge():
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def cut_off(self) -> None:
        """Promise more than is sent."""
        self.send_response(200)
        self.send_header("Content-Type", HTML)
        self.send_header("Content-Length", "20000")
        self.end_headers()
        self.wfile.write(b"<!doctype html><h1>half a page</h1><p>and then")
        self.close_connection = True

    def log_message(self, form: str, *values: object) -> None:
        if self.server.verbose:
            super().log_message(form, *values)


class Server(ThreadingHTTPServer):
    """Closes the connections it has and waits for their threads, so that nothing outlives it."""

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, port: int, verbose: bool):
        self.verbose, self.connections, self.lock = verbose, set(), threading.Lock()
        super().__init__(("127.0.0.1", port), Handler)
        self.site = Site(self.server_port)

    def get_request(self) -> tuple[socket.socket, tuple]:
        connection, address = super().get_request()
        with self.lock:
            self.connections.add(connection)
        return connection, address

    def shutdown_request(self, request: socket.socket) -> None:
        with self.lock:
            self.connections.discard(request)
            super().shutdown_request(request)

    def server_close(self) -> None:
        with self.lock:
            for connection in self.connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:  # the client was quicker
                    continue
        super().server_close()

    def handle_error(self, request: socket.socket, client_address: tuple) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a client that hangs up is no fault of the site
            super().handle_error(request, client_address)


class Site:
    """What a test holds: ``url`` (no slash at its end), ``started`` (aware), and what was asked."""

    def __init__(self, port: int):
        self.url, self.started = f"http://127.0.0.1:{port}", datetime.now(UTC)
        self.stopping, self._lock = threading.Event(), threading.Lock()
        self._routes, self._requests = Routes(self.started), []

    @property
    def run(self) -> int:
        """1, and one more with each :meth:`advance`."""
        return self._routes.run

    @property
    def requests(self) -> list[tuple[str, str]]:
        """(method, path with query) of each request so far, in order; ``/_advance`` is not among them."""
        with self._lock:
            return list(self._requests)

    def advance(self) -> int:
        """Move on to the next run, as a request of ``/_advance`` does: texts change, new stories are listed."""
        with self._lock:
            self._routes.run += 1
            return self._routes.run

    def expected(self) -> dict[str, dict]:
        """:func:`expected` for this site as it is now."""
        return expected(self.started, self.run)

    def saw(self, method: str, path: str) -> None:
        with self._lock:
            self._requests.append((method, path))

    def answer(self, target: str, count: bool) -> Reply:
        with self._lock:
            return self._routes.answer(target, self.url, count)


@contextmanager
def serve(port: int = 0, verbose: bool = False) -> Iterator[Site]:
    """The site, running until the block is left; port 0 takes a free one."""
    server = Server(port, verbose)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.site
    finally:
        server.site.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
