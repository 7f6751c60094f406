"""The text of an article in the data that a page carries: its JSON-LD, and what its scripts would write into it."""

import json
import re
from html import escape, unescape

from lxml import etree
from lxml.html import HTMLParser

from newscrawl.extract.body_blocks import Block, read_blocks
from newscrawl.extract.body_names import PLAIN, is_hidden, judge
from newscrawl.extract.body_render import to_text
from newscrawl.extract.body_space import tidy
from newscrawl.extract.page import Page
from newscrawl.extract.tree import Element

WHOLE = 400  # characters of a text that may be an article
STUB = 100  # characters on a page that may be but a request to turn scripts on
MUCH = 2.5  # times the text on the page that the data must hold to be preferred
SHARED = 0.6  # of the page's own sentences that the data must hold too
MAX_TEXT = 1_000_000  # characters; a longer articleBody is none
MAX_SCRIPTS = 3_000_000  # characters of scripts looked at on one page
MAX_STRINGS = 40  # strings looked at in one script
_MARKUP = re.compile(r"<(?:p|br|div|h[2-6])\b", re.I)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*+)"', re.S)  # possessive: never tried again from within
_CUT_OFF = re.compile(r"(?:\.\.\.|…|\[\.\.\.\])\s*$")
_SENTENCE = re.compile(r"[^.!?。！？\n]{15,}")


def read_data(page: Page, base: str, seen: str) -> tuple[list[Block], str]:
    """The blocks of an article in a page's data, and "json-ld" or "script"; ([], "") where the page itself has it.

    ``seen`` is the text read from the page. The data must agree with it and hold much more; JSON-LD must be whole,
    and scripts are looked at only where there is little to see.
    """
    said = page.article_ld.get("articleBody")
    if isinstance(said, str) and max(WHOLE, MUCH * len(seen)) < len(said) < MAX_TEXT and not _CUT_OFF.search(said):
        blocks = _blocks(unescape(said), base)
        if _agree(seen, to_text(blocks)):
            return blocks, "json-ld"
    if len(seen) < WHOLE:
        blocks = max((_blocks(markup, base) for markup in _markup(page)), key=_size, default=[])
        if _size(blocks) > max(WHOLE, MUCH * len(seen)) and (len(seen) < STUB or _agree(seen, to_text(blocks))):
            return blocks, "script"
    return [], ""


def _agree(seen: str, said: str) -> bool:
    said = tidy(said)
    sentences = [tidy(sentence) for sentence in _SENTENCE.findall(seen)[:50]]
    return sum(sentence in said for sentence in sentences) >= SHARED * len(sentences)


def _blocks(text: str, base: str) -> list[Block]:
    if not _MARKUP.search(text):
        return [Block("p", line, escape(line, quote=False)) for line in map(tidy, text.split("\n")) if line]
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(f"<div>{text}</div>".encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return []
    return read_blocks(root, base, _beside) if root is not None else []


def _beside(element: Element) -> bool:
    return judge(element) < PLAIN or is_hidden(element)


def _size(blocks: list[Block]) -> int:
    return sum(len(block.text) - block.linked for block in blocks)


def _markup(page: Page) -> list[str]:
    """The strings of a page's scripts that are HTML with paragraphs, also those in JSON that is itself a string."""
    found: list[str] = []
    left = MAX_SCRIPTS
    for script in page.named("script"):
        text = script.text or ""
        left -= len(text)
        if left < 0:
            break
        for string in _strings(text):
            inner = _strings(string) if '":' in string else [string]
            found += filter(_MARKUP.search, inner)
    return found[:MAX_STRINGS]


def _strings(text: str) -> list[str]:
    found = []
    for match in _STRING.finditer(text):
        if match.end() - match.start() < WHOLE:
            continue
        try:
            found.append(json.loads(f'"{match[1]}"', strict=False))
        except ValueError:
            continue
        if len(found) >= MAX_STRINGS:
            break
    return found
