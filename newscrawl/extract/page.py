"""One page, parsed once: its tree, what its meta elements and its JSON-LD declare."""

import html as entities
import json
import re
from contextlib import suppress
from functools import cached_property

import orjson
from lxml import etree

from newscrawl.extract.sanitise import absolute
from newscrawl.extract.tree import Element, tree_of
from newscrawl.selectors import compiled
from newscrawl.source import Source

MAX_LD_NODES = 500  # JSON-LD nodes looked at on one page
ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|Posting)$")
LAST_COMMA = re.compile(r",(\s*[}\]])")  # which JSON does not allow
NAMED = ("base", "h1", "h2", "h3", "link", "meta", "script", "title")  # asked for again and again
TELLING = frozenset(("headline", "datePublished", "articleBody"))  # properties of the node that is this article
CUT = "newscrawl-cut"  # what elements are called on their way out

WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$"
)  # what JSON-LD is put into


class Page:
    """A parsed page. Raises UnreadableError when there is nothing to parse.

    ``root`` is the lxml tree (without comments and processing instructions); whoever cuts from it cuts for all.
    """

    def __init__(self, html: bytes | str, url: str, source: Source | None = None, encoding: str | None = None):
        self.url, self.source = url, source
        self.root = tree_of(html, url, encoding, source.language if source else None)

    def declared(self, selectors: tuple[str, ...]) -> list[Element | str]:
        """What the first of a source's selectors that matches anything matches: elements or strings, in page order."""
        for selector in selectors:
            found = compiled(selector)(self.root)
            found = found if isinstance(found, list) else [str(found)]
            if found:
                return found
        return []

    def cut(self, selectors: tuple[str, ...]) -> None:
        """Take the elements that a source's ``remove`` names out of the tree, keeping the text behind them."""
        for selector in selectors:
            self.__dict__.pop("_named", None)
            for element in compiled(selector)(self.root):
                if isinstance(element, Element) and element.getparent() is not None:
                    element.tag = CUT
            etree.strip_elements(self.root, CUT, with_tail=False)

    def named(self, tag: str) -> list[Element]:
        """The elements of one of the tags NAMED, in page order; one walk through the page finds them all."""
        return self._named[tag]

    @cached_property
    def _named(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {tag: [] for tag in NAMED}
        for element in self.root.iter(*NAMED):
            found[element.tag].append(element)
        return found

    @cached_property
    def base(self) -> str:
        """What relative addresses on the page are relative to: its ``<base href>``, else its own URL."""
        found = (absolute(base.get("href"), self.url) for base in self.named("base"))
        return next(filter(None, found), self.url)

    @cached_property
    def meta(self) -> dict[str, list[str]]:
        """Contents of the page's meta elements by lower-case name, property, itemprop or http-equiv."""
        found: dict[str, list[str]] = {}
        for element in self.named("meta"):
            said = dict(element.items())
            content = said.get("content", "").strip()
            for attribute in ("name", "property", "itemprop", "http-equiv"):
                name = said.get(attribute)
                if name and content:
                    found.setdefault(name.strip().lower(), []).append(content)
        return found

    def first_meta(self, *names: str) -> str | None:
        """The first content found under the names, in the order of the names."""
        return next((self.meta[name][0] for name in names if name in self.meta), None)

    @cached_property
    def json_ld(self) -> list[dict]:
        """Every JSON-LD node of the page, @graph and nesting by mainEntity flattened, in page order."""
        nodes: list[dict] = []
        for script in self.named("script"):
            if "ld+json" in (script.get("type") or "").lower():
                _flatten(_loads(script.text or ""), nodes)
        return nodes

    @cached_property
    def article_ld(self) -> dict:
        """The JSON-LD node that describes this article; {} where there is none."""
        articles = [node for node in self.json_ld if any(map(ARTICLE_TYPE.search, types_of(node)[-1:]))]
        articles = articles or [node for node in self.json_ld if any(map(ARTICLE_TYPE.search, types_of(node)))]
        return max(articles, key=lambda node: len(node.keys() & TELLING), default={})


def types_of(node: dict) -> list[str]:
    """The @type of a JSON-LD node as a list of names."""
    said = node.get("@type") or []
    return [str(t) for t in said] if isinstance(said, list) else [str(said)]


def _loads(text: str) -> object:
    """JSON as pages have it: with raw newlines, in CDATA or comments, with a semicolon behind it, or with entities."""
    with suppress(ValueError):
        return orjson.loads(text)
    for mended in (str, _unwrapped, _unescaped, _without_last_commas):
        with suppress(ValueError, RecursionError):
            return json.loads(mended(text), strict=False)
    return None


def _unwrapped(json_ld: str) -> str:
    return WRAPPING.sub("", json_ld).strip()


def _unescaped(json_ld: str) -> str:
    return entities.unescape(_unwrapped(json_ld))


def _without_last_commas(json_ld: str) -> str:
    return LAST_COMMA.sub(r"\1", _unwrapped(json_ld))


def _flatten(value: object, nodes: list[dict], depth: int = 0) -> None:
    if depth > 5 or len(nodes) >= MAX_LD_NODES:  # deep enough for @graph in a list with mainEntity
        return
    if isinstance(value, list):
        for one in value:
            _flatten(one, nodes, depth + 1)
    elif isinstance(value, dict):
        nodes.append(value)
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), dict | list):
                _flatten(value[key], nodes, depth + 1)
