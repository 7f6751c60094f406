"""The article's own headline: what the page's h1, JSON-LD, metas and title agree on."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lxml import etree

from newscrawl.extract.ladder import clean, climb, plain, text_of
from newscrawl.extract.page import Page
from newscrawl.extract.site import folded, site_names
from newscrawl.extract.tree import Element

LONGEST = 300  # characters; a longer "headline" is a paragraph or a keyword list
MOST_H1 = 20
ROOM = 200  # characters of white space and entities around a text that may be a headline
BREAK = re.compile(r"\s+[-–—―|·•:»›~/]\s+|\s+：|\s*(?:[|｜ㅣ丨_＿]|-{2,}|[—―]{2,})\s*|(?<=\S)[-–](?=[^\W\d_])")
TAIL_MARKS = frozenset("|｜ㅣ丨_＿") | {"--"}  # what follows these is a name, never the headline's own words
LOOSE_BREAK = re.compile(BREAK.pattern + r"|\s+")
TRUST = {"h1": 4, "json-ld": 3, "meta": 0.5, "og:title": 3, "title": 1.5}  # who is believed where they disagree
AGREED = 4.5  # trust that no single candidate has
MOST_PARTS = 12
LABEL = 8  # characters of what may stand before a day in an element of its own
DAY = re.compile(r"(?:19|20)\d\d\s?[-年./]\s?\d")
SHORTEST = 5  # letters of a headline that is looked for in the page's text
_BEHIND = etree.XPath("following::text()[normalize-space(.)][position() <= 2]")
SHARE_OF_TITLE = 0.4  # that it must have of the title's letters
LONGEST_TAIL = 20  # characters of a site's or a section's name behind a title


def read(page: Page) -> tuple[str | None, str | None]:
    """The headline without the site's name, and the rung that showed it; (None, None) when the page has none.

    Candidates that show the same words support each other. A title whose words stand alone somewhere in the page beats
    an h1 that nothing else repeats: such an h1 is the name of the site or of the section.
    """
    selectors = page.source.fields.get("headline", ()) if page.source else ()
    if declared := next(filter(None, map(text_of, page.declared(selectors))), None):
        return declared, "declared"
    names = site_names(page)
    best, rung, trust = _most_trusted(page, names)
    return climb([
        (rung, lambda: best if trust >= AGREED else None),
        ("title", lambda: _title_in_page(page, names)),
        (rung, lambda: best),
        ("heading", lambda: _above_a_day(page, names)),
        ("title", lambda: without_tail(page_title(page), names)),
    ])  # fmt: skip


def element_of(page: Page, headline: str | None) -> Element | None:
    """The element that shows the headline: the h1 that does, else the first in the body with just that text, else an
    h1 that is alone on the page."""
    wanted = plain(headline or "")
    if not wanted:
        return None
    headings = page.named("h1")[:MOST_H1]
    for heading in headings:
        if wanted in plain(text_of(heading)):
            return heading
    body = page.root.find("body")
    for element in body.iter() if body is not None else ():
        text = element.text
        if text and len(wanted) <= len(text) <= 3 * len(wanted) + ROOM and plain(clean(text)) == wanted:
            return element
    return headings[0] if len(headings) == 1 else None


def page_title(page: Page) -> str:
    """The text of the page's own title element; an svg has titles too, and an unclosed
    one swallows the page."""
    head = page.root.find("head")
    title = next((page.root if head is None else head).iter("title"), None)
    text = (title.text or "")[: 2 * LONGEST] if title is not None else ""
    return clean(text) if len(text) < 2 * LONGEST else ""


def without_tail(text: str, names: frozenset[str]) -> str:
    """A title without what follows its last separators: the names of the site and of its sections."""
    for _ in range(MOST_PARTS):
        cuts = reversed(list(BREAK.finditer(text)))
        cut = next((cut for cut in cuts if _is_tail(cut, names)), None)  # a name may hold a hyphen itself
        if cut is None or not text[: cut.start()].strip():
            break
        text = text[: cut.start()].strip()
    return text


def _is_tail(cut: re.Match, names: frozenset[str]) -> bool:
    text, tail = cut.string, cut.string[cut.end() :]
    short = len(tail) <= LONGEST_TAIL and len(tail) < len(text) / 2
    return folded(tail) in names or (short and cut[0].strip() in TAIL_MARKS)


def _most_trusted(page: Page, names: frozenset[str]) -> tuple[str | None, str, float]:
    said = _candidates(page)
    shown = [(rung, _shown(text)) for rung, text in said]
    best, most = ("", ""), 0
    for rung, text in said:
        if rung == "title" or folded(text) in names:
            continue
        key = plain(text)
        trust = sum(TRUST[backer] for backer in {backer for backer, keys in shown if key in keys})
        if trust > most:
            best, most = (text, rung), trust
    text, rung = best
    return (text if rung == "h1" else without_tail(text, names)) or None, rung, most


@lru_cache(maxsize=16)  # most of a page's candidates are the same
def _shown(text: str) -> frozenset[str]:
    return frozenset(plain(part) for part in [text, *_parts(text)])


def _candidates(page: Page) -> list[tuple[str, str]]:
    """(rung, text) of everything that claims to be the headline, in the order in which ties are decided."""
    h1s = page.named("h1")[:MOST_H1]
    said = [("h1", text_of(heading)) for heading in h1s]
    said += [("json-ld", clean(page.article_ld.get("headline")))]
    said += [("meta", clean(page.first_meta("headline")))]  # by name, or as schema.org's itemprop
    said += [("og:title", clean(page.first_meta("og:title", "twitter:title")))]
    said += [("title", page_title(page))]
    return [(rung, text) for rung, text in said if plain(text) and len(text) <= LONGEST]


def _parts(text: str, separator: re.Pattern = BREAK) -> Iterator[str]:
    """What is left of a title when names are taken from its end, or from its front if that leaves most of it; the
    longest first."""
    cuts = list(islice(separator.finditer(text), MOST_PARTS))
    yield from (text[: cut.start()].strip() for cut in reversed(cuts))
    yield from (text[cut.end() :].strip() for cut in cuts if 2 * cut.end() <= len(text))


def _title_in_page(page: Page, names: frozenset[str]) -> str | None:
    """The longest part of the title that stands alone in the page's text, if it says more than the site's name."""
    title = page_title(page)
    body = page.root.find("body")
    if body is None or not title:
        return None
    parts = {plain(part): part for part in [title, *_parts(title, LOOSE_BREAK)]}
    least = max(SHORTEST, SHARE_OF_TITLE * len(plain(title)))
    parts = {key: part for key, part in parts.items() if len(key) >= least and key not in names}
    room = max(map(len, parts), default=0) * 3 + ROOM
    shown = {plain(clean(text)) for text in body.itertext() if least <= len(text) <= room}
    best = max((part for key, part in parts.items() if key in shown), key=len, default=None)
    holder = element_of(page, best)  # whose text may go on behind a line break
    return parts.get(plain(text_of(holder)), best) if holder is not None else best


def _above_a_day(page: Page, names: frozenset[str]) -> str | None:
    """The first heading with a day right below it, on a page whose title only names the site or a section."""
    for heading in islice(page.root.iter("h2", "h3", "h4", "h5", "h6"), MOST_H1):
        text = text_of(heading)
        first, second = [*map(clean, _BEHIND(heading)), "", ""][:2]
        below = first if len(first) > LABEL else first + second
        if SHORTEST <= len(text) <= LONGEST and folded(text) not in names and DAY.search(below):
            return text
    return None
