"""Broken pages and hostile ones: what reading them takes, and that it never fails.

    python -m benchmarks.fuzz DIR [--seconds 60] [--seed 0]
    python -m benchmarks.fuzz --hostile [NAME ...]

DIR holds pages/*.html.gz. The first form reads copies of them that are cut, scrambled and mixed until the time is up,
and prints how many, the failures, and the slowest; the same seed gives the same pages. The second reads the pages of
benchmarks.hostile, each in a process of its own, and prints seconds, what memory grew by, and why a page was refused.
Ends with 1 if a page raised or took longer than LIMIT seconds.
"""

import argparse
import gzip
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.hostile import HOSTILE
from newscrawl.extract import extract
from newscrawl.items import Article

LIMIT = 20  # seconds for one page; on none of ours is it a tenth
SHOWN = 5  # of the slowest pages
URL = "https://news.example/2026/11/24/a-bridge-is-repaired.html"
TAGS = (
    b"<div> </div> <p> </p> <table> <td> <svg> <math> <template> <!-- <![CDATA[ <script> </script> <a> <b> </b>".split()
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--hostile", nargs="*", metavar="NAME")
    parser.add_argument("--alone", metavar="NAME", help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.alone:
        return read_hostile(said.alone)
    if said.hostile is not None:
        return hostile(said.hostile or list(HOSTILE))
    if said.folder is None:
        parser.error("name a folder, or --hostile")
    return fuzz(said.folder, said.seconds, said.seed)


def fuzz(folder: Path, seconds: float, seed: int) -> int:
    pages = [gzip.decompress(path.read_bytes()) for path in sorted((folder / "pages").glob("*.html.gz"))]
    end = time.monotonic() + seconds
    times: list[tuple[float, int, str]] = []
    failures = refused = bodies = 0
    for number, (how, html) in enumerate(damaged(pages, seed)):
        if time.monotonic() > end:
            break
        article, error, took = timed(html)
        times.append((took, len(html), f"{how} #{number}"))
        if article is None:
            failures += 1
            print(f"FAILED {how} #{number} of seed {seed}: {error}")
        else:
            refused += "page" in article.via
            bodies += bool(article.article_body)
    print(f"{len(times)} pages read, {failures} failures, {refused} refused, {bodies} with a text")
    for took, size, name in sorted(times, reverse=True)[:SHOWN]:
        print(f"{1000 * took:8.0f} ms {size / 1000:8.0f} kB  {name}")
    return 1 if failures else 0


def damaged(pages: list[bytes], seed: int) -> Iterator[tuple[str, bytes]]:
    """Damaged copies without end, each with the name of what was done to it."""
    draw = random.Random(seed)  # noqa: S311
    while True:
        html = draw.choice(pages)
        damage = draw.choice((cut, flip, move, repeat, sow, mix))
        yield damage.__name__, damage(html, draw, pages)


def cut(html: bytes, draw: random.Random, _: list[bytes]) -> bytes:
    return html[: draw.randrange(len(html) + 1)]


def flip(html: bytes, draw: random.Random, _: list[bytes]) -> bytes:
    """Other bytes in a hundredth of all places."""
    changed = bytearray(html)
    for _place in range(len(html) // 100):
        changed[draw.randrange(len(html))] = draw.randrange(256)
    return bytes(changed)


def move(html: bytes, draw: random.Random, _: list[bytes]) -> bytes:
    pieces = [html[at : at + 500] for at in range(0, len(html), 500)]
    draw.shuffle(pieces)
    return b"".join(pieces)


def repeat(html: bytes, draw: random.Random, _: list[bytes]) -> bytes:
    begin = draw.randrange(len(html) + 1)
    piece = html[begin : begin + draw.randrange(1, 2000)]
    return (html[:begin] + piece * draw.randrange(2, 300) + html[begin:])[:3_000_000]


def sow(html: bytes, draw: random.Random, _: list[bytes]) -> bytes:
    """Tags where none belong, and none where some do."""
    parts = html.split(b">")
    return b">".join(
        part + draw.choice(TAGS) if draw.random() < 0.02 else part for part in parts if draw.random() > 0.02
    )


def mix(html: bytes, draw: random.Random, pages: list[bytes]) -> bytes:
    other = draw.choice(pages)
    return html[: draw.randrange(len(html) + 1)] + other[draw.randrange(len(other) + 1) :]


def timed(html: bytes | str) -> tuple[Article | None, str, float]:
    """The article, or None and what went wrong; and the seconds it took."""
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(LIMIT)
    started = time.perf_counter()
    try:
        return extract(html, URL), "", time.perf_counter() - started
    except Exception as error:  # whatever it is
        return None, repr(error), time.perf_counter() - started
    finally:
        signal.alarm(0)


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {LIMIT} seconds")


def hostile(names: list[str]) -> int:
    print(f"{'page':32} {'seconds':>8} {'grew MB':>8}")
    command = [sys.executable, "-m", "benchmarks.fuzz", "--alone"]
    return max([_alone([*command, name]) for name in names])


def _alone(command: list[str]) -> int:
    try:
        return subprocess.run(command, check=False, timeout=2 * LIMIT).returncode
    except subprocess.TimeoutExpired:  # no signal gets through to Python out of libxml2
        print(f"{command[-1]:32} more than {2 * LIMIT} seconds, in which Python did not get a word in", flush=True)
        return 1


def read_hostile(name: str) -> int:
    html = HOSTILE[name]()
    extract(f"<h1>First</h1>{'<p>What is loaded only once. </p>' * 20}", URL)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    article, error, took = timed(html)
    grew = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    size = len(article.article_body or "") if article else 0
    result = error or (article.via.get("page") if article else "") or f"a text of {size} characters"
    print(f"{name:32} {took:8.2f} {grew:8.0f}  {result}", flush=True)
    return 0 if article else 1


if __name__ == "__main__":
    raise SystemExit(main())
