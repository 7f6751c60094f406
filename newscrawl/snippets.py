"""Where in a text a search was found, and the piece of it that shows it best."""

import re
from dataclasses import dataclass

from newscrawl.query import Term
from newscrawl.terms import MARKS, fold

WIDTH = 110  # characters of a snippet
LEAD = 25  # of it, before what was found
WORD_REST = 15  # characters: so far off a cut is moved to a space
CLUSTER = re.compile(f"(?s).[{MARKS}\u1160-\u11ff\u3099\u309a\uff9e\uff9f]*")  # what may fold into one character


@dataclass(frozen=True)
class Snippet:
    """A piece of a text, in one line, and where in it something was found: [(begin, end)], in characters."""

    text: str
    marks: list[tuple[int, int]]

    def highlighted(self, before: str, after: str) -> str:
        """The text with every mark between two strings. Nothing is escaped."""
        parts, at = [], 0
        for begin, end in self.marks:
            parts += [self.text[at:begin], before, self.text[begin:end], after]
            at = end
        return "".join([*parts, self.text[at:]])


def whole(text: str, terms: list[Term]) -> Snippet:
    """All of a text, such as a headline."""
    return Snippet(_in_line(text), _merged([(begin, end) for begin, end, _ in _spans(text, terms)]))


def snippet(text: str, terms: list[Term], width: int = WIDTH) -> Snippet:
    """About ``width`` characters of a text where most of the terms stand together; its beginning if none does."""
    spans = _spans(text, terms)
    begin, end = _edges(text, _best(spans, width), width)
    marks = [(max(a, begin), min(b, end)) for a, b, _ in spans if a < end and b > begin]
    opening, closing = "…" if begin else "", "…" if end < len(text) else ""
    shift = len(opening) - begin
    return Snippet(opening + _in_line(text[begin:end]) + closing, _merged([(a + shift, b + shift) for a, b in marks]))


def _spans(text: str, terms: list[Term]) -> list[tuple[int, int, int]]:
    """(begin, end, number of the term) in the text as it stands, in order."""
    folded = fold(text)
    found = sorted((*span, n) for n, term in enumerate(terms) for span in term.spans(folded))
    if len(folded) == len(text) and all(fold(text[a:b]) == folded[a:b] for a, b, _ in found):
        return found
    places = []  # of each folded character, in the text
    for match in CLUSTER.finditer(text):
        places += [match.span()] * len(fold(match[0]))
    folded = "".join(fold(match[0]) for match in CLUSTER.finditer(text))
    found = sorted((*span, n) for n, term in enumerate(terms) for span in term.spans(folded))
    return [(places[a][0], places[b - 1][1], n) for a, b, n in found]


def _best(spans: list[tuple[int, int, int]], width: int) -> int:
    """Where the piece begins that holds the most different terms; of equals the first."""
    most, best = 0, 0
    for number, (begin, *_) in enumerate(spans[:200]):
        within = {n for _, end, n in spans[number : number + 50] if end <= begin + width - LEAD}
        if len(within) > most:
            most, best = len(within), begin
    return best


def _edges(text: str, found: int, width: int) -> tuple[int, int]:
    """The piece around a place, which does not begin or end within a word, and begins with a paragraph if it can."""
    if len(text) <= width:
        return 0, len(text)
    begin = max(0, found - LEAD)
    paragraph = text.rfind("\n", begin, found) + 1
    space = text.find(" ", begin, min(found, begin + WORD_REST)) + 1
    begin = paragraph or (space if begin else 0) or begin
    end = min(len(text), begin + width)
    cut = text.rfind(" ", end - WORD_REST, end) if end < len(text) else -1
    return begin, cut if cut > found else end


def _merged(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged = []
    for begin, end in marks:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif begin < end:
            merged.append((begin, end))
    return merged


def _in_line(text: str) -> str:
    """The text as long as it was, in one line, without what steers a terminal or turns its direction."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
