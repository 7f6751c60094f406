"""Blocks as plain text and as HTML."""

from itertools import groupby

from newscrawl.extract.body_blocks import Block
from newscrawl.extract.body_space import CELL
from newscrawl.extract.sanitise import clean

_WRAPS = {"ul": "ul", "ol": "ol", "blockquote": "blockquote", "table": "table"}
MAX_ENTITIES = 100_000  # that ammonia copies, together with all text before it in a paragraph
_TOP_HEADING = "h2"  # the headline is the page's h1; within its text headings start below


def to_text(blocks: list[Block]) -> str:
    """Plain text: a blank line between paragraphs; items of one list and rows of one table on lines of their own."""
    parts: list[str] = []
    before = None
    for block in blocks:
        if not block.text:
            continue
        if before is not None:
            close = block.kind in ("li", "tr") and block.kind == before.kind and block.group is before.group
            parts.append("\n" if close else "\n\n")
        parts.append(block.text)
        before = block
    return "".join(parts)


def to_html(blocks: list[Block]) -> str | None:
    """The same as sanitised HTML, with the pictures between the paragraphs; None for far more than one."""
    parts: list[str] = []
    for group, members in groupby(blocks, key=lambda block: block.group):
        wrap = _WRAPS[group.tag] if group is not None else ""
        inner = "\n".join(_one(block, wrap) for block in members)
        parts.append(f"<{wrap}>{inner}</{wrap}>" if wrap else inner)
    html = "\n".join(parts)
    return clean(html) if html.count("&") <= MAX_ENTITIES else None


def _one(block: Block, wrap: str) -> str:
    if block.kind == "tr":
        cells = "".join(f"<td>{cell.strip()}</td>" for cell in block.html.split(CELL))
        return f"<tr>{cells}</tr>" if wrap == "table" else f"<p>{block.text}</p>"
    if wrap in ("ul", "ol"):
        return f"<li>{block.html}</li>"
    kind = {"h1": _TOP_HEADING, "li": "p", "img": "p"}.get(block.kind, block.kind)
    return f"<{kind}>{block.html}</{kind}>"
