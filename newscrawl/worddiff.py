"""What changed between two texts, word by word; Chinese and its like, which put no spaces, character by character."""

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

Piece = tuple[str, str]

# Han, Kana, Thai, Lao, Khmer
UNSPACED = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u0e00-\u0eff\u1780-\u17ff"
TOKEN = re.compile(rf"\s+|[{UNSPACED}]|\d+(?:[.,:]\d+)*|[^\W\d_{UNSPACED}]+|.")
SENTENCE = re.compile(r"(?s).+?(?:[\n。！？；]+|[.!?](?=\s)|\Z)")
TOO_LONG = 30_000_000  # pairs of tokens in a stretch without a common sentence: beyond, it is replaced as a whole
CRUMB = 2  # characters that two texts have in common between changes by chance
REMOVED, ADDED, PLAIN = "\x1b[31;9m", "\x1b[32m", "\x1b[0m"


def diff(old: str, new: str) -> list[Piece]:
    """Pieces (kind, text) with kind "same", "removed" or "added", in reading order; no two neighbours are of a kind.

    "same" and "removed" together are ``old``, "same" and "added" together are ``new``, to the character.
    """
    pieces: list[Piece] = []
    olds, news = SENTENCE.findall(old), SENTENCE.findall(new)
    for tag, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        before, after = "".join(olds[a:b]), "".join(news[c:d])
        pieces += [("same", before)] if tag == "equal" else _by_tokens(before, after)
    return list(_joined(_without_crumbs(list(_joined(pieces)))))


def _by_tokens(old: str, new: str) -> Iterator[Piece]:
    olds, news = TOKEN.findall(old), TOKEN.findall(new)
    if len(olds) * len(news) > TOO_LONG:
        yield from (("removed", old), ("added", new))
        return
    for tag, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(olds[a:b])
        else:
            yield from (("removed", "".join(olds[a:b])), ("added", "".join(news[c:d])))


def _without_crumbs(pieces: list[Piece]) -> Iterator[Piece]:
    """A character or a blank that stayed between two changes reads better as part of them."""
    for at, (kind, text) in enumerate(pieces):
        inside = 0 < at < len(pieces) - 1
        if kind == "same" and inside and "\n" not in text and _is_crumb(text, pieces[at - 1][1], pieces[at + 1][1]):
            yield from (("removed", text), ("added", text))
        else:
            yield kind, text


def _is_crumb(text: str, before: str, after: str) -> bool:
    return text.isspace() or (len(text) <= CRUMB and not text.isascii() and min(len(before), len(after)) > CRUMB)


def _joined(pieces: list[Piece] | Iterator[Piece]) -> Iterator[Piece]:
    """Between two same pieces at most one removed and one added piece, none empty."""
    held = {"same": "", "removed": "", "added": ""}
    for kind, text in pieces:
        if text and (kind == "same") == bool(held["removed"] or held["added"]) and any(held.values()):
            yield from ((name, said) for name, said in held.items() if said)
            held = dict.fromkeys(held, "")
        held[kind] += text
    yield from ((name, said) for name, said in held.items() if said)


def render(pieces: list[Piece], *, colour: bool, context: int = 60) -> str:
    """For a terminal: removed struck out in red, added in green; without ``colour`` as [-removed-]{+added+}.

    Of what is the same only ``context`` characters stand around a change. Control characters are left out.
    """
    marks = {"removed": (REMOVED, PLAIN), "added": (ADDED, PLAIN)} if colour else {}
    marks = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")} | marks
    shown = []
    for at, (kind, text) in enumerate(pieces):
        head, tail = (context if at else 0), (context if at < len(pieces) - 1 else 0)
        said = _shortened(text, head, tail) if kind == "same" else text
        before, after = marks[kind]
        shown.append(before + _printable(said) + after)
    return "".join(shown)


def _shortened(text: str, head: int, tail: int) -> str:
    """The beginning and the end of a text, each cut at ``head`` and ``tail`` characters."""
    if len(text) <= head + tail + CRUMB:
        return text
    return f"{text[:head]} … {text[len(text) - tail :]}"


def _printable(text: str) -> str:
    """Without what a terminal would obey: control characters, and marks that turn the direction of writing."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
