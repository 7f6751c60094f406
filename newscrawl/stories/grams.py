"""Hashes of a text's n-grams, all at once, and the few of them that stand for it."""

from functools import cache, lru_cache

import numpy as np

from newscrawl.stories.fold import Text

BASE = 0x9E3779B97F4A7C15  # odd, so that nothing is lost modulo 2**64
MIXERS = ((31, 0xBF58476D1CE4E5B9), (29, 0x94D049BB133111EB))  # of splitmix64
SKETCHED = {True: 6, False: 18}  # characters of an n-gram, of wide scripts and of others: long enough to be rare
BANDS = 9
SAMPLE_OF = 8
SOME = 8 * BANDS  # hashes looked at: a text may repeat an n-gram


def bands(text: Text) -> list[int]:
    """What stands for a text: the BANDS n-grams with the lowest hashes, as signed 32-bit numbers, ascending.

    That is a bottom-k MinHash sketch in which each value is a band of its own: copies with a share J of their n-grams
    in common miss each other with a probability below (1 - J) ** BANDS. Rare n-grams make up for the single rows.
    """
    size = min(SKETCHED[text.wide], len(text.folded))
    if not size:
        return []
    found = hashes(text.chars, size)
    if len(found) > SOME:  # to sort all of a long text would take most of the time
        found = np.partition(found, SOME)[:SOME]
    lowest = np.array(sorted(set(found.tolist()))[:BANDS], np.uint64)
    return sorted(set((lowest >> np.uint64(32)).astype(np.uint32).astype(np.int32).tolist()))


@lru_cache(maxsize=200)
def sample(text: Text, size: int) -> set[int]:
    """One in SAMPLE_OF of a text's n-grams, the same ones in every text."""
    found = hashes(text.chars, size)
    return set(found[found % np.uint64(SAMPLE_OF) == 0].tolist())


def hashes(chars: np.ndarray, size: int) -> np.ndarray:
    """A 64-bit hash of each n-gram of ``size`` characters, in order; none if there are fewer characters."""
    count = len(chars) - size + 1
    if count < 1:
        return np.empty(0, np.uint64)
    part, width = chars.astype(np.uint64), 1  # hashes of runs of ``width`` characters, doubled from step to step
    whole, done = None, 0
    while True:
        if size & width:
            piece = part[done : done + count]
            whole = piece if whole is None else whole * _power(width) + piece
            done += width
        if done == size:
            return _mixed(whole)
        part = part[: len(part) - width] * _power(width) + part[width:]
        width *= 2


@cache
def _power(exponent: int) -> np.uint64:
    return np.uint64(pow(BASE, exponent, 2**64))


def _mixed(values: np.ndarray) -> np.ndarray:
    for shift, factor in MIXERS:
        values = (values ^ (values >> np.uint64(shift))) * np.uint64(factor)
    return values ^ (values >> np.uint64(32))
