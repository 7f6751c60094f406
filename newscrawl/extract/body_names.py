"""What tags, classes and ids say about the part of a page that they stand on.

The words are those that many sites share; none belongs to one site. English is the common tongue of class names, so
there are few words of other languages. Names are taken apart into words at spaces, hyphens, underscores and camelCase.
"""

import re
from functools import lru_cache
from itertools import pairwise

from newscrawl.extract.tree import Element

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp rt ruby s samp small"
    " span strike strong sub sup time tt u var wbr".split()
)
# Never article text, whatever stands in them.
SILENT = frozenset(
    "script style noscript template iframe frame object embed svg math canvas video audio map button input select"
    " textarea datalist option progress dialog nav menu aside footer head title meta link rp figcaption caption".split()
)
SUSPECT = frozenset("form fieldset header".split())  # not article text, unless most of the page stands in them
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())  # named for their looks; their text tells more
_UNJUDGED = frozenset("html body main tr".split())  # named for the page or for their data

NEVER, DOUBTED, PLAIN, WANTED = range(4)


def _pairs(words: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(pair.split("-")) for pair in words.split())


# Never the article, however much text they hold: advertising, ways around the site, other stories, comments, consent.
_NEVER = frozenset(
    """ad ads adv advt adbox adslot dfp gpt taboola outbrain sponsored
    nav navi navigation menu breadcrumb breadcrumbs footer foot
    login signup register cta
    trending readmore readnext nextstory nextpost nextarticle alsoread seealso mostread morestories morenews
    sharebar sharebox sharetools sharelinks sharebuttons addthis sharethis followus
    disqus respond discuss comentarios commentaires kommentare commenti komentarze komentare reacties yorumlar
    gdpr privacy tuijian xiangguan remen pinglun
    offscreen invisible""".split()
)
_NEVER_BEGINS = (
    "advert", "sponsor", "related", "recommend", "recirc", "newsletter", "comments", "cookie", "consent",
)  # fmt: skip
_NEVER_PAIRS = _pairs(
    """sign-up read-more read-next read-also also-read also-like most-read most-popular most-viewed popular-posts
    popular-stories next-story next-post next-article interesting-articles other-articles other-stories more-stories
    more-news more-from more-on more-articles more-in see-also zie-ook lire-aussi
    leggi-anche lee-tambien lesen-auch siehe-auch follow-us call-to to-action sr-only visually-hidden screen-reader
    screenreader-text comment-list comment-form comment-area add-comment"""
)
_NEVER_WHOLE = ("comment ",)  # a first class that is just this; "has-comment" and the like stand on articles
# Beside the article on most pages; on a few, the article itself is called so: what a page sells, files or credits.
_DOUBTED = frozenset(
    """promo promos promotion banner pager pagination paging social comment share sharing
    tag tags taglist tagcloud topic topics keyword keywords category categories
    tool tools toolbar toolbox action actions print rss
    by byline bylines author authors bio contributor contributors credit credits caption captions legend legende
    date datetime dateline timestamp published pubdate meta kicker
    copyright disclaimer legal imprint subscribe subscription subscribers donate donation
    survey poll quiz rating ratings vote votes
    modal popup overlay tooltip toast lightbox
    player video videos audio podcast gallery slideshow carousel slider thumb thumbs
    widget widgets sidebar rail aside next prev previous hidden hide noprint skip
    infobox factbox factsbox faktaboks faktabox faktenbox sidebox linkbox biobox teaser teasers
    zebian bianji shengming qrcode erweima weixin fenxiang""".split()
)
_DOUBTED_PAIRS = _pairs(
    """no-print pop-up info-box fact-box fact-box side-box link-box article-info article-header article-footer
    article-tools post-info post-footer entry-footer entry-utility footnote-links"""
)
_QUOTED = ("tweet", "twitter", "quote", "embed")  # a post or a quotation set into an article belongs to it
_SUBJECTS = "article story post entry news page main text detail cms single body content".split()
_CONTENTS = "body text content contents copy detail main con inner well article".split()
_PREFIXES = ("", "c", "js", "l", "o")  # of class names that say what kind of rule they carry
_WHOLE = "artibody richtext body content text story article post entry prose zhengwen neirong articulo artikel".split()
# The text of an article is in what is called by a subject and a content, or, less surely, by one whole name.
_WANTED = frozenset(prefix + one + two for prefix in _PREFIXES for one in _SUBJECTS for two in _CONTENTS)
_WANTED_WHOLE = frozenset(prefix + name for prefix in _PREFIXES for name in _WHOLE)
# Names of what is said of a picture or a film, and of what stands in for text that must be paid for.
_CAPTIONS = tuple("caption image img photo picture media video gallery credit paywall foto bild".split())

