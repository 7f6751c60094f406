"""What can be found out about a site from one of its lists and a few of its articles, to write a source file from."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urljoin, urlsplit

import tomli_w

from newscrawl import listing
from newscrawl.extract.date_zones import likely_zone
from newscrawl.extract.ladder import clean
from newscrawl.extract.page import Page
from newscrawl.extract.tree import Element, UnreadableError
from newscrawl.items import Article

FEED = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b|\s*\{[^{]*jsonfeed\.org/version", re.S
)
SITEMAP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?[^>]*>\s*)*<(?:\w+:)?(?:urlset|sitemapindex)\b", re.S
)
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
LEVELS = 4  # elements of a selector from a link upwards
MATCHED, STRAY = 0.9, 0.2  # share of the articles that a selector must match, of its matches that may be others
FEW = 5  # article links; a list page has more
BARE_TEXT = 400  # characters of visible text of a page that its scripts draw
NAME = re.compile(r"[A-Za-z][A-Za-z_-]*")  # without digits: those of sites' builds change


@dataclass
class Findings:
    """What is known of a site so far: the kind of its list, selectors, some articles, notes for whoever adds it."""

    url: str
    kind: str = "html"
    title: str | None = None
    article_links: str | None = None
    articles: list[Article] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def take(self, item: Article) -> None:
        self.articles.append(item)


def look(found: Findings, data: bytes, url: str, encoding: str | None) -> None:
    """Note what an HTML list shows: its title, its article links and a selector for them, its feeds."""
    try:
        page = Page(data, url, encoding=encoding)
    except UnreadableError as error:
        found.notes.append(f"{url}: not readable: {error}")
        return
    found.title = clean(page.root.findtext(".//title") or "") or None
    articles = listing.read(data, url, encoding=encoding).articles
    found.article_links = link_selector(page, articles) if len(articles) >= FEW else None
    found.notes.append(f"{len(articles)} article links found, selector: {found.article_links or 'none that fits'}")
    if feeds := feeds_of(page):
        found.notes.append(f"the page names feeds, which may serve better: {', '.join(feeds)}")
    if len(articles) < FEW and needs_javascript(page):
        found.notes.append("the page is drawn by scripts: set render = true, or look for its feed or sitemap")


def kind_of(data: bytes) -> str:
    """How a document lists its news: feed, sitemap or html."""
    head = data[:4096]
    return "feed" if FEED.match(head) else "sitemap" if SITEMAP.match(head) or data[:2] == b"\x1f\x8b" else "html"


def feeds_of(page: Page) -> list[str]:
    """The feeds that a page names, absolute."""
    links = (link for link in page.root.iter("link") if "alternate" in (link.get("rel") or "").lower())
    return [
        urljoin(page.url, link.get("href")) for link in links
        if (link.get("type") or "").lower() in FEED_TYPES and link.get("href")
    ]  # fmt: skip


def needs_javascript(page: Page) -> bool:
    """Whether a page shows next to nothing until its scripts have run."""
    hidden = {"script", "style", "noscript", "template", "head"}
    texts = (element.text or "" for element in page.root.iter() if element.tag not in hidden)
    shown = sum(len(text.strip()) for text in texts)
    return shown < BARE_TEXT and next(page.root.iter("script"), None) is not None


def link_selector(page: Page, urls: list[str]) -> str | None:
    """A CSS selector, as short as can be, of the links to ``urls`` and hardly any others; None if there is none."""
    wanted = set(urls)
    links = {a: urljoin(page.url, a.get("href")).partition("#")[0] for a in page.root.iter("a") if a.get("href")}
    paths = Counter(path for a, url in links.items() if url in wanted for path in _paths(a))
    for path, _ in sorted(paths.items(), key=lambda one: (-one[1], len(one[0]))):
        matched = {url for a, url in links.items() if path in _paths(a) and url.startswith("http")}
        if len(matched & wanted) >= MATCHED * len(wanted) and len(matched - wanted) <= STRAY * len(matched):
            return path
    return None


def _paths(link: Element) -> list[str]:
    """Selectors that match a link: its own, then with one more ancestor each."""
    steps, paths = [], []
    for element in (link, *islice(link.iterancestors(), LEVELS - 1)):
        if element.tag in ("body", "html"):
            break
        names = [f".{name}" for name in (element.get("class") or "").split() if NAME.fullmatch(name)]
        names += [f"#{name}" for name in [element.get("id") or ""] if NAME.fullmatch(name)]
        steps.insert(0, element.tag + (names[0] if names else ""))
        paths.append(" > ".join(steps))
    return paths


def source_file(found: Findings) -> str:
    """The text of a source file."""
    host = urlsplit(found.url).hostname or ""
    language = _commonest(article.in_language for article in found.articles)
    zone = likely_zone(host, language)
    said = {
        "title": found.title or host,
        "kind": found.kind if found.kind != "html" else None,
        "start_urls": [found.url],
        "language": language,
        "timezone": zone.key if zone else None,
        "publisher": _commonest(article.publisher for article in found.articles),
        "article_links": found.article_links,
    }
    return tomli_w.dumps({name: value for name, value in said.items() if value})


def _commonest(values) -> str | None:
    """What more than half of the values are."""
    counts = Counter(values)
    value, count = counts.most_common(1)[0] if counts else (None, 0)
    return value if 2 * count > counts.total() else None
