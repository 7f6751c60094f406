"""Which copies make a story: the same ones in whatever order they arrive.

Articles have an order of their own, by the time they were published. Each asks the origins before it; the one that it
agrees with most is its origin, and with none it is an origin itself. So a story is an origin with the copies that agree
with it: no text joins two that do not agree, and what an article belongs to depends on nothing but what stands before.
"""

from heapq import heapify, heappop, heappush
from typing import Protocol

Key = tuple[str, str, int]  # when published, URL, id


class Book(Protocol):
    """What grouping asks of whoever keeps the articles, by their ids."""

    def key(self, article_id: int) -> Key: ...
    def agreement(self, one: int, other: int) -> float: ...
    def origins_near(self, article_id: int) -> list[int]:
        """Origins that may agree with an article."""

    def all_near(self, article_id: int) -> list[int]:
        """Likewise of all articles."""

    def origin(self, article_id: int) -> int | None:
        """None: it was not asked about before."""

    def copies(self, origin: int) -> list[int]: ...
    def assign(self, article_id: int, origin: int) -> None: ...


def settle(book: Book, articles: list[int]) -> None:
    """Find the origins of articles that are new or changed, and of all that this makes others."""
    waiting = [(book.key(one), one) for one in set(articles)]
    heapify(waiting)
    queued = {one for _, one in waiting}
    while waiting:
        key, one = heappop(waiting)
        for other in _moved_by(book, one, key):
            if other not in queued:
                queued.add(other)
                heappush(waiting, (book.key(other), other))


def _moved_by(book: Book, one: int, key: Key) -> list[int]:
    """Settle one article; returns the later ones that this moves, because it became an origin or is none any more."""
    before, origin = book.origin(one), _origin_of(book, one, key)
    if origin != before:
        book.assign(one, origin)
    if before == one and origin != one:
        return book.copies(one)
    if before != one and origin == one:
        return [other for other in book.all_near(one) if book.key(other) > key and book.agreement(one, other)]
    return []


def _origin_of(book: Book, one: int, key: Key) -> int:
    earlier = [other for other in book.origins_near(one) if other != one and book.key(other) < key]
    agreeing = [(book.agreement(one, other), other) for other in sorted(earlier, key=book.key)]
    share, best = max(agreeing, key=lambda pair: pair[0], default=(0.0, one))
    return best if share else one
