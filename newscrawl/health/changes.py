"""Illnesses that show against what is usual: fields that empty, rungs that shift, times that jump, slower answers."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise

from newscrawl.health.case import Case, Diagnosis, lasted
from newscrawl.health.normal import chance_of_so_few
from newscrawl.observed import BEHIND, WATCHED
from newscrawl.store.runs import Run

NEVER_BY_CHANCE = 0.001  # below, it is no accident that so few articles had what most have
RECENT, FEWEST, MOST = 6, 30, 300  # articles that show a change; that tell what is usual: at least, and at most
USUAL = 0.6  # share of articles from which on it is usual
DATED = 3  # articles that show a jump of times
ENOUGH_RUNS, ENOUGH_HOURS = 20, 24  # with dates, with answers, that tell what is usual
SLOWER, SLOW_MS = 3, 2000  # times the usual, and milliseconds an answer, from which on it is slow
SOON = 3  # hours that the newest article of a run may always be old


def fields_empty(case: Case) -> Diagnosis | None:
    """A field that most articles had is missing from the last ones."""
    runs = case.latest(lambda run: run.coverage.get("read", 0), RECENT)
    if not runs:
        return None
    hours = case.before(runs[-1].started, lambda tally: tally["fields"].get("read", 0), FEWEST, MOST)
    now, usual = _sum(run.coverage for run in runs), _sum(tally["fields"] for tally in hours)
    read = {name: sum(run.coverage["read"] for run in runs if name in run.coverage) for name in now}  # and looked for
    lost = [name for name in now if name != "read" and _fewer(now[name], read[name], usual[name], usual["read"])]
    if not lost:
        return None
    said = (f"{name} in {now[name]} of {read[name]}, usual {usual[name] / usual['read']:.0%}" for name in sorted(lost))
    return Diagnosis(
        "fields_empty",
        f"{'; '.join(said)} of {usual['read']} articles",
        f"its pages look different: `scrapy record {case.subject.name} URL` shows what is read; mend [fields]",
    )


def via_shifted(case: Case) -> Diagnosis | None:
    """A field is found by another rule than usual: the page has changed, and what is found may be something else."""
    for name in WATCHED:
        if found := _shift(case, name):
            return Diagnosis(
                "via_shifted",
                found,
                f"see whether {name} is still right: `scrapy record {case.subject.name} URL`; mend [fields], reextract",
            )
    return None


def _shift(case: Case, name: str) -> str | None:
    def rungs(figures: dict) -> dict[str, int]:
        return figures.get("via", {}).get(name, {})

    runs = case.latest(lambda run: sum(rungs(run.counts).values()), RECENT)
    hours = case.before(runs[-1].started, lambda tally: sum(rungs(tally).values()), FEWEST, MOST) if runs else []
    if not hours:
        return None
    now, usual = _sum(rungs(run.counts) for run in runs), _sum(map(rungs, hours))
    rung, count = usual.most_common(1)[0]
    if not _fewer(now[rung], now.total(), count, usual.total()):
        return None
    other, times = max(((one, n) for one, n in now.items() if one != rung), key=lambda pair: pair[1])
    return (
        f"{name} found by {other!r} in {times} of {now.total()} articles, usual is {rung!r}: "
        f"{count / usual.total():.0%} of {usual.total()}"
    )


def times_jump(case: Case) -> Diagnosis | None:
    """Articles come dated in the future, or what is newest lies further back than it ever does."""
    runs = case.latest(lambda run: run.counts.get("dates", {}).get("dated", 0), DATED)
    if not runs:
        return None
    dated, future = (sum(run.counts["dates"].get(name, 0) for run in runs) for name in ("dated", "future"))
    ages = [timedelta(seconds=run.counts["newest"]["seconds"]) for run in runs]
    newest = min(ages)
    late = min(age - case.unseen(run) for run, age in zip(runs, ages, strict=True))  # beyond what we were late
    said = None
    if future * 10 >= dated * 9:
        said = f"{future} of the last {dated} articles are dated in the future, the newest {lasted(-newest)} ahead"
    elif (usual := _usual_age(case, runs[-1])) and late > timedelta(hours=max(SOON, 2 * usual)):
        said = (
            f"the newest of the last {dated} articles was {lasted(newest)} old when it came, usual is below {usual} h"
        )
    if said is None:
        return None
    return Diagnosis("times_jump", said, "compare a page's time with what is stored; mend timezone or date_published")


def _usual_age(case: Case, first: Run) -> int | None:
    """The hours below which the newest article of 19 in 20 runs was; None if too little is known."""

    def ages(tally: dict) -> dict:
        return tally.get("dates", {}).get("behind", {})

    hours = case.before(first.started, lambda tally: sum(ages(tally).values()), ENOUGH_RUNS, MOST)
    counts = _sum(map(ages, hours))
    seen = 0
    for age, above in pairwise(BEHIND):
        seen += counts[str(age)]
        if seen >= counts.total() * 0.95 and hours:
            return above
    return None


def slow(case: Case) -> Diagnosis | None:
    """Its server takes longer to answer than it ever does."""
    runs = [run for run in case.runs[:3] if run.counts.get("timing")]
    if len(runs) < 3:
        return None
    now = min(_mean(run.counts["timing"]) for run in runs)
    hours = case.before(runs[-1].started, lambda tally: int("timing" in tally), ENOUGH_HOURS, MOST)
    means = sorted(_mean(tally["timing"]) for tally in hours)
    usual = means[int(len(means) * 0.95)] if means else None
    if usual is None or now < max(SLOW_MS, SLOWER * usual):
        return None
    return Diagnosis(
        "slow",
        f"an answer took {now / 1000:.1f} s or more in the last 3 runs, in 19 of 20 hours below {usual / 1000:.1f} s",
        "nothing yet: ask less often (`every`, DOWNLOAD_DELAY) if it stays; timeouts would follow",
    )


def _fewer(found: int, of: int, usual: int, usual_of: int) -> bool:
    """Whether it is usual, and too rare now to be an accident."""
    if not of or not usual_of or usual / usual_of < USUAL:
        return False
    share = (usual + 1) / (usual_of + 2)  # even of what was always there, one may lack it
    return found / of < share / 2 and chance_of_so_few(found, of, share) < NEVER_BY_CHANCE


def _sum(counts: Iterable[dict]) -> Counter:
    total = Counter()
    for one in counts:
        total.update(one)
    return total


def _mean(timing: dict) -> float:
    return timing["ms"] / timing["responses"]
