"""The names under which a page's own site goes: never a headline, never a person."""

import re
import unicodedata
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from newscrawl.extract.ladder import as_list, clean, plain
from newscrawl.extract.page import Page, types_of

NAME_METAS = ("og:site_name", "application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher")
ORGANISATION = re.compile(r"Organi[sz]ation$|^WebSite$|^Newspaper$")
MOST = 5  # names taken from one meta element's repetitions
HOST_NOISE = frozenset("www m amp news com org net co gov edu ac info".split())

MEDIUM = re.compile(r"(?<=\w{4})(?:news|online|digital|daily|today|tv)$")  # "Some News" goes by "Some" too
_names: WeakKeyDictionary[Page, frozenset[str]] = WeakKeyDictionary()  # asked for more than once of a page
UNMARKED = str.maketrans("ıøØłŁđĐ", "ioOlLdD")  # letters that Unicode doesn't take apart


def site_name(page: Page) -> str | None:
    """The site's name as its meta elements give it; an address is none."""
    said = (clean(value) for meta in NAME_METAS[:3] for value in page.meta.get(meta, ())[:MOST])
    return next((name for name in said if name and "://" not in name), None)


def site_names(page: Page) -> frozenset[str]:
    """Every name of the site, as letters and digits in lower case without accents; host labels count as names."""
    if page not in _names:
        _names[page] = _site_names(page)
    return _names[page]


def _site_names(page: Page) -> frozenset[str]:
    names = [value for meta in NAME_METAS for value in page.meta.get(meta, ())[:MOST]]
    names += [page.source.publisher or "", page.source.title] if page.source else []
    names += [str(p.get("name") or "") for p in as_list(page.article_ld.get("publisher")) if isinstance(p, dict)]
    names += [str(n.get("name") or "") for n in page.json_ld if any(ORGANISATION.search(t) for t in types_of(n))]
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    names += [host, *(label for label in host.split(".") if len(label) > 2 and label not in HOST_NOISE)]
    known = {folded(name) for name in names}
    return frozenset(filter(None, known | {MEDIUM.sub("", name) for name in known}))


def folded(text: str) -> str:
    """Letters and digits in lower case, accents off."""
    text = clean(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(UNMARKED))
        text = "".join(c for c in text if not unicodedata.combining(c))
    return plain(text)
