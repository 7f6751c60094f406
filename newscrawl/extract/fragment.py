"""HTML that is no page: what a feed says of an article, or the article itself as a feed carries it."""

import re
from html import escape

from newscrawl.extract.body_blocks import Block, read_blocks
from newscrawl.extract.body_names import NEVER, is_hidden, judge
from newscrawl.extract.body_render import to_html, to_text
from newscrawl.extract.body_trim import trim
from newscrawl.extract.ladder import clean
from newscrawl.extract.page import Page
from newscrawl.extract.tree import UnreadableError

END = re.compile(r"</(?:body|html)\s*>", re.I)  # behind which a parser would read nothing


def read_fragment(html: str, base: str, headline: str | None = None) -> tuple[str | None, str | None]:
    """(text, sanitised HTML) of an article's body given as HTML or as plain text with line ends; (None, None) for none.

    ``base`` is what addresses are relative to; ``headline`` is not repeated. Never raises, however broken it is.
    """
    blocks = trim(_blocks(html, base), headline)
    text = to_text(blocks)
    return (text, to_html(blocks)) if text else (None, None)


def line_of(html: str) -> str | None:
    """What HTML says, as one line of text; None for nothing."""
    if "<" not in html:
        return clean(html) or None
    return clean(" ".join(block.text for block in _blocks(html, ""))) or None


def from_text(text: str) -> str:
    """Plain text as HTML: what its lines are, paragraphs are."""
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())


def _blocks(html: str, base: str) -> list[Block]:
    whole = html if "<" in html else from_text(clean_lines(html))
    try:
        page = Page(f"<div>{END.sub('', whole)}</div>", base)
    except UnreadableError:
        return []
    return read_blocks(page.root, base, lambda element: judge(element) == NEVER or is_hidden(element))


def clean_lines(text: str) -> str:
    """The text with entities resolved, its line ends kept."""
    return "\n".join(map(clean, text.splitlines()))
