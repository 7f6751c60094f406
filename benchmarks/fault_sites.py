"""News sites on loopback that fall ill, each in its own way, at a set time, and get well again.

Each has an address of its own, publishes articles as the clock of the benchmark goes on, and lists the latest of them.
"""

import asyncio
import gzip
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from benchmarks.invented_site import WORDS

LISTED = 200
PAGE = """<!doctype html><html lang="en"><head>{charset}<title>{headline}</title></head><body><h1>{headline}</h1>
<p class="byline">By <span class="author">{author}</span> <time datetime="{at}">{at}</time></p>
<div class="story">{paragraphs}</div></body></html>"""
WALL = "<html><head><title>Just a moment...</title></head><body><h1>Verify that you are human</h1><p>captcha</p></html>"
BOMB = gzip.compress(b"<html>" + bytes(60_000_000))
DRIP = 0.2  # seconds a byte


@dataclass
class Fault:
    """What a site does between two moments instead of answering; ``names`` are the diagnoses that fit it.

    ``within``: the hours in which it is to be told; an empty ``names``: nothing is to be told at all.
    """

    answer: Callable[["Site", asyncio.StreamWriter, str], Awaitable[bool]]
    begin: datetime
    end: datetime
    names: set[str]
    within: int = 3


@dataclass
class Site:
    """``published``: (headline, when), oldest first; ``now`` is the clock of the benchmark."""

    name: str
    address: str
    rate: Callable[[datetime], int]
    fault: Fault | None = None
    published: list[tuple[str, datetime]] = field(default_factory=list)
    now: datetime | None = None
    asked: dict[str, int] = field(default_factory=dict)

    def publish(self, now: datetime) -> None:
        """Let an hour pass."""
        draw, self.now = random.Random(f"{self.name} {now}"), now  # noqa: S311
        quiet = self.ill and self.fault.answer is silence
        for _ in range(0 if quiet else self.rate(now)):
            number = len(self.published)
            headline = f"{' '.join(draw.choices(WORDS, k=6)).capitalize()} {self.name} {number}"
            self.published.append((headline, now - timedelta(minutes=draw.randint(1, 50))))

    @property
    def ill(self) -> bool:
        return bool(self.fault and self.fault.begin <= self.now < self.fault.end)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        try:
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
            self.asked[path] = self.asked.get(path, 0) + 1
            if path == "/robots.txt" or not self.ill or not await self.fault.answer(self, writer, path):
                send(writer, *self.answer(path))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the crawl has had enough
        finally:
            writer.close()

    def answer(self, path: str, **changes: object) -> tuple[int, bytes]:
        if path == "/list":
            return 200, self.list_page(**changes)
        if path.startswith("/a/"):
            return 200, self.article(int(path[3:].removesuffix(".html")), **changes)
        return 404, b""

    def list_page(self, container: str = 'ul class="posts"', until: datetime | None = None) -> bytes:
        shown = [n for n, (_, at) in enumerate(self.published) if until is None or at <= until][-LISTED:]
        items = "".join(f'<li><a href="/a/{n}.html">{self.published[n][0]}</a></li>' for n in reversed(shown))
        return f"<html><body><{container}>{items}</{container.split(maxsplit=1)[0]}></body></html>".encode()

    def article(self, number: int, byline: bool = True, encoding: str = "utf-8") -> bytes:
        headline, at = self.published[number]
        draw = random.Random(headline)  # noqa: S311
        text = "".join(f"<p>{' '.join(draw.choices(WORDS, k=40)).capitalize()}.</p>" for _ in range(4))
        author = " ".join(draw.choices(WORDS, k=2)).title()
        page = PAGE.format(charset=f'<meta charset="{encoding}">', headline=headline, author=author,
                           at=at.isoformat(), paragraphs=text)  # fmt: skip
        if not byline:
            page = page.replace('class="byline"', 'class="x" hidden').replace(f"By {author}", "").replace("<time", "<i")
        return page.encode(encoding)


def send(writer: asyncio.StreamWriter, status: int, body: bytes, *headers: str, length: int | None = None) -> None:
    """A whole answer; ``length``: what it says of its length."""
    lines = [f"HTTP/1.1 {status} -", "Content-Type: text/html", f"Content-Length: {length or len(body)}",
             "Connection: close", *headers]  # fmt: skip
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)


# Faults: each answers a request and returns whether it did; what it leaves, the site answers as ever.


async def drip(site: Site, writer: asyncio.StreamWriter, path: str) -> bool:
    writer.write(b"HTTP/1.1 200 -\r\nContent-Type: text/html\r\n\r\n")
    for byte in site.answer(path)[1]:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(DRIP)
    return True


async def hang(site: Site, writer: asyncio.StreamWriter, path: str) -> bool:
    await writer.wait_closed()
    return True


async def reset(site: Site, writer: asyncio.StreamWriter, path: str) -> bool:
    writer.transport.abort()
    return True


async def lie(site: Site, writer: asyncio.StreamWriter, path: str) -> bool:
    status, body = site.answer(path)
    send(writer, status, body, length=len(body) * 2)
    return True


async def bomb(site: Site, writer: asyncio.StreamWriter, path: str) -> bool:
    send(writer, 200, BOMB, "Content-Encoding: gzip")
    return True


async def loop(site: Site, writer: asyncio.StreamWriter, path: str) -> bool:
    send(writer, 302, b"", f"Location: {path}")
    return True


async def refuse(site: Site, writer: asyncio.StreamWriter, path: str) -> bool:
    send(writer, 429, b"", "Retry-After: 600")
    return True


async def wall(site: Site, writer: asyncio.StreamWriter, path: str) -> bool:
    send(writer, 200, WALL.encode())
    return True


async def error(site: Site, writer: asyncio.StreamWriter, path: str) -> bool:
    send(writer, 503, b"")
    return True


async def new_list(site: Site, writer: asyncio.StreamWriter, path: str) -> bool:
    send(writer, *site.answer(path, **({"container": "nav"} if path == "/list" else {})))
    return True


async def new_page(site: Site, writer: asyncio.StreamWriter, path: str) -> bool:
    send(writer, *site.answer(path, **({"byline": False} if path != "/list" else {})))
    return True


async def yesterday(site: Site, writer: asyncio.StreamWriter, path: str) -> bool:
    send(writer, *site.answer(path, **({"until": site.fault.begin} if path == "/list" else {})))
    return True


async def silence(site: Site, writer: asyncio.StreamWriter, path: str) -> bool:
    return False


async def flip(site: Site, writer: asyncio.StreamWriter, path: str) -> bool:
    encodings = ("utf-8", "gb18030", "utf-16", "windows-1252")
    chosen = encodings[sum(map(ord, path)) % len(encodings)]
    send(writer, *site.answer(path, **({"encoding": chosen} if path != "/list" else {})))
    return True


async def stumble(site: Site, writer: asyncio.StreamWriter, path: str) -> bool:
    """A few articles can't be had at first."""
    stumbles = path.startswith("/a/") and sum(map(ord, path)) % 10 == 0 and site.asked[path] < 3
    if stumbles:
        send(writer, 500, b"")
    return stumbles
