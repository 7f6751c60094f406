"""The captions of pictures that no name and no tag calls so: the few words that share a box with a picture."""

from itertools import islice

from lxml import etree

from newscrawl.extract.body_names import HEADINGS
from newscrawl.extract.tree import Element

MOST_PICTURES = 100  # looked at in one text
LEVELS = 5  # ancestors of a picture within which its box is
LONGEST = 250  # characters of all that a box says of its picture
SHARE = 0.25  # of the text that captions may be: where there is more of them, they are what the page has to say
_LENGTH = etree.XPath("string-length(.)")
_NO_BOX = frozenset(("p", "li", "td", "blockquote", "article", "section", "main", *HEADINGS))


def captions(root: Element) -> frozenset[Element]:
    """The elements under ``root``, an article's text, that say what a picture shows."""
    found: set[Element] = set()
    size = 0
    for picture in islice(root.iter("img"), MOST_PICTURES):
        box, said = _box(picture, root)
        if said and next(box.iterdescendants(*HEADINGS), None) is None:
            within = {picture, *islice(picture.iterancestors(), LEVELS)}
            beside = [one for one in box.iterchildren() if one not in within]
            size += 0 if found.issuperset(beside) else said
            found.update(beside)
    return frozenset(found) if found and size <= SHARE * _LENGTH(root) else frozenset()


def _box(picture: Element, root: Element) -> tuple[Element, int]:
    """The innermost element around a picture that holds text, and how much if that is little, else 0."""
    for holder in islice(picture.iterancestors(), LEVELS):
        if holder is root or holder.tag in _NO_BOX:
            break
        if size := _size(holder):
            return holder, size if size <= LONGEST else 0
    return picture, 0


def _size(holder: Element) -> int:
    """The characters of text in an element, counted no further than to see that there are too many."""
    size = 0
    for text in holder.itertext():
        size += len(text.strip())
        if size > LONGEST:
            break
    return size
