"""What it means that a text contains a word, in any script.

Width, case and invisible characters do not count. In scripts that put spaces between words a word is found whole, or
by its beginning with ``*``; in those that do not (Chinese, Japanese, Korean, Thai, …) wherever its characters stand.
Several words are a phrase: they follow one another, whatever punctuation or space stands between.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import add

# Thai and Lao, Myanmar, Hangul, Khmer, kana and Bopomofo, Han, as ranges: a property's class takes six times as long
UNSPACED = (
    "\u0e01-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u3035\u3038-\u303c"
    "\u3041-\u30fa\u30fc-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
MARKS = (  # which sit on letters and are none to Python: accents, points of Hebrew and Arabic, vowels of India
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u07b0\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a03\u0a3c-\u0a51"
    "\u0a70-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bd7\u0c00-\u0c04\u0c3c-\u0c56\u0c81-\u0c83"
    "\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d57\u0d81-\u0d83\u0dca-\u0df3\u0f18-\u0fbc\u135d-\u135f\u1712-\u1753\u1ab0-\u1aff"
    "\u1b00-\u1b44\u1dc0-\u1dff\u20d0-\u20ff\ua8e0-\ua8f1\ufe20-\ufe2f"
)
LETTER = rf"[^\W_{UNSPACED}]"  # of a script with spaces, or a digit
UNITS = re.compile(f"([{UNSPACED}]+)|{LETTER}+(?:[{MARKS}]+{LETTER}*)*")
BEFORE, AFTER = f"(?<!{LETTER})(?<![{MARKS}])", f"(?!{LETTER}|[{MARKS}])"
BETWEEN = rf"(?:(?![{MARKS}{UNSPACED}])[\W_])"
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]+")
# what Chinese text is full of: it takes normalize() ten times as long as all the rest
WIDE = [(wide, unicodedata.normalize("NFKC", wide)) for wide in "，：；！？（）％～－…\u3000\u00a0"]

LONGEST_TOKEN = 64  # characters of a word that the index tells apart
MOST_TOKENS = 24  # of one term that the index is asked for
PAIR = "\ue001"  # before and between two words that follow one another


def fold(text: str) -> str:
    """A text in the form in which texts are compared."""
    if text.isascii():
        return text.lower()
    text = INVISIBLE.sub("", text)
    for wide, narrow in WIDE:
        text = text.replace(wide, narrow)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def tokens(folded: str) -> set[str]:
    """What stands in the index for a folded text: words and pairs of words; characters and pairs of characters."""
    found, before = set(), ""
    for match in UNITS.finditer(folded):
        unit = match[0]
        if match[1]:
            found.update(unit)
            found.update(map(add, unit, unit[1:]))
            before = ""
        else:
            word = unit[:LONGEST_TOKEN]
            found.add(word)
            if before:
                found.add(f"{PAIR}{before}{PAIR}{word}")
            before = word
    return found


@dataclass(frozen=True)
class Term:
    """A word or phrase that is looked for, as typed. Of ``prefix`` the last word may go on."""

    said: str
    prefix: bool = False

    @cached_property
    def units(self) -> list[tuple[str, bool]]:
        """(what stands together, whether it is of a script without spaces); empty: there is no letter and no digit."""
        return [(match[0], bool(match[1])) for match in UNITS.finditer(fold(self.said))]

    @cached_property
    def _pattern(self) -> re.Pattern:
        (first, unspaced), *others = self.units
        parts = ["" if unspaced else BEFORE, re.escape(first)]
        for unit, next_unspaced in others:
            # 5G 手机 and 5G手机 are spelled both ways
            parts += [BETWEEN, "+" if unspaced == next_unspaced else "*", re.escape(unit)]
            unspaced = next_unspaced
        parts.append("" if unspaced or self.prefix else AFTER)
        return re.compile("".join(parts))

    @cached_property
    def _plain(self) -> str | None:
        """The term, if it is no more than characters that stand together."""
        return self.units[0][0] if len(self.units) == 1 and self.units[0][1] else None

    def inside(self, folded: str) -> bool:
        """Whether a folded text contains the term."""
        if self._plain:
            return self._plain in folded
        return self.units[0][0] in folded and self._pattern.search(folded) is not None

    def count(self, folded: str) -> int:
        """How often a folded text contains the term."""
        return folded.count(self._plain) if self._plain else sum(1 for _ in self.spans(folded))

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where in a folded text the term stands: (begin, end), in characters."""
        return (match.span() for match in self._pattern.finditer(folded))

    def tokens(self) -> list[tuple[str, bool]]:
        """What every text that contains the term has in the index: (token, whether it is only its beginning)."""
        found, before = [], ""
        for unit, unspaced in self.units:
            if unspaced:
                found += [unit] if len(unit) == 1 else map(add, unit, unit[1:])
            else:
                word = unit[:LONGEST_TOKEN]
                found.append(f"{PAIR}{before}{PAIR}{word}" if before else word)
            before = "" if unspaced else unit[:LONGEST_TOKEN]
        asked = [(token, False) for token in found]
        if self.prefix and before:
            asked[-1] = (found[-1], True)
        return asked[:: 1 + len(asked) // MOST_TOKENS]
