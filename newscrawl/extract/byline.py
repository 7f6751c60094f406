"""Authors and outlets that the lines around an article show without a label: marked elements and forms of words."""

import re
from functools import lru_cache
from itertools import islice

from newscrawl.extract.ladder import clean, plain
from newscrawl.extract.lines import LONG, Around, Line
from newscrawl.extract.people import BY, HAN, people, person, split_names
from newscrawl.extract.provenance import ENDING, LABEL, LAST, LONGEST_OUTLET, NO_OUTLET, outlet
from newscrawl.extract.tree import Element

_MEDIA = "网|網|报|報|社|日报|晚报|时报|早报|商报|周刊|杂志|电视台|广播|卫视|客户端|传媒"
_SECTIONS_TOO = "新闻|新聞|财经|科技|在线|发布|观察|头条|资讯"
OUTLET = re.compile(rf"[\w·•-]{{0,16}}?[{HAN}](?:{_MEDIA})(?:[-·—]\w{{2,8}})?")
OUTLET_BY_DATE = re.compile(OUTLET.pattern.replace(_MEDIA, f"{_MEDIA}|{_SECTIONS_TOO}"))  # beside a date no section is
DATE = re.compile(r"(?:19|20)\d\d\s?[-年./]")
SOURCE_MARK = re.compile(r"(?:^|[\s_-])(?:source|media|origin|laiyuan|copyfrom)(?:$|[\s_-])", re.I)
MOMENT = re.compile(r"\W*(?:19|20)\d\d\s?[-年./]\s?\d{1,2}\s?[-月./]\s?\d{1,2}\s?日?[\s\d:：]*\W*")
AUTHOR_MARK = re.compile(
    r"author|byline|autor(?!i[sz])|auteur|nickname|writer|journalist|forfatter|skribent|reporter|signature|yazar|penulis"
    r"|(?:^|[\s_-])firma(?:$|[\s_-])",
    re.I,
)
NO_NAME_MARK = re.compile(
    r"bio|desc|date|time|role|job|share|follow|image|img|photo|social|related|comment|title|headline", re.I
)
PARTED = re.compile(r"\s[|•·]\s")
# a date behind a name: "By Ann Lee Monday, May 6, 2024", "By Ann Lee on 6 May", "BY ANN LEE 5/6/24 9:19 PM"
WHEN = re.compile(
    r"[\s,–-]+(?:on\s+)?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]*\s+)?"
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[.,]*\s+)?\d.*",
    re.I,
)
STRESSED = frozenset(("strong", "b", "em", "i"))
PICTURES = frozenset(("figure", "figcaption"))  # whose authors are photographers
_NO_ACCOUNT = "新闻|要闻|频道|资讯|栏目|正文|首页|专题|专栏|评论|阅读|打印|收藏"  # sections, and what readers can do
ACCOUNT = re.compile(rf"(?=\w*[{HAN}])[^\W\d]{{3,16}}(?<!{_NO_ACCOUNT})")
_INNER = r"[^（()）【】［］\[\]]"
REPORTER = re.compile(rf"[（(【［\[]{_INNER}{{0,20}}?(?:记者|通讯员|作者)\s*[:：]?\s*({_INNER}{{2,40}})[)）】］\]]")
REPORTER_LINE = re.compile(
    r"[^\w（(]{0,3}(?P<outlet>[\w·]{0,14}?)(?:特约|见习|实习|首席)?记者\s*[:：|｜丨]?\s*"
    r"(?P<names>[^，。！？,;；]{2,40}?(?<![摄图影]))(?:报道)?"
)
NAME_AND_OUTLET = re.compile(rf"(?P<names>[{HAN}、 ]{{2,20}})\s?[/／]\s?(?P<outlet>[\w·]{{2,16}})")
SIGNATURE = re.compile(rf"[（(]([{HAN}·]{{2,4}}(?:[、 ][{HAN}·]{{2,4}}){{0,3}})[)）]$")
AGENCY = re.compile(r"\W{0,3}(新华社|中新社|中新网|人民网|央视网|新华网)[^，。：]{0,24}?(?:电|讯|消息)")


def marked_outlet(around: Around) -> str | None:
    """The outlet that stands above the story without a label: marked as its source, or an outlet by its name, or with
    nothing but a moment beside it."""
    title = plain(around.headline or "")
    for line in around.top if around.has_han else ():
        if len(line.text) > LONG:
            return None
        kinds = OUTLET_BY_DATE if DATE.search(line.text) else OUTLET
        for piece, element in line.pieces if plain(line.text) != title else ():
            text = clean(piece)
            if 2 <= len(text) <= LONGEST_OUTLET and _shows_outlet(text, element, kinds) and (name := outlet(text)):
                return name
        if name := _beside_moment(line):
            return name
    return None


