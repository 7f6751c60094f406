"""Is each source well? What is normal is learnt from its own past; nothing here knows Scrapy or writes SQL."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from newscrawl.health import changes, failures, quiet
from newscrawl.health.case import RUNS, Case, Diagnosis, Subject, Verdict
from newscrawl.health.normal import ENOUGH_DAYS, HISTORY, fresh
from newscrawl.store import Store

__all__ = ["Diagnosis", "Subject", "Verdict", "examine", "judge"]

CAUSES = (failures.blocked, failures.unreachable, failures.no_links)  # explain every silence
SIGNS = (failures.same_item, changes.fields_empty, changes.via_shifted, changes.times_jump, changes.slow)
SILENCES = (quiet.overdue, quiet.all_known, quiet.silent)
DAY = timedelta(days=1)
PULSE = 7 * 24  # hours


def examine(store: Store, subjects: Iterable[Subject], now: datetime) -> list[Verdict]:
    """The verdict on each source as of ``now`` (aware). Raises StoreError."""
    with store.reading():
        return [judge(_case(store, one, now)) for one in subjects]


def _case(store: Store, subject: Subject, now: datetime) -> Case:
    """What came before a silence stays known, however long it lasts."""
    last = store.hours.last_fresh(subject.name, now) or now
    hours = store.hours.since(subject.name, last - HISTORY, now)
    return Case(subject, store.runs.latest(subject.name, RUNS, now), hours, now)


def judge(case: Case) -> Verdict:
    """The verdict on one source."""
    subject = case.subject
    if case.last is None:
        if subject.fault:
            return Verdict(subject, "ill", (_unusable(subject),))
        return Verdict(subject, "unverified" if subject.catalogue else "never")
    paused = quiet.paused(case)
    found = () if paused else tuple(_diagnoses(case))
    due = case.last.started + case.every
    usual = case.normal.expected(case.now - DAY, case.now)
    return Verdict(
        subject,
        "paused" if paused else _state(case, found),
        found,
        case.last,
        due,
        due < case.now,
        sum(tally.get("stored", 0) for hour, tally in case.hours.items() if hour > case.now - DAY),
        (usual.least, usual.most) if usual else None,
        _pulse(case),
    )


def _state(case: Case, found: tuple[Diagnosis, ...]) -> str:
    if case.subject.catalogue and not case.normal.fresh:
        return "unverified"
    if found:
        return "ill"
    return "ok" if len(case.normal.days) > ENOUGH_DAYS else "new"  # today is one of them


def _diagnoses(case: Case) -> list[Diagnosis]:
    if case.subject.fault:
        return [_unusable(case.subject)]
    found = [one for cause in CAUSES if (one := cause(case))]
    silences = () if found else SILENCES
    found += [one for sign in (*SIGNS, *silences) if (one := sign(case))]
    return found or [one for one in [failures.failing(case)] if one]


def _unusable(subject: Subject) -> Diagnosis:
    return Diagnosis("unusable", subject.fault or "", "mend its file")


def _pulse(case: Case) -> tuple[int, ...]:
    end = case.now.replace(minute=0, second=0, microsecond=0)
    hours = (end - n * timedelta(hours=1) for n in reversed(range(PULSE)))
    return tuple(fresh(case.hours.get(hour, {})) for hour in hours)
