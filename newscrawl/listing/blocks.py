"""The repeated block of a list page that holds its articles, found by structure alone.

Links that stand on the same path of tags and classes are a group; what its links and their items look like (text as
long as a headline's, an address like an article's, a heading, a date beside it) decides which group is the list.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from statistics import fmean

from newscrawl.extract.page import Page
from newscrawl.extract.tree import Element
from newscrawl.listing.links import Link, Resolver, key
from newscrawl.listing.paths import Paths, weight
from newscrawl.listing.shapes import path_and_query, shape, worth
from newscrawl.urls import registrable

MAX_GROUPS = 12  # groups looked at closely
MAX_ITEM = 60  # nodes of one item read for its date and heading
CLIMB = 6  # levels from a link to the element of its item
GOOD = 2.0  # what a group's links must be worth on average; a plain headline with a plain article address is worth 2.5
DATE_TEXT = re.compile(
    r"\d{4}\s?[-/.年]\s?\d{1,2}|\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|(?<!\d)\d{1,2}[-/]\d{1,2}(?!\d)|\d{1,2}:\d{2}"
    r"|(?:秒|分钟|分鐘|小时|小時|天|日|時間|분|시간|일)\s?(?:前|전)"
    r"|\d{1,2}\.?\s?\w{3,10}\.?,?\s?\d{4}|\w{3,10}\.?\s\d{1,2},\s?\d{4}"
    r"|\b(?:ago|yesterday|today|vor \d|hace \d|il y a|назад|сегодня|вчера|gestern|heute|hoy|ayer|hier|ieri|oggi)\b",
    re.I,
)
ONLY_DATE = re.compile(rf"\W*(?:\w{{3,10}}\.? \d{{4}}|(?:{DATE_TEXT.pattern})[\s\d:.,-]*)\W*", re.I)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(eq=False)
class Group:
    """Links on one path. ``texts`` has each URL's longest text, ``score`` what the group is worth as the list."""

    path: int
    beside: bool
    links: list[Link] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, Element] = field(default_factory=dict)
    worths: dict[str, float] = field(default_factory=dict)
    told: float = 0.0
    quality: float = 0.0
    dated: float = 0.0
    headed: float = 0.0

    @property
    def score(self) -> float:
        return self.quality * math.log2(1 + min(len(self.texts), 60))


def find_articles(page: Page, resolve: Resolver, links: list[Link]) -> list[str]:
    """The URLs of the articles that the page lists, in page order; [] where nothing looks like a list of articles."""
    groups = _grouped(resolve, links)
    for group in groups:
        group.quality = _plain_quality(group)
    near = sorted((g for g in groups if g.quality > 0), key=lambda g: -g.score)[:MAX_GROUPS]
    for group in near:
        _look_closely(group)
    near = [group for group in near if group.quality >= GOOD and (group.told or group.headed > 0.5)]
    main = max((g for g in near if len(g.texts) > 1), key=lambda g: g.score, default=None)
    if main is None:
        return []
    chosen = _with_main(main, near, links)
    home = registrable(page.url)
    kept = {url for group in chosen for url in _members(group, home, group is main)}
    listed = {}
    for link in links:
        if link.url in kept:
            listed.setdefault(key(link.url), link.url)
    return list(listed.values())


def _grouped(resolve: Resolver, links: list[Link]) -> list[Group]:
    paths, groups = Paths(links), {}
    list_path = _path_of(resolve.page_url)
    worths: dict[str, float] = {}
    for link in links:
        if resolve.is_page(link.url):
            continue
        if link.url not in worths:
            worths[link.url] = worth(link.url, list_path)
        path, beside = paths.of(link.element)
        group = groups.get((path, beside)) or groups.setdefault((path, beside), Group(path, beside))
        group.links.append(link)
        if len(link.text) >= len(group.texts.get(link.url, "")):
            group.texts[link.url], group.anchors[link.url] = link.text, link.element
        group.worths[link.url] = worths[link.url]
    return list(groups.values())


def _path_of(url: str) -> str:
    """The list's path with a slash behind it, without what only says which of its pages this is."""
    return re.sub(r"(?:/(?:page/\d+|index\w*\.\w+))?/?$", "", path_and_query(url)[0]) + "/"


def _text_quality(text: str) -> float:
    if len(text) < 32 and ONLY_DATE.fullmatch(text):
        return 0.0
    return min(2.0, max(0.0, (weight(text) - 10) / 12))


def _plain_quality(group: Group) -> float:
    """What addresses and texts say alone."""
    texts = Counter(group.texts.values())
    if len(texts) > 0.5 * len(group.texts):  # "Read more" under every teaser is one text
        group.told = fmean(_text_quality(text) for text in group.texts.values())
    repeats = len(group.links) / len(group.texts)  # a channel's name beside each of its articles
    address = fmean(group.worths.values())
    return group.told + address - 2.0 * group.beside - min(1.0, 0.5 * (repeats - 1))


def _look_closely(group: Group) -> None:
    """Add what stands around the links: headings and dates in the items that repeat."""
    counts: Counter[Element] = Counter()
    for anchor in group.anchors.values():
        counts.update(islice(anchor.iterancestors(), CLIMB))
    dated = headed = 0
    for anchor in islice(group.anchors.values(), 60):
        item = anchor
        for one in islice(anchor.iterancestors(), CLIMB if len(group.anchors) > 1 else 2):
            if counts[one] > 1 or one.tag in ("body", "html"):
                break
            item = one
        has_date, has_heading = _traits(item, anchor)
        dated += has_date
        headed += has_heading
    seen = min(60, len(group.anchors))
    group.dated, group.headed = dated / seen, headed / seen
    group.quality += 1.2 * group.dated + group.headed


def _traits(item: Element, anchor: Element) -> tuple[bool, bool]:
    heading = dated = False
    for element in islice(item.iter(), MAX_ITEM):
        if element.tag in HEADINGS:
            heading = True
        elif element.tag == "time":
            dated = True
        elif not dated:
            for text in (
                element.text if element is not anchor else None,
                element.tail if element is not item else None,
            ):
                if text and len(text) < 200 and DATE_TEXT.search(text):
                    dated = True
    return dated, heading


def _with_main(main: Group, near: list[Group], links: list[Link]) -> list[Group]:
    """The main group and what is more of the same list: a lead story above it, teasers between with other classes.

    What follows behind the list is beside it ("most read"), unless the list is less than half of what the page has to
    offer: then the page is a front page of several lists.
    """
    same = [group for group in near if group is main or _is_alike(group, main)]
    offered = {url for group in same for url in group.texts}
    if len(main.texts) < 0.5 * len(offered):
        return same
    order = {link.element: place for place, link in enumerate(links)}
    end = max(order[anchor] for anchor in main.anchors.values())
    return [group for group in same if order[next(iter(group.anchors.values()))] <= end]


def _is_alike(group: Group, main: Group) -> bool:
    if group.beside and not main.beside:
        return False
    shapes = {shape(url) for url in main.texts}
    if sum(shape(url) in shapes for url in group.texts) < 0.5 * len(group.texts):
        return False
    plain_main = main.dated + main.headed < 0.5
    return plain_main or (max(group.headed, group.dated) > 0.5 and group.dated + group.headed >= 0.5 * main.dated)


def _members(group: Group, home: str, is_main: bool) -> list[str]:
    """The group's articles. Another site's page is one only in the main block, and if its address looks like one."""
    return [
        url
        for url, value in group.worths.items()
        if (group.texts[url] or group.headed > 0.5)
        and value > (-3 if registrable(url) == home else 0 if is_main else math.inf)
    ]
