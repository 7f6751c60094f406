"""Whether two texts are copies of one: by what they truly have in common, and by where they differ."""

import re
from dataclasses import dataclass

import numpy as np

from newscrawl.stories.fold import Text
from newscrawl.stories.grams import akin, hashes, signature

MATCHED = {True: 4, False: 12}  # characters in a row that two texts must share to count as common; True: wide
LONG_GAP = {True: 16, False: 40}  # as many in a row not shared were cut or added as a piece; fewer were changed
SHORT, LONG = 60, 200  # weight of texts that must agree nearly to the letter; of those that the usual limits are for
# limits, for a long text and for a short one
OF_LONGER = (0.53, 0.75)  # share of the longer text that is kept: over half, so that two texts in one join neither
OF_SHORTER = (0.65, 0.85)
CHANGED = (0.18, 0.08)  # share that was changed of what was neither cut nor added
NUMBERS_CHANGED = (0.35, 0.0)
PER_NUMBER = 120  # weight of text that counts as one number that agrees
NUMBER = re.compile(r"\d+")
NAME, OFTEN = {True: 2, False: 4}, 3  # characters, times: a change that is repeated is no slip, but another name


@dataclass(frozen=True)
class Side:
    """One of two texts: which of its characters are common, and which were changed rather than cut or added."""

    text: Text
    common: np.ndarray
    changed: np.ndarray

    @property
    def kept(self) -> float:
        """The share that the other has, too, be it with changes."""
        return float((self.common | self.changed).mean())

    @property
    def share_changed(self) -> float:
        changed = float(self.changed.sum())
        return changed / max(1.0, changed + float(self.common.sum()))

    def numbers(self, *, every: bool) -> list[str]:
        """Its numbers; unless ``every``, those that were not cut or added as part of a piece."""
        here = self.common | self.changed
        return [one[0] for one in NUMBER.finditer(self.text.folded) if every or here[one.start()]]


def agreement(one: Text, other: Text) -> float:
    """How much two texts have in common, from 0 to 1; 0 if they are not copies of one. Symmetric.

    What decides is the share of each that the other has, too (containment in the shorter, over half of the longer);
    then how much was changed within that; then numbers and names. Short texts need more of everything.
    """
    if one.folded == other.folded:
        return 1.0 if one.folded else 0.0
    if _hopeless(one, other):
        return 0.0
    shortness = min(1.0, max(0.0, (LONG - min(one.weight, other.weight)) / (LONG - SHORT)))
    sides = _sides(one, other)
    if not _enough_kept(sides, shortness) or not _numbers_agree(sides, shortness) or _renamed(sides, shortness):
        return 0.0
    return sum(float(side.common.sum()) for side in sides) / (len(one.folded) + len(other.folded))


def _hopeless(one: Text, other: Text) -> bool:
    """Whether lengths, or their sketches, tell that the rest need not be looked at."""
    size, lengths = MATCHED[one.wide], sorted((len(one.folded), len(other.folded)))
    if one.wide != other.wide or lengths[0] < OF_LONGER[0] * lengths[1] or lengths[0] < size:
        return True
    return not akin(signature(one).sketch, signature(other).sketch)


def _enough_kept(sides: tuple[Side, Side], shortness: float) -> bool:
    longer, shorter = sorted(side.kept for side in sides)
    # of the two the one with less: where much was cut, chance matches in what was cut look like changes
    changed = min(side.share_changed for side in sides)
    return (
        longer > _limit(OF_LONGER, shortness)
        and shorter >= _limit(OF_SHORTER, shortness)
        and changed <= _limit(CHANGED, shortness)
    )


def _numbers_agree(sides: tuple[Side, Side], shortness: float) -> bool:
    """Whether the numbers do; of a short text each must, of a long one most."""
    found = [side.numbers(every=shortness == 1.0) for side in sides]
    known = [set(numbers) for numbers in found]
    wrong = sum(number not in known[1] for number in found[0]) + sum(number not in known[0] for number in found[1])
    total = len(found[0]) + len(found[1]) + sum(side.text.weight for side in sides) / PER_NUMBER
    return wrong <= _limit(NUMBERS_CHANGED, shortness) * total


def _renamed(sides: tuple[Side, Side], shortness: float) -> bool:
    one, other = sides
    return _names_alone(one, other, shortness) and _names_alone(other, one, shortness)


def _names_alone(side: Side, other: Side, shortness: float) -> bool:
    """Whether something stands in changed places that the other never says: time and again, or as a flash's subject."""
    text, least = side.text.folded, NAME[side.text.wide]
    for start, end in zip(*_runs(side.changed), strict=True):
        said = text[start:end].strip()
        telling = text.count(said) >= OFTEN or (start == 0 and shortness > 0)
        if telling and len(said) >= least and said not in other.text.folded:
            return True
    return False


def _limit(limits: tuple[float, float], shortness: float) -> float:
    return limits[0] + (limits[1] - limits[0]) * shortness


def _sides(one: Text, other: Text) -> tuple[Side, Side]:
    size, gap = MATCHED[one.wide], LONG_GAP[one.wide]
    grams = hashes(one.chars, size), hashes(other.chars, size)
    common = _spread(_found(grams[0], grams[1]), size), _spread(_found(grams[1], grams[0]), size)
    return Side(one, common[0], _short_gaps(common[0], gap)), Side(other, common[1], _short_gaps(common[1], gap))


def _found(grams: np.ndarray, among: np.ndarray) -> np.ndarray:
    ordered = np.sort(among)
    places = np.searchsorted(ordered, grams)
    places[places == len(ordered)] = 0
    return ordered[places] == grams


def _spread(hits: np.ndarray, size: int) -> np.ndarray:
    """Which characters belong to an n-gram that was hit."""
    edges = np.zeros(len(hits) + size, np.int32)
    edges[: len(hits)] += hits
    edges[size:] -= hits
    return np.cumsum(edges)[:-1] > 0


def _short_gaps(common: np.ndarray, longest: int) -> np.ndarray:
    """The characters in runs of less than ``longest`` that are not common."""
    starts, ends = _runs(~common)
    short = ends - starts < longest
    marks = np.zeros(len(common) + 1, np.int32)
    marks[starts[short]] += 1
    marks[ends[short]] -= 1
    return np.cumsum(marks)[:-1] > 0


def _runs(marked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where runs of marked characters start and end."""
    edges = np.diff(np.concatenate(([0], marked, [0])).astype(np.int8))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
