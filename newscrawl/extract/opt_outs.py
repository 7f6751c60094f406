"""What a page asks of those who would mine it or train machines with it: kept beside the article."""

import re
from collections.abc import Iterable

from newscrawl.extract.page import Page
from newscrawl.items import Article

WORDS = ("noai", "noimageai")  # of robots' meta elements and X-Robots-Tag, as DeviantArt began it
RESERVATION, POLICY = "tdm-reservation", "tdm-policy"  # W3C's TDM Reservation Protocol, as headers and meta elements
OURS = ("", "*", "newscrawl")
NAMED = re.compile(r"\s*([\w.*-]+)\s*:(?!//)(.*)", re.S)
WITH_VALUE = re.compile(r"unavailable_after$|max-", re.I)  # directives with a colon, which are no crawler's name
MAX_POLICY = 500  # characters of a URL


def of_page(page: Page) -> list[str]:
    """The opt-outs of a page's meta elements: noai, noimageai, tdm-reservation, tdm-policy=URL; sorted."""
    said = [*page.meta.get("robots", ()), *page.meta.get("newscrawl", ())]
    return found(said, page.first_meta(RESERVATION), page.first_meta(POLICY))


def found(robots: Iterable[str], reservation: str | None, policy: str | None) -> list[str]:
    """The opt-outs in values of X-Robots-Tag (or meta robots), tdm-reservation and tdm-policy."""
    words = {word for value in robots for word in _for_us(value)}
    kept = {word for word in WORDS if word in words}
    if (reservation or "").strip() == "1":
        kept.add(RESERVATION)
        if policy and re.match(r"https?://\S+$", policy) and len(policy) <= MAX_POLICY:
            kept.add(f"{POLICY}={policy}")
    return sorted(kept)


def _for_us(value: str) -> Iterable[str]:
    """The directives of one value that are meant for all crawlers or for this one."""
    crawler = ""
    for part in value.lower().split(","):
        named = NAMED.fullmatch(part)
        if named and not WITH_VALUE.match(named[1]):
            crawler = named[1]
        if crawler in OURS:
            yield (named[2] if named else part).strip()


def add(article: Article, more: list[str], origin: str) -> None:
    """Give an article opt-outs; ``via`` says from where they all are: meta, header, tdmrep.json."""
    if more:
        article.opt_outs = sorted({*article.opt_outs, *more})
        origins = {*filter(None, article.via.get("opt_outs", "").split(", ")), origin}
        article.via["opt_outs"] = ", ".join(sorted(origins))


def again(article: Article, stored: Article) -> None:
    """Give an article that is read again from its kept page what its response's headers and its host had said."""
    for origin in ("header", "tdmrep.json"):
        if origin in stored.via.get("opt_outs", "").split(", "):
            add(article, stored.opt_outs, origin)
