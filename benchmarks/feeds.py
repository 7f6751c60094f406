"""How long a feed of 50 MB and a sitemap of a million URLs take to read, and how much memory at most.

    python -m benchmarks.feeds

Each is made in a file first and read in a process of its own; "before" is that process with the file's bytes in hand.
"""

import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from newscrawl.feeds import Feed
from newscrawl.sitemaps import Sitemap

FEED_SIZE = 50_000_000  # bytes
URLS = 1_000_000
URL = "https://news.example/2026/11/{:02}/story-{}.html"
WORDS = "<p>" + "The council met on Tuesday and heard what the engineers had found below the bridge. " * 20 + "</p>"
RSS = (
    "<item><title>Story {0} &amp; more</title><link>{1}</link><pubDate>Mon, 23 Nov 2026 08:00:00 +0800</pubDate>"
    "<dc:creator>Ann Reporter</dc:creator><category>city</category><description><![CDATA[{2}]]></description></item>\n"
)
RSS_HEAD = (
    '<?xml version="1.0"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title>'
)
URLSET = '<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, kind, parts in (
            ("feed.xml", Feed, _rss()),
            ("feed.json", Feed, _json()),
            ("sitemap.xml", Sitemap, _sitemap()),
            ("sitemap.xml.gz", Sitemap, _sitemap()),
        ):
            path = Path(folder, name)
            with gzip.open(path, "wb") if name.endswith(".gz") else path.open("wb") as file:
                file.writelines(part.encode() for part in parts)
            subprocess.run([sys.executable, "-m", "benchmarks.feeds", str(path), kind.__name__], check=True)


def read(path: Path, kind: type) -> None:
    data = path.read_bytes()
    before, started = _peak(), time.perf_counter()
    found = kind(data, URL.format(1, 0))
    count = sum(1 for _ in found)
    seconds = time.perf_counter() - started
    size = f"{path.name} {len(data) / 1e6:.0f} MB"
    memory = f"before {before:4.0f} MB, peak {_peak():4.0f} MB"
    print(f"{size:24} {count:9,} entries {seconds:6.1f} s, {memory} {found.broken or ''}")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _rss() -> Iterable[str]:
    yield RSS_HEAD
    size, number = len(RSS_HEAD), 0
    while size < FEED_SIZE:
        item = RSS.format(number, URL.format(number % 28 + 1, number), WORDS)
        size, number = size + len(item), number + 1
        yield item
    yield "</channel></rss>"


def _json() -> Iterable[str]:
    yield '{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": ['
    size, number = 0, 0
    while size < FEED_SIZE:
        url = URL.format(number % 28 + 1, number)
        said = {"id": url, "url": url, "title": f"Story {number}", "content_html": WORDS, "tags": ["city"]}
        item = json.dumps(said | {"date_published": "2026-11-23T08:00:00+08:00"})
        size, number = size + len(item), number + 1
        yield ", " * (number > 1) + item
    yield "]}"


def _sitemap() -> Iterable[str]:
    yield URLSET
    for number in range(URLS):
        url = URL.format(number % 28 + 1, number)
        yield f"<url><loc>{url}</loc><lastmod>2026-11-{number % 28 + 1:02}T08:00:00+08:00</lastmod></url>\n"
    yield "</urlset>"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        read(Path(sys.argv[1]), {"Feed": Feed, "Sitemap": Sitemap}[sys.argv[2]])
    else:
        main()
