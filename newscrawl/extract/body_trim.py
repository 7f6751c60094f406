"""Blocks that stand among the text of an article and are not part of it."""

from newscrawl.extract.body_blocks import HEADINGS, Block
from newscrawl.extract.body_lines import LINE_SIZE, SENTENCE_END, heads_others, is_caption_line, is_line, is_margin
from newscrawl.extract.ladder import plain

CAPTION = 160  # characters; what is longer below a picture is a paragraph
NAMES = 20  # characters; a shorter link among paragraphs may be one of a list of names
PROSE = 30  # characters of a block that ends like a sentence, to count as running text


def trim(blocks: list[Block], headline: str | None) -> list[Block]:
    """The blocks that are the article's own text, headings and pictures; ``headline`` is not repeated among them."""
    lines = [_is_line(block) for block in blocks]
    prose = [index for index, block in enumerate(blocks) if not lines[index] and is_prose(block)]
    first, last = (prose[0], prose[-1]) if prose else (0, len(blocks))
    title = plain(headline or "")
    kept: list[Block] = []
    before: Block | None = None
    listing = False
    for index, block in enumerate(blocks):
        outside = not first <= index <= last
        listing = (listing and block.kind in ("li", "img")) or (lines[index] and heads_others(block.text))
        out = (
            lines[index]
            or listing
            or is_links(block, outside or not prose)
            or (outside and "\n" not in block.text and is_margin(block.text))
            or _is_caption(block, before)
            or (index <= first and _is_title(block, title) and (len(prose) > 1 or block.kind in HEADINGS))
        )
        if not block.text or not out:
            kept.append(block)
        before = block
    return _without_open_end(kept)


def is_prose(block: Block) -> bool:
    """Whether a block is running text."""
    return (
        len(block.text) >= PROSE
        and block.kind not in HEADINGS
        and bool(SENTENCE_END.search(block.text[-8:]))
        and not is_links(block)
        and not is_margin(block.text)
    )


def is_links(block: Block, outside: bool = True) -> bool:
    """Whether a block is but a link to elsewhere; among the paragraphs (not ``outside``) short ones may be names."""
    size = len(block.text)
    if not size or size >= LINE_SIZE or block.linked * 2 < size:
        return False
    if (block.group is not None and block.group.tag == "blockquote") or (not outside and size < NAMES):
        return False
    return block.linked > 0.7 * size or not SENTENCE_END.search(block.text[-8:])


def _is_line(block: Block) -> bool:
    text = block.text
    if not text:
        return False
    return all(map(is_line, text.split("\n"))) if "\n" in text and len(text) <= LINE_SIZE else is_line(text)


def _is_caption(block: Block, before: Block | None) -> bool:
    return before is not None and before.kind == "img" and len(block.text) <= CAPTION and is_caption_line(block.text)


def _is_title(block: Block, title: str) -> bool:
    return block.kind == "h1" or (bool(title) and plain(block.text) == title)


def _without_open_end(blocks: list[Block]) -> list[Block]:
    """One or two headings at the end belong to what was left out; more are a list."""
    end = len(blocks)
    while end and (blocks[end - 1].kind in HEADINGS or not blocks[end - 1].text):
        end -= 1
    headings = sum(1 for block in blocks[end:] if block.text)
    return blocks[:end] if end and headings < 3 else blocks
