"""What is known of a source when it is judged, and what a judgement is."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from newscrawl.health.holidays import calendar
from newscrawl.health.normal import HISTORY, Normal
from newscrawl.store.runs import Run

RUNS = 60  # last runs of a source that are looked at one by one
LONG = timedelta(hours=6)  # a source that is due so seldom is ill at its first bad run, others at the second of three


@dataclass(frozen=True)
class Subject:
    """A source as health sees it. ``every`` is seconds, ``timezone`` IANA; ``catalogue``: it came with newscrawl.

    ``scheduled``: `scrapy due` crawls it; ``fault`` says why its file can't be used.
    """

    name: str
    title: str = ""
    every: int = 3600
    timezone: str | None = None
    catalogue: bool = False
    scheduled: bool = True
    fault: str | None = None

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.timezone) if self.timezone else UTC


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong with a source: its name, the figures it is seen from, and what to do about it; one line each."""

    name: str
    evidence: str
    advice: str


@dataclass(frozen=True)
class Verdict:
    """How a source is. ``state``: ok; ill; new, if too little is known of it to judge more than its failures; never
    (crawled); unverified, if it came with newscrawl and no run of it has kept anything yet; paused, if it was crawled
    once and is not any more.

    ``last`` is its last run; ``due`` when the next one should have begun or should begin (aware); ``overdue``: that is
    past. ``stored`` articles in the last 24 hours, ``usual``: (least, most) in such a day, None if not known.
    ``pulse``: articles that were new, by the hour, of the last seven days.
    """

    subject: Subject
    state: str
    diagnoses: tuple[Diagnosis, ...] = ()
    last: Run | None = None
    due: datetime | None = None
    overdue: bool = False
    stored: int = 0
    usual: tuple[int, int] | None = None
    pulse: tuple[int, ...] = field(default=(), repr=False)


class Case:
    """A source with its past: ``runs`` are its last RUNS, the last begun first; ``hours`` its tallies (store.hours)."""

    def __init__(self, subject: Subject, runs: list[Run], hours: dict[datetime, dict], now: datetime):
        self.subject, self.hours, self.now = subject, hours, now
        self.last = runs[0] if runs else None
        self.runs = [run for run in runs if run.state != "running"]
        self.every = timedelta(seconds=subject.every)
        self.normal = Normal(hours, subject.zone, calendar(subject.timezone))

    def lasting(self, bad: Callable[[Run], bool]) -> list[Run]:
        """The runs of the last three that are bad, if that is no accident: the last one and another; else none."""
        found = [run for run in self.runs[:3] if bad(run)]
        enough = 1 if self.every >= LONG else 2
        return found if len(found) >= enough and found[0] is self.runs[0] else []

    def latest(self, count: Callable[[Run], int], enough: int) -> list[Run]:
        """The last runs with something to count, as many as it takes to reach ``enough``; none if they never do."""
        found, total = [], 0
        for run in self.runs:
            if n := count(run):
                found.append(run)
                total += n
            if total >= enough:
                return found
        return []

    def before(self, moment: datetime, count: Callable[[dict], int], enough: int, most: int) -> list[dict]:
        """The tallies of the hours before a moment, the latest first, up to ``most`` in all; none if not ``enough``."""
        found, total = [], 0
        for hour, tally in reversed(self.hours.items()):
            if total >= most:
                break
            if hour + timedelta(hours=1) <= moment and (n := count(tally)):
                found.append(tally)
                total += n
        return found if total >= enough else []

    def unseen(self, run: Run) -> timedelta:
        """For how much longer than `every` nobody had seen its lists when a run began."""
        looked = (one.started for one in self.runs if one.started < run.started and one.counts.get("lists"))
        return max(run.started - next(looked, run.started - HISTORY) - self.every, timedelta(0))

    @cached_property
    def last_fresh(self) -> datetime | None:
        """When something new came last: the beginning of that run, or of its hour."""
        runs = (run.started for run in self.runs if run.counts.get("stored") or run.counts.get("duplicate"))
        return max([*list(runs)[:1], *list(self.normal.fresh)[-1:]], default=None)

    def when(self, moment: datetime) -> str:
        """A moment for people, in the source's zone."""
        return moment.astimezone(self.subject.zone).isoformat(" ", "minutes")


def reasons(run: Run) -> Counter:
    """Why lists and articles of a run failed: reason and how often."""
    said = Counter()
    for group in ("notes", "reasons"):
        for key, count in run.counts.get(group, {}).items():
            if key.startswith("failed/"):
                said[key.removeprefix("failed/")] += count
    return said


def lists_failed(run: Run) -> Counter:
    """Why lists of a run failed."""
    notes = run.counts.get("notes", {})
    return Counter({key.removeprefix("failed/"): n for key, n in notes.items() if key.startswith("failed/")})


def most_common(counts: Iterable[Counter]) -> str:
    """The commonest of several counters, with its count: "http_403 (12)"."""
    total = sum(counts, Counter())
    return ", ".join(f"{name} ({count})" for name, count in total.most_common(2))


def lasted(span: timedelta) -> str:
    """A span for people: 40 min, 9 h, 3 days."""
    minutes = span.total_seconds() / 60
    if minutes < 90:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.0f} h" if minutes < 72 * 60 else f"{minutes / 1440:.0f} days"