MAX_NAMES = 400  # characters; a longer wall of class names says nothing further
_CAMEL = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")  # not within the random letters of generated names
# What of a name says what else is on the page, or is not, that a label is hidden, or which tool made the page.
_OTHER = re.compile(r"(?<![a-z])(?:has|not|with|without)-\S+|label-hidden|(?<=elementor)-widget")
_SUBJECT = ("category-", "tag-", "cat-", "topic-")  # begin a name made of the subject, beside one of _POST
_POST = ("hentry", "type-post")
_WORDS = re.compile(r"(?<![a-z0-9])[a-z]+(?![a-z]*\d\w{8})")  # not among the letters and digits of generated names
_HIDING = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden"
    r"|(?:font-size|line-height|height)\s*:\s*[01](?:px)?\s*(?:;|!|$))",
    re.I,
)


@lru_cache(maxsize=8192)
def _lower(names: str) -> str:
    lower = names.lower()
    return lower if lower == names else _CAMEL.sub("-", names).lower()


def _telling(names: str) -> str:
    """Without the names that speak of something else: of what the page has elsewhere, or of the article's subject."""
    if any(word in names for word in _POST):
        names = " ".join(name for name in names.split() if not name.startswith(_SUBJECT))
    return _OTHER.sub("", names)


@lru_cache(maxsize=8192)
def _judge(names: str) -> int:
    lower = _telling(_lower(names))
    words = _WORDS.findall(lower)
    pairs = set(pairwise(words)) if len(words) > 1 else ()
    if (
        not (_NEVER.isdisjoint(words) and _NEVER_PAIRS.isdisjoint(pairs))
        or lower.startswith(_NEVER_WHOLE)
        or (any(map(lower.__contains__, _NEVER_BEGINS)) and any(word.startswith(_NEVER_BEGINS) for word in words))
    ):
        verdict = NEVER
    elif _DOUBTED.isdisjoint(words) and _DOUBTED_PAIRS.isdisjoint(pairs):
        verdict = PLAIN
    else:
        verdict = DOUBTED
    joined = lower.replace("-", "").replace("_", "").split()
    if not _WANTED.isdisjoint(joined):
        return WANTED if verdict == PLAIN else PLAIN
    if not _WANTED_WHOLE.isdisjoint(joined):
        return WANTED if verdict == PLAIN else verdict + 1
    return PLAIN if verdict == DOUBTED and any(word in lower for word in _QUOTED) else verdict


def names_of(element: Element) -> str:
    """An element's class and id in lower case, camelCase taken apart by hyphens."""
    names, own = element.get("class"), element.get("id")
    return _lower(f"{names or ''} {own or ''}"[:MAX_NAMES]) if names or own else ""


def judge(element: Element) -> int:
    """What an element's class and id say: NEVER article text, DOUBTED, PLAIN (nothing) or WANTED."""
    names, own, tag = element.get("class"), element.get("id"), element.tag
    if not (names or own) or tag in _UNJUDGED:
        return PLAIN
    if tag in HEADINGS:
        return NEVER if _judge((names or "")[:MAX_NAMES]) == NEVER else PLAIN
    return _judge(f"{names or ''} {own or ''}"[:MAX_NAMES])


def is_caption(names: str) -> bool:
    """Whether ``names_of`` an element say that it belongs to a picture or to what is for sale."""
    return any(word in names for word in _CAPTIONS)


def is_hidden(element: Element) -> bool:
    """Whether the element's own attributes keep it from being seen."""
    if element.get("hidden") is not None or (element.get("aria-hidden") == "true" and element.tag != "p"):
        return True
    style = element.get("style")
    return bool(style and _HIDING.search(style))
