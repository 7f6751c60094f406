"""The language of searches: what people type, as a tree. It knows nothing of SQLite.

营商环境 北京            both
央行 OR 美联储           one or both; AND binds before OR, brackets before both
北京 -天气               the first without the second; so does 北京 NOT 天气
"white house"           in this order
econom*                 a word that begins so
"""

import re
from dataclasses import dataclass

from newscrawl.terms import Term

MOST_CHARACTERS, MOST_TERMS, DEEPEST = 1_000, 64, 20
QUOTES = {'"': '"', "“": "”", "”": "”", "＂": "＂", "「": "」", "『": "』"}
OPEN, CLOSE = "(（", ")）"
PIECE = re.compile(r"""\s*(?:
    (?P<minus>[-－](?=[^\s)）]))
  | (?P<bracket>[()（）])
  | (?P<quote>["“”＂「『])
  | (?P<word>[^\s()（）"“”＂「『]+)
)""", re.VERBOSE)  # fmt: skip


class QueryError(ValueError):
    """A search that can't be understood; the message is one line that says where and why."""


@dataclass(frozen=True)
class All:
    """Every one of ``parts``, and none of ``without``."""

    parts: tuple["Node", ...]
    without: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Any:
    """At least one of ``parts``."""

    parts: tuple["Node", ...]


Node = Term | All | Any


@dataclass(frozen=True)
class _Not:
    part: Node


def parse(text: str) -> Node:
    """The tree of a search. Raises QueryError."""
    if len(text) > MOST_CHARACTERS:
        raise QueryError(f"the search has {len(text):,} characters; {MOST_CHARACTERS:,} is the most")
    return _Parser(_pieces(text)).whole()


def found_in(node: Node, texts: list[str]) -> bool:
    """Whether an article with these folded texts is what the search asks for."""
    if isinstance(node, Term):
        return any(node.inside(text) for text in texts)
    if isinstance(node, Any):
        return any(found_in(part, texts) for part in node.parts)
    return all(found_in(part, texts) for part in node.parts) and not any(found_in(no, texts) for no in node.without)


def wanted(node: Node) -> list[Term]:
    """The terms that articles are to contain, not those that they must not; each once."""
    if isinstance(node, Term):
        return [node]
    return list(dict.fromkeys(term for part in node.parts for term in wanted(part)))


def positive(node: Node) -> Node:
    """The search without what is to be left out."""
    if isinstance(node, Term):
        return node
    parts = tuple(positive(part) for part in node.parts)
    return All(parts) if isinstance(node, All) else Any(parts)


def _pieces(text: str) -> list[tuple[str, str]]:
    """A search cut up: (and, or, not, open, close, term or prefix; what was typed)."""
    found, at = [], 0
    while match := PIECE.match(text, at):
        at = match.end()
        kind, said = match.lastgroup, match[match.lastgroup]
        if kind == "quote":
            end = text.find(QUOTES[said], at)
            if end < 0:
                raise QueryError(f"the quotation mark before {text[at : at + 20]!r} is not closed")
            kind, said, at = "term", text[at:end], end + 1
        elif kind == "bracket":
            kind = "open" if said in OPEN else "close"
        elif kind == "minus":
            kind = "not"
        elif said in ("AND", "OR", "NOT"):
            kind = said.lower()
        else:
            kind = "prefix" if said.endswith(("*", "＊")) else "term"
        if kind not in ("term", "prefix") or Term(said).units:  # punctuation alone is nothing to look for
            found.append((kind, said))
    if sum(kind in ("term", "prefix") for kind, _ in found) > MOST_TERMS:
        raise QueryError(f"the search has more than {MOST_TERMS} words")
    return found


class _Parser:
    """Reads the pieces once from left to right; each method takes what its rule says."""

    def __init__(self, pieces: list[tuple[str, str]]):
        self.pieces, self.at, self.depth = pieces, 0, 0

    def whole(self) -> Node:
        if not self.pieces:
            raise QueryError("nothing to look for: write a word")
        node = self._any()
        if self._next() == "close":
            raise QueryError("a bracket is closed that was not opened")
        if isinstance(node, _Not):
            raise QueryError("say what to look for, not only what to leave out")
        return node

    def _next(self) -> str | None:
        return self.pieces[self.at][0] if self.at < len(self.pieces) else None

    def _take(self, kind: str) -> bool:
        taken = self._next() == kind
        self.at += taken
        return taken

    def _any(self) -> Node | _Not:
        parts = [self._all()]
        while self._take("or"):
            parts.append(self._all())
        if len(parts) > 1 and any(isinstance(part, _Not) for part in parts):
            raise QueryError("beside OR say what to look for, not only what to leave out")
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _all(self) -> Node | _Not:
        parts = [self._one()]
        while self._take("and") or self._next() in ("not", "open", "term", "prefix"):
            parts.append(self._one())
        without = tuple(part.part for part in parts if isinstance(part, _Not))
        parts = tuple(part for part in parts if not isinstance(part, _Not))
        if not parts:
            return _Not(without[0] if len(without) == 1 else Any(without))
        return parts[0] if len(parts) == 1 and not without else All(parts, without)

    def _one(self) -> Node | _Not:
        kind, said = self.pieces[self.at] if self.at < len(self.pieces) else ("end", "")
        self.at += 1
        if kind in ("term", "prefix"):
            return Term(said, kind == "prefix")
        if kind in ("not", "open"):
            self.depth += 1
            if self.depth > DEEPEST:
                raise QueryError(f"brackets and NOT stand more than {DEEPEST} deep")
            node = self._one() if kind == "not" else self._bracket()
            self.depth -= 1
            if kind == "open":
                return node
            return node.part if isinstance(node, _Not) else _Not(node)
        before = self.pieces[self.at - 2][1] if self.at > 1 else None
        if kind == "end":
            raise QueryError(f"nothing follows {before!r}")
        raise QueryError(f"{said!r} stands where a word should" + (f", after {before!r}" if before else ""))

    def _bracket(self) -> Node | _Not:
        node = self._any()
        if not self._take("close"):
            raise QueryError("a bracket is not closed")
        return node
