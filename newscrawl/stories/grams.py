"""Hashes of a text's n-grams, all at once, and the few of them that stand for it."""

from functools import cache, lru_cache

import numpy as np

from newscrawl.items import Signature
from newscrawl.stories.fold import Text

BASE = 0x9E3779B97F4A7C15  # odd, so that nothing is lost modulo 2**64
MIXERS = ((31, 0xBF58476D1CE4E5B9), (29, 0x94D049BB133111EB))  # of splitmix64
SKETCHED = {True: 6, False: 18}  # characters of an n-gram, of wide scripts and of others: long enough to be rare
BANDS, SKETCH = 9, 28
LEAST = 5  # n-grams of their sketches that copies share: 99 in 100 of those that lack two fifths have seven or more
SOME = 4 * SKETCH  # hashes looked at: a text may repeat an n-gram


@lru_cache(maxsize=200)  # of those that an article is compared with, when they are compared in full
def signature(text: Text) -> Signature:
    """Of the SKETCH n-grams with the lowest hashes (a bottom-k MinHash) 16 bits each, and 32 of the first BANDS.

    Each of these is a band: copies with a share J of their n-grams in common have no band in common with a probability
    below (1 - J) ** BANDS.
    """
    size = min(SKETCHED[text.wide], len(text.folded))
    if not size:
        return Signature((), b"")
    found = hashes(text.chars, size)
    if len(found) > SOME:  # to sort all of a long text would take most of the time
        found = np.partition(found, SOME)[:SOME]
    lowest = np.unique(found)[:SKETCH]
    bands = (lowest[:BANDS] >> np.uint64(32)).astype(np.uint32).astype(np.int32)
    return Signature(tuple(dict.fromkeys(bands.tolist())), lowest.astype("<u2").tobytes())


def akin(one: bytes, other: bytes) -> bool:
    """Whether two sketches may be those of copies; they are if a text is too short to fill its own."""
    if min(len(one), len(other)) < 2 * SKETCH:
        return True
    return len(_numbers(one) & _numbers(other)) >= LEAST


def _numbers(sketch: bytes) -> set[int]:
    return set(np.frombuffer(sketch, "<u2").tolist())


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
