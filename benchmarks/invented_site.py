"""Made-up news for crawl benchmarks: list pages and article pages, the same number always giving the same page."""

import gzip
import json
import random
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice
from pathlib import Path

PER_LIST = 100
NEWEST = datetime(2026, 6, 30, 10, tzinfo=UTC)
BETWEEN = timedelta(minutes=4, seconds=7)
SIZES = 16  # different page sizes, evenly spread over the range asked for
POOL = 4096  # sentences per language
COMMON = ("the", "of", "and", "to", "in", "a", "that", "for", "on", "with", "as", "was", "is", "at", "by")
HAN = "".join(map(chr, range(0x5200, 0x5200 + 600)))
COMMON_HAN = "的了在是和有为将上中与对"
ZONES = {"en": UTC, "zh": timezone(timedelta(hours=8))}
ARTICLE_PATH = re.compile(rb"/news/(?:\d{4}/\d\d/\d\d/)?(\d{6,9})\.html")
LIST_PATH = re.compile(rb"/(?:list/(\d{1,6})\.html)?")
LIST_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Latest news, page {0}</title></head><body>
<h1>Latest news</h1><ul class="posts">{1}</ul>{2}</body></html>"""
LIST_ITEM = '<li><a href="{0}">{1}</a> <time datetime="{2:%Y-%m-%dT%H:%M:%S%z}">{2:%H:%M}</time></li>\n'
NEXT_LINK = '<p class="pager"><a rel="next" class="next" href="/list/{0}.html">Next page</a></p>'
HEAD = """<!DOCTYPE html><html lang="{0}"><head><meta charset="utf-8"><title>{1} | Invented News</title>
<meta property="og:title" content="{1}"><meta name="description" content="{2}"><link rel="canonical" href="{3}">
<script type="application/ld+json">{4}</script>"""
ARTICLE = """<article><h1>{0}</h1><p class="byline">{1}
<time datetime="{2:%Y-%m-%dT%H:%M:%S%z}">{2:%Y-%m-%d %H:%M}</time></p>
<div class="story">{3}</div></article>"""
# Long attributes, because real news pages have about five elements to a KB.
WIDE = ", ".join(f"https://img.example/resize/{w}x{w * 9 // 16}/{{1}}.jpg {w}w" for w in range(240, 1700, 240))
TRACKED = 'data-track="module={0}&amp;position={1}&amp;event=click&amp;campaign=autumn&amp;experiment=control"'
CARD = f"""<div class="card card--horizontal card--with-image grid__item grid__item--third"><a href="{{0}}" {TRACKED}>
<figure class="card__figure"><img class="card__image" sizes="(min-width: 960px) 33vw, 100vw" srcset="{WIDE}" alt="">
</figure></a><div class="card__text"><h3 class="card__title"><a href="{{0}}">{{2}}</a></h3><span>{{3}}</span>
<button type="button" class="button button--icon button--quiet" data-id="{{4}}">+</button></div></div>"""
MENU_ITEM = f"""<li class="menu__item menu__item--level-2 menu__item--has-no-children" role="none">
<a class="menu__link" role="menuitem" href="https://www.example/topics/{{0}}" {TRACKED}>{{1}}</a></li>"""
BEFORE = '{0}</head><body><header><nav class="menu"><ul>{1}</ul></nav></header><main>'
AFTER = '<aside class="related">{0}</aside></main><footer><p>Invented News</p></footer>{1}</body></html>'


def dice(seed: object) -> random.Random:
    return random.Random(str(seed))  # noqa: S311


def invent_words(count: int) -> list[str]:
    """Different words of two or three syllables, always the same ones."""
    draw, found = dice("words"), {}
    while len(found) < count:
        syllables = (draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(draw.choice((2, 2, 3))))
        found["".join(syllables) + draw.choice(("", "", "n", "r", "s"))] = None
    return list(found)


WORDS = invent_words(1000)


def sentence(draw: random.Random, language: str) -> str:
    if language == "zh":
        parts = ["".join(draw.choices(HAN, k=draw.randint(3, 6))) for _ in range(draw.randint(4, 8))]
        joints = draw.choices([*COMMON_HAN, "，"], k=len(parts) - 1)
        return "".join(a + b for a, b in zip(parts, [*joints, "。"], strict=True))
    words = [draw.choice(COMMON if draw.random() < 0.4 else WORDS) for _ in range(draw.randint(9, 20))]
    words[len(words) // 2] += draw.choice((",", "", ""))
    return " ".join(words).capitalize() + "."


def sentences(language: str) -> list[str]:
    draw = dice(language)
    return [sentence(draw, language) for _ in range(POOL)]


class Site:
    """All answers, by path. ``language`` is en, zh or both (in turn); ``sizes`` is the range of page sizes in bytes."""

    content_type = "text/html; charset=utf-8"

    def __init__(self, articles: int, sizes: tuple[int, int], language: str):
        self.articles = articles
        self.languages = ("en", "zh") if language == "both" else (language,)
        self.pools = {tongue: sentences(tongue) for tongue in self.languages}
        low, high = sizes
        steps = [low + (high - low) * i // (SIZES - 1) for i in range(SIZES)]
        self.shells = {tongue: [self.shell(size, tongue) for size in steps] for tongue in self.languages}

    def answer(self, path: bytes) -> tuple[int, str, bytes]:
        """Status, content type and body for a path without query."""
        if path == b"/robots.txt":
            return 200, "text/plain", b"User-agent: *\nAllow: /\n"
        if found := LIST_PATH.fullmatch(path):
            page = self.list_page(int(found[1] or 1))
        else:
            found = ARTICLE_PATH.fullmatch(path)
            number = int(found[1]) if found else 0
            page = self.article(number) if 0 < number <= self.articles and path == self.path(number).encode() else None
        return (200, self.content_type, page) if page else (404, "text/plain", b"no such page\n")

    def language_of(self, number: int) -> str:
        return self.languages[number % len(self.languages)]

    def published(self, number: int) -> datetime:
        return (NEWEST - BETWEEN * number).astimezone(ZONES[self.language_of(number)])

    def path(self, number: int) -> str:
        return f"/news/{self.published(number):%Y/%m/%d}/{number:06d}.html"

    def headline(self, number: int) -> str:
        """Unique: the first three words, or four of the first eight characters, spell the number."""
        if self.language_of(number) == "zh":
            return "".join(HAN[number // 600**i % 600] + HAN[(number * 7 + i) % 600] for i in range(4)) + "最新进展公布"
        words = [WORDS[number // 1000**i % 1000] for i in range(3)] + dice(number).choices(WORDS, k=5)
        return " ".join(words).capitalize()

    def list_page(self, number: int) -> bytes | None:
        first = (number - 1) * PER_LIST + 1
        if not 0 < first <= self.articles:
            return None
        numbers = range(first, min(first + PER_LIST, self.articles + 1))
        items = "".join(LIST_ITEM.format(self.path(n), self.headline(n), self.published(n)) for n in numbers)
        more = NEXT_LINK.format(number + 1) if first + PER_LIST <= self.articles else ""
        return LIST_PAGE.format(number, items, more).encode()

    def article(self, number: int) -> bytes:
        language, draw = self.language_of(number), dice(-number)
        before, after = self.shells[language][draw.randrange(SIZES)]
        title, when, author = self.headline(number), self.published(number), " ".join(draw.choices(WORDS, k=2)).title()
        drawn = iter(draw.choices(self.pools[language], k=draw.randint(42, 80)))
        space = " " if language == "en" else ""
        text = "\n".join(f"<p>{space.join(group)}</p>" for group in iter(lambda: [*islice(drawn, 3)], []))
        said = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title}
        said |= {"datePublished": when.isoformat(), "author": {"@type": "Person", "name": author}}
        teaser = text.partition("</p>")[0][3:150]
        head = HEAD.format(language, title, teaser, self.path(number), json.dumps(said))
        return b"".join((head.encode(), before, ARTICLE.format(title, author, when, text).encode(), after))

    def shell(self, size: int, language: str) -> tuple[bytes, bytes]:
        """What stands before and after the text on a page of about ``size`` bytes: a third, and two thirds of it."""
        draw = dice(f"{size} {language}")
        room = max(0, size - 6000)  # an article's own text and head
        menu = fill(room // 12, lambda: MENU_ITEM.format(*draw.choices(WORDS, k=2)))
        early, late = (fill(room // 4, lambda: script(draw)) for _ in range(2))
        cards = fill(room - room // 12 - 2 * (room // 4), lambda: card(draw, draw.choice(self.pools[language])))
        return BEFORE.format(early, menu).encode(), AFTER.format(cards, late).encode()


def fill(size: int, make: Callable[[], str]) -> str:
    """What ``make`` returns, again and again, until it is ``size`` bytes of UTF-8."""
    parts, length = [], 0
    while length < size:
        parts.append(make())
        length += len(parts[-1].encode())
    return "\n".join(parts)


def script(draw: random.Random) -> str:
    data = {word: [draw.randrange(10**9), draw.choice(WORDS), {"on": True}] for word in draw.choices(WORDS, k=60)}
    return f"<script>window.{draw.choice(WORDS)} = {json.dumps(data)};</script>"


def card(draw: random.Random, teaser: str) -> str:
    link, image = f"/t/{draw.choice(WORDS)}/{draw.randrange(10**6)}", f"/img/{draw.randrange(10**6)}"
    return CARD.format(link, image, teaser[:60], draw.choice(WORDS), draw.randrange(10**9))


class RealPages(Site):
    """Files of a folder under the URLs of a made-up site."""

    content_type = "text/html"  # the pages say themselves how they are encoded

    def __init__(self, articles: int, folder: Path):
        self.articles, self.languages = articles, ("en",)
        self.files = [gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("*.html.gz"))]
        if not self.files:
            raise SystemExit(f"{folder}: no *.html.gz")

    def path(self, number: int) -> str:
        """Without a day, which would not be that of the page: to a reader, a reason to doubt all of its dates."""
        return f"/news/{number:06d}.html"

    def article(self, number: int) -> bytes:
        return self.files[(number - 1) % len(self.files)]
