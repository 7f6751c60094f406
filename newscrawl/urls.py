"""Addresses: the domain somebody registered, a URL without its trackers, the key its spellings share."""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from urllib.parse import quote, urlsplit

# What senders and share buttons append for their own statistics, of use on any site: the general sections of
# AdGuard's URL Tracking filter and of ClearURLs, Firefox's query-stripping list; of the Chinese web Alibaba's spm/scm,
# WeChat's isappinstalled, nsukey and scene, Baidu's wfr, Toutiao's tt_from, Bilibili's vd_source.
TRACKER = re.compile(
    r"(?:utm|mtm|hsa|bsft|adjust|wt)_\w+|pk_(?:campaign|kwd|keyword|medium|source|content|cid|vid)"
    r"|itm_(?:source|medium|campaign|content|term)|oly_(?:anon|enc)_id|vero_(?:conv|id)"
    r"|_hs\w+|__hs\w+|hsctatracking|(?:fb|g|d|y|tw)clid|ysclid|msclkid|irclickid|gclsrc|[gw]braid|igshid|igsh"
    r"|_g[al]|usqp|mc_[ce]id|mkt_tok|ml_subscriber\w*|_kx|s_cid|cmpid|xtor|cm_mmc\w*|_openstat|guccounter|guce_\w+"
    r"|fb_(?:action_\w+|comment_id|ref|source)|action_(?:object|ref|type)_map|_branch_match_id|nx_source|adfrom"
    r"|spm|scm|isappinstalled|nsukey|wfr|tt_from|share_(?:token|source|medium|from|app_id)|vd_source|wxshare_count",
    re.I,
)
# ``from`` is a date or an offset on some sites; these values are where a share button was pressed.
SHARED_FROM = re.compile(
    r"from=(?:timeline|(?:single|group)message|wx|weixin|wechat|weibo|qq|qzone|share|search|rss)", re.I
)
SPELLING_LABELS = ("www", "m", "wap", "amp")  # host labels under which sites serve the same article again
INDEX = re.compile(r"(?:index\.(?:[sp]?html?|php|aspx?|jsp)|default\.(?:html?|aspx?))", re.I)
OTHER_SCHEME = re.compile(r"(?!https?://)[a-z][a-z0-9+.-]*:(?!\d*(?:[/?]|$))", re.I)
UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
HOST_PORT = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(?::(\d*))?")
LONGEST_HOST = 253  # characters of a name in DNS


def host_of(url: str) -> str:
    """The lower-case host of an absolute URL without port and brackets; "" where there is none."""
    try:
        return "".join((urlsplit(url).hostname or "").lower().split()).rstrip(".")  # behind a % it is as it was
    except ValueError:
        return ""


def registrable(host_or_url: str) -> str:
    """The domain that was registered: ``a.news.example.co.uk`` → ``example.co.uk``, by the Public Suffix List.

    Blogs of one hosting domain that is on the list (github.io) are domains of their own. IP addresses, ``localhost``
    and what is no known domain are returned as they are, in lower case, without port.
    """
    text = host_or_url.strip()
    return _registrable(host_of(text if "//" in text else f"//{text}"))


@lru_cache(maxsize=4096)
def _registrable(host: str) -> str:
    if len(host) > LONGEST_HOST or ":" in host:
        return host
    return _suffixes()(host).top_domain_under_public_suffix or host


@cache
def _suffixes() -> Callable:
    """No list of URLs and no cache: tldextract then reads only the snapshot of the Public Suffix List it comes with."""
    from tldextract import TLDExtract  # noqa: PLC0415 - it loads requests, for lists that are not asked for

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def clean(url: str) -> str:
    """The URL without fragment and tracking parameters, otherwise as it was; any string is taken."""
    text = re.sub(r"[\t\r\n]", "", url.strip()).partition("#")[0].strip()
    before, mark, query = text.partition("?")
    kept = [pair for pair in query.split("&") if not _tracks(pair)]
    return f"{before}?{'&'.join(kept)}" if mark and any(kept) else before.strip()


def _tracks(pair: str) -> bool:
    return bool(TRACKER.fullmatch(pair.partition("=")[0]) or SHARED_FROM.fullmatch(pair))


@lru_cache(maxsize=4096)  # a crawl asks for the same URL half a dozen times while it has it in hand
def fold(url: str) -> str:
    """The key under which the spellings of one URL are one: never fetched, only compared. Any string is taken.

    ``http://www.example.com:80/a/index.html?b=2&a=1#x`` → ``example.com/a?a=1&b=2``. Folding twice is folding once.
    """
    text = clean(url)
    if OTHER_SCHEME.match(text):
        return text
    address, _, query = re.sub(r"^(?:https?:)?//", "", text, count=1, flags=re.I).partition("?")
    authority, slash, path = address.partition("/")
    parts = re.split(r"/+", _escaped(path)) if slash else []
    while parts and (not parts[-1] or INDEX.fullmatch(parts[-1])):
        parts.pop()
    place = "/".join([_host_key(authority), *(part for part in parts if part)])
    pairs = sorted(filter(None, _escaped(query).replace("%20", "+").split("&")))
    return place + ("?" + "&".join(pairs) if pairs else "")


def _host_key(authority: str) -> str:
    found = HOST_PORT.fullmatch(_ascii(authority.rpartition("@")[2].lower()))
    if not found or len(found[1]) > LONGEST_HOST:
        return quote(authority, safe=":[]%@", errors="surrogatepass").lower()
    host, port = found[1].rstrip("."), found[2]
    label, _, rest = host.partition(".")
    while label in SPELLING_LABELS and "." in rest and host != registrable(host):
        host = rest
        label, _, rest = host.partition(".")
    return f"{host}:{port}" if port and port not in ("80", "443") else host


def _ascii(authority: str) -> str:
    """In ASCII: names of other scripts as IDNA has them; what is no name at all is percent-encoded."""
    host, colon, port = authority.partition(":")
    try:
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        name = host
    host = name if re.fullmatch(r"[\w.-]*", name, re.A) else host
    return quote(host + colon + port, safe="[]:%", errors="surrogatepass").lower()


def _escaped(text: str) -> str:
    """Percent-encoding in one spelling: RFC 3986 6.2.2, unreserved characters bare, all else in capital hex."""
    text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    text = re.sub(r"%([0-9A-Fa-f]{2})", lambda m: _bare(m[1]), text)
    return quote(text, safe="%:/?#[]@!$&'()*+,;=~", errors="surrogatepass")


def _bare(code: str) -> str:
    character = chr(int(code, 16))
    return character if UNRESERVED.fullmatch(character) else f"%{code.upper()}"
