"""Addresses and HTML of a page, made safe to keep and to show."""

import re
from urllib.parse import urljoin, urlsplit

import nh3

from newscrawl.extract.tree import Element

TAGS = frozenset("p h2 h3 h4 h5 h6 ul ol li blockquote pre table tr td br strong em sub sup code a img".split())
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"a": {"href"}, "img": {"src", "alt"}},
    url_schemes={"http", "https"},
    link_rel="noopener noreferrer nofollow",
)
_WEB = re.compile(r"https?://[^\s/?#]", re.I)
_PLAIN = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?:/|$)")  # what most are; nothing about them is doubtful
_SOURCES = (
    "data-src", "data-original", "data-lazy-src", "data-lazyload", "data-url", "data-original-src", "data-img-src",
    "data-echo", "data-actualsrc", "data-image", "data-full-src", "data-hi-res-src",
)  # fmt: skip
_SOURCE_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_EMPTY_IMAGE = re.compile(
    r"(?:^|/)(?:1x1|blank|pixel|spacer|transparent|placeholder|loading|lazy|grey|gray|trans)\b[^/]*$", re.I
)
_CANDIDATE = re.compile(r"(\S*[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|$)")
MAX_SOURCE_SET = 5000  # characters; a longer srcset is no list of sizes


def clean(html: str) -> str:
    """The HTML with nothing but the tags and attributes of TAGS, http(s) links and no scripts."""
    return _CLEANER.clean(html)


def absolute(address: str | None, base: str) -> str | None:
    """The address as an absolute http(s) URL, None when it is none."""
    address = (address or "").strip()
    if not address or address.startswith("#"):
        return None
    if _PLAIN.match(address):
        return address
    try:
        joined = address if _WEB.match(address) else urljoin(base, address)
        return joined if _WEB.match(joined) and urlsplit(joined).hostname else None
    except ValueError:
        return None


def image_source(image: Element, base: str, offered: str | None = None) -> str | None:
    """The address of the picture that an ``img`` shows once scripts have run, None for trackers and empty pixels.

    ``offered`` is the srcset of a ``source`` beside it in a ``picture``.
    """
    if image.get("width") in ("0", "1") or image.get("height") in ("0", "1"):
        return None
    for name in _SOURCES:
        found = _usable(image.get(name), base)
        if found:
            return found
    found = _usable(image.get("src"), base)
    if found:
        return found
    for given in (*(image.get(name) for name in _SOURCE_SETS), offered):
        found = _usable(_largest(given), base) if given else None
        if found:
            return found
    return None


def _usable(address: str | None, base: str) -> str | None:
    if not address or address.startswith("data:") or _EMPTY_IMAGE.search(address.partition("?")[0]):
        return None
    return absolute(address, base)


def _largest(source_set: str) -> str | None:
    candidates = _CANDIDATE.findall(source_set[:MAX_SOURCE_SET])
    return max(candidates, key=lambda pair: float(pair[1] or 1) if pair[1].count(".") < 2 else 0, default=(None,))[0]
