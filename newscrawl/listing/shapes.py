"""What the address of a link says about it, on any site and in any language."""

import re

# Path segments under which sites keep lists, people and services instead of articles.
NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|labels?|categor(?:y|ies|ia|ie)|kategori(?:e|en|a)?|sections?|channels?|rubri(?:k|que|ca)s?"
    r"|authors?|auth?eurs?|autor(?:es|en)?|users?|profile|people|members?|account|my|u|space|staff|team"
    r"|search|suche|recherche|buscar|login|log-?in|sign-?(?:in|up)|register|subscri(?:be|ptions?)|abo|newsletters?|logout"
    r"|about(?:-?us)?|contact(?:-?us)?|privacy(?:-policy)?|terms(?:-of-\w+)?|imprint|impressum|cookies?(?:-policy)?|help|faq|legal"
    r"|rss|feeds?|sitemap|archives?|page|ads?|advertis\w+|cart|shop|store|wp-(?:login|admin)|share|print|app|download)"
    r"(?:\.\w{2,5}|/(?:\d+/?)?|/[^/?]*/?)?$",
    re.I,
)
NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|xml|rss|atom|zip|rar|exe|apk|dmg|mp[34]|avi|pdf|docx?|xlsx?|pptx?)$", re.I
)
DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d[-/_.]?(?:0[1-9]|1[0-2]|[1-9](?!\d))(?:[-/_.]?(?:0[1-9]|[12]\d|3[01]))?(?!\d{2,5}(?:\D|$))"
    r"|/\d\d/(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/|/(?:19|20)\d\d/(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
DAY_ARCHIVE = re.compile(r"/(?:19|20)\d\d(?:/\d\d?){0,2}/?$")
SAYS_PAGE = re.compile(
    r"[?&;](?:(?:\w*[_.:-]|cur(?:rent)?)?page(?:n(?:o|um|umber)?|_?no|_?num|_?index)?(?:_\d+)?"
    r"|p|pg|pn|paged|pagina|seite|sida|side|strona|sayfa)=(\d{1,6})(?=[&;]|$)"
    r"|/(?:page|pagina|seite|sida|strona|pag|p)[/_-]?(\d{1,6})(?=[/?.]|$)"
    r"|[/_-](?:index|list|page|p)?[_-]?(\d{1,5})\.\w{3,5}(?=\?|$)",
    re.I,
)
MANY = 5000  # a higher number under ``?p=`` is an article's, not a page's
EXTENSION = re.compile(r"\.(?:[sxp]?html?|php|aspx?|jsp|cms|ece|story)$", re.I)


def path_and_query(url: str) -> tuple[str, str]:
    """The path ("" or from its slash on) and the query of an absolute URL."""
    address, _, query = url.partition("#")[0].partition("?")
    _, slash, path = address.partition("://")[2].partition("/")
    return slash + path, query


def worth(url: str, list_path: str) -> float:
    """How much an address looks like an article's: above 0 more than not; -3 for what is certainly none."""
    path, query = path_and_query(url)
    bare = path.strip("/")
    if (not bare and not query) or NO_PAGE.search(path) or NO_ARTICLE.search(path):
        return -3
    if DAY_ARCHIVE.search(path) or (path.rstrip("/") + "/" == list_path and (page_number(url) or MANY) < MANY):
        return -3
    if list_path.startswith(path.rstrip("/") + "/") and not query:
        return -3  # a section that this list is part of
    last = EXTENSION.sub("", bare.rpartition("/")[2])
    digits = max(map(len, re.findall(r"\d+", last)), default=0)
    score = 1.0 if DATE.search(path) else 0.0
    score += 1.0 if digits >= 4 else 0.5 if digits else 0.0
    words = len(re.findall(r"[^\W\d]+", last))
    score += 1.0 if words >= 4 else 0.5 if words == 3 or len(last) > 24 else 0.0
    score += 0.5 if EXTENSION.search(path) and digits else 0.0
    score += 0.5 if re.search(r"(?:^|&)[\w-]*id=\w*\d", query, re.I) else 0.0
    score += 0.5 if path.startswith(list_path.rstrip("/") + "/") and len(list_path) > 1 else 0.0
    return min(score, 2.5) if score else -1.0


def shape(url: str) -> tuple:
    """What the addresses of a site's articles have in common: kinds of path segments, extension, query names."""
    path, query = path_and_query(url)
    path = path.strip("/")
    extension = EXTENSION.search(path)
    kinds = [_kind(segment) for segment in EXTENSION.sub("", path).split("/")[:8]]
    names = sorted(pair.partition("=")[0] for pair in query.split("&")[:8])
    return (*kinds, extension[0].lower() if extension else "", *names)


def _kind(segment: str) -> str:
    if segment.isdigit():
        return "0"
    if "-" in segment or "_" in segment or len(segment) > 20 or "%" in segment or not segment.isascii():
        return "slug"
    return "id" if any(map(str.isdigit, segment)) else "word"


def page_number(url: str) -> int | None:
    """The page number that a list's address carries: ``?page=2``, ``/page/2/``, ``_2.html``, ``/p2``."""
    found = SAYS_PAGE.search(url.partition("#")[0])
    return int(next(filter(None, found.groups()))) if found else None
