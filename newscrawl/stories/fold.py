"""A text as it is compared: letters and digits only, one width, one case, simplified characters, no boilerplate."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from opencc import OpenCC

from newscrawl.stories.boilerplate import stripped

HAN = re.compile(r"[\u3400-\u9fff]")
WIDE = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7AF))  # Kana, Han, Hangul
LETTERS_PER_WIDE = 3  # a character of Chinese says about as much as so many letters
LONGEST = 60_000  # characters that are compared; what follows counts no more
BEYOND = 0xFFFF  # stands for all characters from here on: rare letters


@dataclass(frozen=True)
class Text:
    """A folded text. ``wide``: mostly of a script in which a character is about a word, so that spaces say nothing."""

    folded: str
    wide: bool

    @cached_property
    def chars(self) -> np.ndarray:
        return _codes(self.folded)

    @property
    def weight(self) -> int:
        """Its length, in characters of Chinese or what they are worth."""
        return len(self.folded) if self.wide else len(self.folded) // LETTERS_PER_WIDE


def read(body: str) -> Text:
    """Fold an article's text (paragraphs parted by line breaks)."""
    text = unicodedata.normalize("NFKC", body[:LONGEST])
    if HAN.search(text):
        text = _simplify().convert(text)
    codes = _codes("\n".join(stripped(text.split("\n"))).casefold())
    wide = sum(int(((codes >= first) & (codes <= last)).sum()) for first, last in WIDE)
    places = np.flatnonzero(_letters()[np.minimum(codes, BEYOND)])
    kept, is_wide = codes[places], wide * LETTERS_PER_WIDE * 2 > len(codes)
    if not is_wide:
        kept = _spaced(kept, places)
    return Text(kept.tobytes().decode("utf-32-le", "surrogatepass"), is_wide)


def _spaced(kept: np.ndarray, places: np.ndarray) -> np.ndarray:
    """One blank for whatever stood between letters, but none within a number."""
    digit = (kept >= ord("0")) & (kept <= ord("9"))
    parted = (np.diff(places) > 1) & ~(digit[:-1] & digit[1:])
    return np.insert(kept, np.flatnonzero(parted) + 1, np.uint32(ord(" ")))


def _codes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@cache
def _letters() -> np.ndarray:
    """Which characters are letters or digits."""
    table = np.fromiter((chr(code).isalnum() for code in range(BEYOND + 1)), bool, BEYOND + 1)
    table[BEYOND] = True
    return table


@cache
def _simplify() -> OpenCC:
    return OpenCC("t2s")
