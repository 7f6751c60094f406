"""A text as it is compared: letters and digits only, one width, one case, simplified characters, no boilerplate."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from opencc import OpenCC

from newscrawl.stories.boilerplate import stripped

WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
HAN = re.compile(r"[\u3400-\u9fff]")
SPACE_IN_NUMBER = re.compile(r"(?<=\d)[\W_]+(?=\d)")
LETTERS = re.compile(r"[^\W_]+")
LETTERS_PER_WIDE = 3  # a character of Chinese says about as much as so many letters
LONGEST = 60_000  # characters that are compared; what follows counts no more


@dataclass(frozen=True)
class Text:
    """A folded text. ``wide``: mostly of a script in which a character is about a word, so that spaces say nothing."""

    folded: str
    wide: bool

    @cached_property
    def chars(self) -> np.ndarray:
        return np.frombuffer(self.folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)

    @property
    def weight(self) -> int:
        """Its length, in characters of Chinese or what they are worth."""
        return len(self.folded) if self.wide else len(self.folded) // LETTERS_PER_WIDE


def read(body: str) -> Text:
    """Fold an article's text (paragraphs parted by line breaks)."""
    text = unicodedata.normalize("NFKC", body[:LONGEST])
    if HAN.search(text):
        text = _simplify().convert(text)
    text = "\n".join(stripped(text.split("\n")))
    wide = len(WIDE.findall(text)) * LETTERS_PER_WIDE * 2 > len(text)
    return Text(("" if wide else " ").join(LETTERS.findall(SPACE_IN_NUMBER.sub("", text.casefold()))), wide)


@cache
def _simplify() -> OpenCC:
    return OpenCC("t2s")
