"""White space as people read it."""

import re

CELL = "\0"  # between two cells of a row; no page can hold it
_CJK = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"  # not Hangul: Korean puts spaces between words
_JOINT = re.compile(rf"(?<=[{_CJK}])[^\S\v]*[\n\r][^\S\v]*(?=[{_CJK}])")
INVISIBLE = "\u200b\u2060\ufeff\u00ad"  # marks of where a word may be broken, or must not be


def joined(text: str) -> str:
    """The text without line ends between two CJK characters; elsewhere a line end is a space."""
    return text if text.isascii() or not ("\n" in text or "\r" in text) else _JOINT.sub("", text)


def tidy(text: str) -> str:
    """One block's text: white space as read by people, without the gaps that line ends would leave between CJK."""
    if not text.isascii():
        text = joined(text)
        for character in INVISIBLE:
            text = text.replace(character, "")
    if CELL in text:
        return " | ".join(filter(None, (" ".join(cell.split()) for cell in text.split(CELL))))
    if "\v" in text:
        return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\v"))))
    return " ".join(text.split())
