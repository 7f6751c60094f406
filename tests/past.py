"""A source's past, played run by run on a real database, in made-up time."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from newscrawl.health import Subject, Verdict, examine
from newscrawl.store import Store

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 10, 12, tzinfo=SHANGHAI)  # no public holiday in the five weeks from here
FIELDS = ("headline", "article_body", "date_published", "authors")


class Past:
    """One source, crawled every hour: ``rate`` says how many articles are to be expected of the hour it is given."""

    def __init__(self, folder: Path, rate: Callable[[datetime], float], every: int = 3600, seed: int = 1, **subject):
        self.store, self.random, self.rate = Store(folder / "news.db"), random.Random(seed), rate  # noqa: S311
        self.name = subject.pop("name", "s")
        self.subject = Subject(self.name, every=every, timezone="Asia/Shanghai", **subject)
        self.now = MONDAY

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.store.close()

    def at(self, weeks: int = 0, days: int = 0, hours: float = 0) -> datetime:
        """A moment, counted from MONDAY."""
        return MONDAY + timedelta(weeks=weeks, days=days, hours=hours)

    def play(self, until: datetime, counts: Callable[[int], dict] | None = None, state: str = "ok", **coverage) -> None:
        """Run after run until a moment. ``counts`` replaces what a good run counts, given how many articles are new."""
        with self.store.transaction():
            while self.now < until:
                new = self._some(self.rate(self.now) * self.subject.every / 3600)
                run = self.store.runs.start(self.name, self.now)
                found = good(new) if counts is None else counts(new)
                read = found.get("stored", 0)
                had = {"read": read} | dict.fromkeys(FIELDS, read) if read else {"read": 0}
                had |= {name: int(share * read) for name, share in coverage.items()}
                self.store.runs.finish(run, state, None, found, had, self.now + timedelta(seconds=20))
                self.now += timedelta(seconds=self.subject.every)

    def verdict(self) -> Verdict:
        return examine(self.store, [self.subject], self.now)[0]

    def names(self) -> list[str]:
        return [one.name for one in self.verdict().diagnoses]

    def _some(self, mean: float) -> int:
        """A Poisson number."""
        count, left = 0, self.random.expovariate(1) if mean else mean + 1
        while left < mean:
            count, left = count + 1, left + self.random.expovariate(1)
        return count


def good(new: int, via: str = "json-ld", newest: int = 600, ms: int = 200) -> dict:
    """What a run counts in which all is well."""
    seen = {
        "via": {"headline": {via: new}, "article_body": {"blocks": new}},
        "dates": {"dated": new, "future": 0, "behind": {"0": 1}},
        "newest": {"seconds": newest},
    }
    counts = {"lists": 1, "links": 20 + new, "known": 20, "new": new, "stored": new, "requests": new + 1}
    return counts | {"timing": {"responses": new + 1, "ms": ms * (new + 1)}} | (seen if new else {})


def newsroom(hour: datetime) -> float:
    """Busy by day, some at night, quiet on weekends."""
    if hour.weekday() >= 5:
        return 0.05
    return 8 if 8 <= hour.hour < 20 else 0.5