def _beside_moment(line: Line) -> str | None:
    """An account's name, followed by a moment and nothing else, unless it is a person's or a section's."""
    *before, last = [text for piece, _ in line.pieces if (text := clean(piece))] or [""]
    names = [text for text in before if not NO_OUTLET.fullmatch(text)]
    if len(names) != 1 or not (ACCOUNT.fullmatch(names[0]) and MOMENT.fullmatch(last)):
        return None
    return outlet(names[0]) if not person(names[0], sure=False) else None


def _shows_outlet(text: str, element: Element, kinds: re.Pattern) -> bool:
    if not re.search(rf"[{HAN}]", text) or LABEL.search(text):
        return False
    # an account's name stands where an author's would
    by_mark = SOURCE_MARK.search(_marks(element)) or (_is_authors(element) and not person(text, sure=False))
    return bool(kinds.fullmatch(text) or (by_mark and not re.search(r"\d", text)))


def byline(around: Around, site: frozenset[str]) -> list[str]:
    """The people in elements above the story that are marked as the author's, else in what begins with "By" on a line
    or between its bars."""
    lines = [line for line in around.top if len(line.text) <= LONG and not LABEL.search(line.text)]
    pieces = [clean(text) for line in lines for text, element in line.pieces if text.strip() and _is_authors(element)]
    if found := people(pieces, site, sure=False):
        return found
    parts = (part for line in around.top if len(line.text) <= 2 * LONG for part in PARTED.split(line.text))
    texts = (part for part in parts if len(part) <= LONG and BY.match(part) and not LABEL.search(part))
    return next(filter(None, (people([WHEN.sub("", text)], site, sure=False) for text in texts)), [])


def signed(around: Around, site: frozenset[str]) -> list[str]:
    """The people whose names, in bold or italics, are all of a line above the story or of one of its last two lines."""
    for line in around.top + around.inside[-2:]:
        if len(line.text) <= LONG and all(_is_stressed(element) for text, element in line.pieces if text.strip()):
            found = people([line.text], site, sure=False)
            if found and len(found) == len(split_names(line.text)):
                return found
    return []


def reporters(around: Around, site: frozenset[str]) -> tuple[list[str], str | None]:
    """The people whom the story itself names as its reporters, and the outlet it names with them.

    The forms: 新华社北京1月1日电, with （记者张三） or without; a line 某某日报记者 张三; a line 张三/某某日报; and
    （张三） behind the last paragraph.
    """
    if not around.has_han:
        return [], None
    for line in around.top + around.inside[-LAST:]:
        for form in (REPORTER.search(line.text[:LONG]), REPORTER.search(line.text[-ENDING:])):
            if form and (found := people([form[1]], site)):
                agency = AGENCY.match(line.text)
                return found, agency[1] if agency else None
        form = REPORTER_LINE.fullmatch(line.text) or NAME_AND_OUTLET.fullmatch(line.text)
        if form and (found := people([form["names"]], site, sure=False)):
            return found, form["outlet"] if OUTLET_BY_DATE.fullmatch(form["outlet"]) else None
    signatures = filter(None, (SIGNATURE.search(line.text) for line in reversed(around.inside[-LAST:])))
    agencies = filter(None, (AGENCY.match(line.text) for line in around.top if len(line.text) > LONG))
    names = next(filter(None, (people([form[1]], site, sure=False) for form in signatures)), [])
    return names, next((agency[1] for agency in agencies), None)


def _is_stressed(element: Element) -> bool:
    return any(near.tag in STRESSED for near in (element, *islice(element.iterancestors(), 1)))


def _is_authors(element: Element) -> bool:
    """Whether an element or one of the three around it is marked as the author's."""
    marked = False
    for near in (element, *islice(element.iterancestors(), 3)):
        says = _says_author(_marks(near)) if not marked and near.keys() else None
        if near.tag in PICTURES or says is False or "caption" in near.get("class", ""):
            return False
        marked = marked or bool(says)
    return marked


@lru_cache(maxsize=8192)
def _says_author(marks: str) -> bool | None:
    """Whether an element's names call it the author's; None if they say nothing of it."""
    return False if NO_NAME_MARK.search(marks) else AUTHOR_MARK.search(marks) is not None or None


def _marks(element: Element) -> str:
    return " ".join(element.get(name) or "" for name in ("class", "id", "rel", "itemprop"))
