"""Whether two texts are copies of one: by what they truly have in common, and by where they differ."""

import re
from dataclasses import dataclass

import numpy as np

from newscrawl.stories.fold import Text
from newscrawl.stories.grams import hashes, sample

MATCHED = {True: 4, False: 12}  # characters in a row that two texts must share to count as common
LONG_GAP = {True: 16, False: 40}  # as many in a row not shared were cut or added as a piece; fewer were changed
SHORT, LONG = 60, 200  # weight of texts that must agree nearly to the letter; of those that the usual limits are for
# limits, for a long text and for a short one
OF_LONGER = (0.53, 0.75)  # share of the longer text that is kept: over half, so that two texts in one join neither
OF_SHORTER = (0.65, 0.85)
CHANGED = (0.18, 0.1)  # share that was changed of what was neither cut nor added
NUMBERS_CHANGED = (0.45, 0.0)
SAMPLED, LEAST_IN_SAMPLE = (
    50,
    0.15,
)  # n-grams in a sample that says something; the share of them that copies have at least
PER_NUMBER = 80  # weight of text that counts as one number that agrees
NUMBER = re.compile(r"\d+")
CONTEXT = 2  # characters before a number that must be the same, too, in a long text: 涨8 is not 跌8


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

    def numbers(self, *, exact: bool) -> list[str]:
        """Its numbers: all of them if ``exact``, else those that were not cut or added, with what stands before."""
        found = NUMBER.finditer(self.text.folded)
        if exact:
            return [one[0] for one in found]
        kept = self.common | self.changed
        return [self.text.folded[max(0, one.start() - CONTEXT) : one.end()] for one in found if kept[one.end() - 1]]


def agreement(one: Text, other: Text) -> float:
    """How much two texts have in common, from 0 to 1; 0 if they are not copies of one. Symmetric.

    What decides is the share of each that the other has, too (containment in the shorter, over half of the longer);
    then how much was changed within that; then the numbers. Short texts need more of everything.
    """
    if one.folded == other.folded:
        return 1.0 if one.folded else 0.0
    lengths = sorted((len(one.folded), len(other.folded)))
    if one.wide != other.wide or lengths[0] < OF_LONGER[0] * lengths[1] or lengths[0] < MATCHED[one.wide]:
        return 0.0
    if _hopeless(one, other):
        return 0.0
    shortness = _shortness(min(one.weight, other.weight))
    sides = _sides(one, other)
    shares = sorted(side.kept for side in sides)
    if shares[0] <= _limit(OF_LONGER, shortness) or shares[1] < _limit(OF_SHORTER, shortness):
        return 0.0
    # of the two the one with less: where much was cut, chance matches in what was cut look like changes
    if min(map(_changed, sides)) > _limit(CHANGED, shortness) or not _numbers_agree(sides, shortness):
        return 0.0
    return sum(float(side.common.sum()) for side in sides) / sum(lengths)


def _hopeless(one: Text, other: Text) -> bool:
    """Whether a sample of their n-grams has so little in common that the rest need not be looked at."""
    samples = [sample(text, MATCHED[text.wide]) for text in (one, other)]
    smaller = min(map(len, samples))
    return smaller >= SAMPLED and len(samples[0] & samples[1]) < LEAST_IN_SAMPLE * smaller


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
    edges = np.diff(np.concatenate(([0], ~common, [0])).astype(np.int8))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    short = ends - starts < longest
    marks = np.zeros(len(common) + 1, np.int32)
    marks[starts[short]] += 1
    marks[ends[short]] -= 1
    return np.cumsum(marks)[:-1] > 0


def _changed(side: Side) -> float:
    changed = float(side.changed.sum())
    return changed / (changed + float(side.common.sum()))


def _numbers_agree(sides: tuple[Side, Side], shortness: float) -> bool:
    """Whether the numbers do; of a short text each must, of a long one most."""
    lists = [side.numbers(exact=shortness == 1.0) for side in sides]
    known = [set(found) for found in lists]
    wrong = sum(number not in known[1] for number in lists[0]) + sum(number not in known[0] for number in lists[1])
    total = len(lists[0]) + len(lists[1]) + sum(side.text.weight for side in sides) / PER_NUMBER
    return wrong <= _limit(NUMBERS_CHANGED, shortness) * total


def _shortness(weight: int) -> float:
    """0 for a long text, 1 for a short one, and in between for those in between."""
    return min(1.0, max(0.0, (LONG - weight) / (LONG - SHORT)))


def _limit(limits: tuple[float, float], shortness: float) -> float:
    return limits[0] + (limits[1] - limits[0]) * shortness
