"""The dates that a page declares to machines: JSON-LD, meta elements, the state in its scripts, its URL."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from newscrawl.extract.page import Page, types_of

MEDIA = re.compile(r"Image|Video|Audio|Media|Comment|Person|Organization|Event|Offer|Product|Review$|Rating|Breadcrumb")
# Names under which publishing systems write the moment of publication; "published_time" and "pubdate" in all spellings.
PUBLISHED = re.compile(
    r"publi(?:sh(?:ed|ing)?|cation)[\s._:-]*(?:date|time|at$|on$|start)|pub[\s._:-]*(?:date|time)|date[\s._:-]*publi|"
    r"(?:release|online|first)[\s._:-]*(?:date|time)|date[\s._:-]*issued|^sailthru\.date$|^ptime$|^og:time$"
)
CREATED = re.compile(
    r"^(?:dc(?:terms)?[.:])?(?:date|created|datecreated|date[._:-]creat\w+|date[._:-]available)$|"
    r"creat\w*[_-]?(?:date|time)"
)
MODIFIED = re.compile(r"modif|updat|revis|^lastmod|^last[_-]?edit")
OTHER = re.compile(r"expir|unpubl|publisher|event|valid|verif|build|render")
SCRIPT_TEXT = 400_000  # characters of script that are searched on one page
SCRIPT_KEY = re.compile(
    r"""\b(?:(?:date_?|first_?|article_?)?publi(?:sh(?:ed)?|cation)_?(?:date|time|at|on)?(?:_?(?:str|text|format))?|
    (?:date_?)?pub_?(?:date|time|at)|p_?time|date_?published|(?:release|deploy|issue|news)_?(?:date|time|dt)|
    (?:ori_?)?create_?(?:time|date|at)|created_?at|ct|create_timestamp)\\?["']?\s*$""",
    re.I | re.X,
)
SCRIPT_VALUE = re.compile(
    r"""[:=]\s*+\\?["']?(?P<value>\d{10}(?:\d{3})?(?!\d)|(?:19|20)\d\d[-/.年][^"'\\<>,;{}]{4,40})"""
)
LONGEST_KEY = 50  # characters between two values that are read for a key
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
URL_DATES = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/_.](?P<m>\d{1,2})[-/_.](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/_.]?(?P<m>[01]\d)[-/_.]?(?P<d>[0-3]\d)(?!\d)"),
    re.compile(rf"/(?P<y>(?:19|20)\d\d)/(?P<mon>{'|'.join(MONTHS)})\w*/(?P<d>\d{{1,2}})/", re.I),
    re.compile(r"/(?P<y>(?:19|20)\d\d)(?:/[A-Za-z][\w.-]*){1,2}/(?P<m>\d{1,2})/(?P<d>\d{1,2})/"),
    re.compile(r"/(?P<yy>\d\d)[-/_](?P<m>[01]\d)[-/_]?(?P<d>[0-3]\d)/"),
    re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=\d{4,12}(?!\d)|[A-Z])"),
)


def json_ld(page: Page, name: str) -> Iterator[str]:
    """The values of a date property ("datePublished", "dateModified"): the article's, else those of other nodes."""
    own = list(_strings(page.article_ld, name))
    yield from own
    for node in () if own else page.json_ld[:50]:
        if not any(MEDIA.search(kind) for kind in types_of(node)):
            yield from _strings(node, name)


def _strings(node: dict, name: str) -> Iterator[str]:
    wanted = name.lower()
    for key, value in node.items():
        if key.lower().rpartition(":")[2] != wanted:
            continue
        for one in value[:3] if isinstance(value, list) else [value]:
            said = one.get("@value") if isinstance(one, dict) else one
            if isinstance(said, str | int) and not isinstance(said, bool) and str(said)[:100].strip():
                yield str(said)


def meta_published(page: Page) -> Iterator[str]:
    """Contents of the meta elements that name the publication, the most telling names first."""
    yield from page.meta.get("article:published_time", [])[:1]
    yield from _named(page, PUBLISHED)


def meta_created(page: Page) -> Iterator[str]:
    """Contents of the meta elements that name a date without saying which, or the creation."""
    yield from _named(page, CREATED)


def _named(page: Page, pattern: re.Pattern) -> Iterator[str]:
    for name, contents in page.meta.items():
        if _names(pattern, name) and not _names(MODIFIED, name):
            yield contents[0]


@lru_cache(maxsize=8192)  # sites share most names of their meta elements
def _names(pattern: re.Pattern, name: str) -> bool:
    return bool(pattern.search(name)) and not OTHER.search(name)


def meta_modified(page: Page) -> Iterator[str]:
    """Contents of the meta elements that name the last change."""
    yield from page.meta.get("article:modified_time", [])[:1]
    for name, contents in page.meta.items():
        if _names(MODIFIED, name):
            yield contents[0]


def script_published(page: Page) -> Iterator[str]:
    """Values of publication keys in the page's own scripts, which draw the date once they run, and in JSON-LD that is
    no JSON."""
    left = SCRIPT_TEXT
    for script in page.named("script"):
        if page.json_ld and "ld+json" in (script.get("type") or ""):
            continue
        text = (script.text or "")[:left]
        left -= len(text)
        for found in SCRIPT_VALUE.finditer(text):  # there are far fewer of these than of words that may be keys
            if SCRIPT_KEY.search(text, max(0, found.start() - LONGEST_KEY), found.start()):
                yield found["value"]
        if left <= 0:
            return


def url_day(url: str) -> date | None:
    """The day that a URL's path names: /2024/05/12/, /20240512/, /2024-05/12/, /t20240512_1.html, /2024/may/12/,
    /2024/world/05/12/."""
    try:
        path = unquote(urlsplit(url).path)[:500]
    except ValueError:
        return None
    for pattern in URL_DATES:
        for found in pattern.finditer(path):
            said = found.groupdict()
            year = int(said["y"]) if said.get("y") else 2000 + int(said["yy"])
            month = MONTHS.index(said["mon"].lower()) + 1 if said.get("mon") else int(said["m"])
            try:
                return date(year, month, int(said["d"]))
            except ValueError:
                continue
    return None
