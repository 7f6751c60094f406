"""A server of made-up news for crawl benchmarks: a process of its own, so that it costs the crawler no time.

    python -m benchmarks.article_server --articles 2000 [--size 50-300] [--language en|zh|both] [--seconds 600]
    python -m benchmarks.article_server --articles 2000 --pages DIR

Prints the base URL as its first line and stops after --seconds or on SIGTERM. ``/list/1.html`` and on list 100 articles
each, newest first, with a next link; ``/`` is the first of them; robots.txt allows everything.

An article page is 50 to 300 KB (--size) of what news pages hold: styles, scripts with data, menus, related stories,
JSON-LD and meta elements around a text of 3 to 8 KB in invented words. The same number always gives the same page; no
two articles share headline or text (texts share a sentence now and then, drawn from 4,096 per language).

With --pages the answers are the files DIR/*.html.gz instead, as they are, in turn under as many URLs as asked for: real
markup, but copies with equal text and canonical link, so a crawl stores each once and notes the others as duplicates.
"""

import argparse
import asyncio
import signal
import socket
from pathlib import Path

from benchmarks.invented_site import RealPages, Site


class Connection(asyncio.Protocol):
    """HTTP/1.1 GET and HEAD with kept-alive connections; nothing else is understood."""

    def __init__(self, site: Site):
        self.site, self.waiting = site, b""

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self.waiting = (self.waiting + data).split(b"\r\n\r\n")
        for request in requests:
            line, _, headers = request.partition(b"\r\n")
            method, target, *_ = [*line.split(b" "), b"", b""]
            status, kind, body = self.site.answer(target.partition(b"?")[0])
            head = f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            self.transport.write(head if method == b"HEAD" else head + body)
            if b"connection: close" in headers.lower():
                self.transport.close()
                return


async def serve(site: Site, seconds: float) -> None:
    """Print the URL, then answer on a free port of 127.0.0.1 until the time is up or SIGTERM comes."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)  # inherited: most answers go out in one call
    await loop.create_server(lambda: Connection(site), sock=listener)
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    loop.call_later(seconds, stop.set)
    await stop.wait()


def kilobytes(text: str) -> tuple[int, int]:
    low, _, high = text.partition("-")
    return int(low) * 1000, int(high or low) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--size", type=kilobytes, default="50-300", help="range of page sizes in KB (default 50-300)")
    parser.add_argument("--language", choices=("en", "zh", "both"), default="both")
    parser.add_argument("--pages", type=Path, help="serve the *.html.gz of this folder instead of made-up pages")
    parser.add_argument("--seconds", type=float, default=600, help="how long to serve")
    args = parser.parse_args()
    site = RealPages(args.articles, args.pages) if args.pages else Site(args.articles, args.size, args.language)
    asyncio.run(serve(site, args.seconds))


if __name__ == "__main__":
    main()
