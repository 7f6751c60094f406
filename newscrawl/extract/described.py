"""What a page declares about its article besides names, times and text: address, picture, words, section, access."""

import re
from collections.abc import Iterable
from itertools import islice
from urllib.parse import urlsplit

import tldextract

from newscrawl.extract import sanitise
from newscrawl.extract.ladder import clean, unique
from newscrawl.extract.ld import MOST, address_of
from newscrawl.extract.page import Page, types_of
from newscrawl.extract.tree import Element

LONGEST_URL = 2000
SEPARATORS = re.compile(r"\s*[,，、;；|\n]\s*")
MOST_KEYWORDS, LONGEST_KEYWORD = 40, 60
NO_KEYWORD = re.compile(r"[<>=]|^[@_/]")  # markup, and marks that are for the site's own machinery
HAN_LIST = re.compile(r"[\u3400-\u9fff\w]+(?: [\u3400-\u9fff\w]+){2,}(?<=[\u3400-\u9fff])")
MOST_LISTS, LONGEST_LIST = 200, 5000
FREE = {"free": True, "metered": False, "locked": False}  # article:content_tier; metered is not free to everyone
CRUMB = re.compile(r"breadcrumb|crumbs?(?:$|[-_\s])", re.I)
HOMES = frozenset(
    """home homepage frontpage index post all start startseite accueil inicio inizio inicial hjem hem forside etusivu
    domů 首页 主页 トップ 홈 главная""".split()
)
STOCK = re.compile(r"(?:stock|bk)_(?P<market>\d{1,3})\.(?P<code>[A-Z0-9][A-Z0-9._]{0,19})", re.A)
MOST_STOCKS = 100
_domains = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def absolute(url: str | None, page: Page) -> str | None:
    """An absolute http(s) URL, or None; relative ones are relative to the page."""
    url = sanitise.absolute(clean(url), page.url)
    return url if url and len(url) <= LONGEST_URL and " " not in url else None


def canonical(page: Page, url: str | None) -> str | None:
    """The address that a page gives as its own, if it can be: of the same registrable domain, and not the home page."""
    url = absolute(url, page)
    if not url or url == page.url:
        return url
    parts = urlsplit(url)
    is_home = parts.path.strip("/") == "" and not parts.query
    return url if not is_home and _same_site(url, page.url) else None


def _same_site(one: str, other: str) -> bool:
    hosts = [urlsplit(url).hostname or "" for url in (one, other)]
    return hosts[0] == hosts[1] or "" != _domain(hosts[0]) == _domain(hosts[1])


def _domain(host: str) -> str:
    return _domains(host).top_domain_under_public_suffix


def canonical_link(page: Page) -> str | None:
    links = (link for link in page.named("link") if "canonical" in (link.get("rel") or "").lower().split())
    return next((url for link in links if (url := canonical(page, link.get("href")))), None)


def image(page: Page, found: object) -> str | None:
    """An image's absolute URL out of JSON-LD, a meta content or a selected element."""
    if isinstance(found, Element):
        found = found.get("src") or found.get("data-src") or found.get("content") or found.get("href")
    url = absolute(address_of(found), page)
    return url if url and "#" not in url.removeprefix(page.url) else None


def keywords(said: Iterable[object]) -> list[str]:
    """Each keyword once, in order; lists written as one text are split. Markup and sentences are no keywords."""
    texts = (clean(text[:LONGEST_LIST]) for text in islice(said, MOST_LISTS) if isinstance(text, str))
    words = [word.strip(' #"“”') for text in texts for word in _split(text)]
    return unique(w for w in words if w and len(w) <= LONGEST_KEYWORD and not NO_KEYWORD.search(w))[:MOST_KEYWORDS]


def _split(text: str) -> list[str]:
    words = SEPARATORS.split(text)
    return text.split() if len(words) == 1 and HAN_LIST.fullmatch(text) else words


def section(name: object) -> str | None:
    """A section's name, the first where several are listed; None for the front page and for what is no name."""
    name = clean(name) if isinstance(name, str) else ""
    if name.count(",") > 1 or ("," in name and ", " not in name):
        name = name.partition(",")[0].strip()
    return name if 0 < len(name) <= LONGEST_KEYWORD and name.lower() not in HOMES and "://" not in name else None


def is_free(value: object) -> bool | None:
    """JSON-LD isAccessibleForFree as a bool: pages write true, "True", "http://schema.org/False"."""
    if isinstance(value, bool):
        return value
    word = str(value or "").rstrip("/").rsplit("/", 1)[-1].strip().lower()
    return {"true": True, "false": False, "yes": True, "no": False}.get(word)


def breadcrumb_ld(page: Page) -> str | None:
    """The last but one name of a BreadcrumbList, when the last is the article's own; the home page is no section."""
    for node in page.json_ld:
        if "BreadcrumbList" in types_of(node) and isinstance(node.get("itemListElement"), list):
            names = [_crumb(entry) for entry in node["itemListElement"][:MOST] if isinstance(entry, dict)]
            return _section([name for name in names if name])
    return None


def _crumb(entry: dict) -> str:
    item = entry.get("item")
    return clean(entry.get("name") or (item.get("name") if isinstance(item, dict) else ""))


def breadcrumb_links(page: Page) -> str | None:
    """The last link of an element marked as breadcrumbs."""
    for element in page.root.iter("nav", "ol", "ul", "div", "p"):
        if "crumb" not in "".join(element.values()).lower():  # one look at an element instead of three
            continue
        marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('aria-label') or ''}"
        if CRUMB.search(marks):
            names = [clean("".join(link.itertext())) for link in element.iter("a")]
            return _section([*names, ""])
    return None


def _section(names: list[str]) -> str | None:
    return next((name for crumb in reversed(names[:-1]) if (name := section(crumb))), None)


def stocks(body: Element | None) -> list[dict]:
    """The securities that a body marks by ids such as ``stock_1.600160`` and ``bk_90.BK0473``: market, code, name."""
    found: dict[str, dict] = {}
    for span in body.iter("span") if body is not None else ():
        mark = STOCK.fullmatch(span.get("id") or "")
        if mark and len(found) < MOST_STOCKS:
            name = clean("".join(span.itertext())).strip("()（）") or None
            found.setdefault(mark[0], {"market": mark["market"], "code": mark["code"], "name": name})
    return list(found.values())
