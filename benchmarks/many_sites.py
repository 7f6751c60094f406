"""A server of many made-up news sites, each at a loopback address of its own, for benchmarks of what crawls them all.

    python -m benchmarks.many_sites --sites 200 [--per-list 5] [--slow 4] [--seconds 7200]

Prints its port. Site N (from 0) is 127.0.1.N+1, 200 to a row; ``/list`` shows its latest articles, and one more after
each GET of ``/_next`` at any of them. The --slow first ones take three seconds for every answer.
"""

import argparse
import asyncio
import socket

from benchmarks.article_server import Connection
from benchmarks.invented_site import LIST_ITEM, LIST_PAGE, Site

ROW = 200
SLOW = 3.0  # seconds
ROOM = 1000  # articles that a site may ever have


def address(number: int) -> str:
    return f"127.0.{1 + number // ROW}.{1 + number % ROW}"


class Latest(Site):
    """The sites' articles: those of site N are numbers from N * ROOM + 1 on."""

    def __init__(self, sites: int, per_list: int):
        super().__init__(sites * ROOM, (20_000, 60_000), "both")
        self.per_list, self.round = per_list, 0

    def answer_at(self, host: str, path: bytes) -> tuple[int, str, bytes]:
        if path == b"/_next":
            self.round += 1
            return 200, "text/plain", b""
        if path == b"/list":
            _, _, row, column = map(int, host.split("."))
            first = ((row - 1) * ROW + column - 1) * ROOM + 1 + self.round
            numbers = range(first + self.per_list - 1, first - 1, -1)
            items = "".join(LIST_ITEM.format(self.path(n), self.headline(n), self.published(n)) for n in numbers)
            return 200, self.content_type, LIST_PAGE.format(1, items, "").encode()
        return self.answer(path)


class SiteConnection(Connection):
    """Tells the sites apart by the address that was called."""

    def __init__(self, site: Latest, slow: set[str]):
        super().__init__(site)
        self.slow = slow

    def data_received(self, data: bytes) -> None:
        host = self.transport.get_extra_info("sockname")[0]
        self.waiting += data
        *requests, self.waiting = self.waiting.split(b"\r\n\r\n")
        for request in requests:
            path = request.split(b" ", 2)[1].partition(b"?")[0]
            loop = asyncio.get_running_loop()
            loop.call_later(SLOW if host in self.slow else 0, self.reply, *self.site.answer_at(host, path))

    def reply(self, status: int, kind: str, body: bytes) -> None:
        head = f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        self.transport.write(head.encode() + body)


async def listen(options: argparse.Namespace) -> None:
    site, loop = Latest(options.sites, options.per_list), asyncio.get_running_loop()
    slow = {address(number) for number in range(options.slow)}
    port = 0
    for number in range(options.sites):
        listener = socket.create_server((address(number), port), backlog=128)
        port = listener.getsockname()[1]
        await loop.create_server(lambda: SiteConnection(site, slow), sock=listener)
    print(port, flush=True)
    await asyncio.sleep(options.seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sites", type=int, default=200)
    parser.add_argument("--per-list", type=int, default=5)
    parser.add_argument("--slow", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=7200)
    asyncio.run(listen(parser.parse_args()))


if __name__ == "__main__":
    main()
