"""What is normal for a source, learnt from its hours: how much comes when, and how long its pauses are.

A stretch of time is held against the same hours of earlier days of the same kind: the same weekday, where there are
enough of them, else any day of work or any day of rest. A public holiday is a Sunday.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise

HISTORY = timedelta(days=35)  # that is looked back on from what came last: a week's stretch has four weeks before it
ENOUGH_DAYS = 3  # days of a kind that it takes to know what is normal on such days
MOST_DAYS = 6  # of a kind; the latest
LONGEST = 7 * 24  # hours of a stretch that are held against earlier ones
AROUND = 3  # hours by which something that comes in batches may be early or late
HOUR = timedelta(hours=1)
SUNDAY, SATURDAY = 6, 5


@dataclass(frozen=True)
class Expected:
    """What came in the same hours of earlier days: ``least`` and ``most`` articles, leaving the oddest day out.

    ``chance`` of nothing at all: the product, over the hours, of the share of days on which that hour had nothing; it
    goes on in proportion for what is longer than LONGEST. ``pause``: the longest time without any there, hours;
    ``days``: how many days, or weeks, that was taken from.
    """

    least: int
    most: int
    chance: float
    pause: int
    days: int


class Normal:
    """A source's past. ``hours``: its tallies by hour (UTC); ``zone``: where its days begin."""

    def __init__(self, hours: dict[datetime, dict], zone: tzinfo, holiday: Callable[[date], bool] = lambda _: False):
        self.hours, self.zone, self.holiday = hours, zone, holiday
        self.fresh = {hour: count for hour, tally in hours.items() if (count := fresh(tally))}
        self.days = sorted({self._local(hour).date() for hour, tally in hours.items() if tally.get("good")})
        self._before = self._hours_since_last()

    def expected(self, since: datetime, now: datetime) -> Expected | None:
        """What to expect between two moments; None if too little is known of such days."""
        end = _floor(now)
        begin = max(_floor(since) + HOUR, end - LONGEST * HOUR)
        stretch = [begin + n * HOUR for n in range(max(0, (end - begin) // HOUR))]
        if not stretch:
            return None
        first = self._local(_floor(since) + HOUR).date()
        earlier = {day: self._earlier(day, first) for day in {self._local(hour).date() for hour in stretch}}
        count = min(map(len, earlier.values()))
        if count < ENOUGH_DAYS:
            return None
        came = [[self.fresh.get(self._on(hour, earlier, n), 0) for n in range(count)] for hour in stretch]
        sums = [sum(day) for day in zip(*came, strict=True)]
        pauses = [self._pause(self._on(stretch[-1], earlier, n)) for n in range(count)]
        odd = int(count > ENOUGH_DAYS)  # one day that was not like the others, a fault of its own perhaps
        # half a day more with nothing: of an hour that never was without, it is not known that it never is
        chance = math.prod((hour.count(0) + 0.5) / (count + 0.5) for hour in came)
        chance **= max(1, (end - _floor(since)) // HOUR / LONGEST)
        return Expected(sorted(sums)[odd], max(sums), chance, sorted(pauses, reverse=True)[odd], count)

    def longest_pause(self) -> tuple[int, int]:
        """(hours, of how many): the longest time between two hours with something new, and how many such times."""
        hours = sorted(self.fresh)
        pauses = [(b - a) // HOUR for a, b in pairwise(hours)]
        return max(pauses, default=0), len(pauses)

    def holidays(self, since: datetime, now: datetime) -> int:
        """How many public holidays, other than Sundays, there are between two moments."""
        first, last = self._local(since).date(), self._local(now).date()
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return sum(day.weekday() != SUNDAY and self.holiday(day) for day in days)

    def kind(self, day: date) -> int:
        """The weekday, 0 for Monday; 6 for a holiday."""
        return SUNDAY if self.holiday(day) else day.weekday()

    def _earlier(self, day: date, before: date) -> list[date]:
        """Days of the same kind before a stretch begins, the latest first."""
        kinds = [(one, self.kind(one)) for one in reversed(self.days) if one < before]
        wanted = self.kind(day)
        same = [one for one, kind in kinds if kind == wanted]
        if len(same) < ENOUGH_DAYS:
            same = [one for one, kind in kinds if (kind >= SATURDAY) == (wanted >= SATURDAY)]
        return same[:MOST_DAYS]

    def _on(self, hour: datetime, earlier: dict[date, list[date]], n: int) -> datetime:
        """The same hour of the day on the n-th of the earlier days."""
        local = self._local(hour)
        return _floor(datetime.combine(earlier[local.date()][n], local.time(), self.zone))

    def _pause(self, hour: datetime) -> int:
        """The longest time without anything new that was reached about an hour."""
        return max((self._before.get(hour + n * HOUR, 0) for n in range(-AROUND, AROUND + 1)), default=0)

    def _hours_since_last(self) -> dict[datetime, int]:
        """For each hour of the past, how many whole hours before its end nothing new came."""
        if not self.fresh:
            return {}
        first, last = min(self.fresh), max(self.hours)
        found, pause = {}, 0
        for n in range((last - first) // HOUR + 1):
            hour = first + n * HOUR
            pause = 0 if hour in self.fresh else pause + 1
            found[hour] = pause
        return found

    def _local(self, hour: datetime) -> datetime:
        return hour.astimezone(self.zone)


def fresh(tally: dict) -> int:
    """Articles that were new to the source: stored, or the like of one that was."""
    return tally.get("stored", 0) + tally.get("duplicate", 0)


def chance_of_so_few(found: int, of: int, share: float) -> float:
    """How probable it is to find so few, or fewer, among ``of`` if the share is what it was (binomial)."""
    return sum(math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(found + 1))


def _floor(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
