"""Illnesses of silence: nothing new for longer than is normal at such hours of such days."""

from datetime import datetime, timedelta

from newscrawl.health.case import Case, Diagnosis, lasted

HOUR = timedelta(hours=1)
SOONEST = 2 * HOUR  # no silence is an illness before
NEVER_BY_CHANCE = 2e-5  # chance of nothing below which it is no accident,
ENOUGH = 10  # if earlier days had so many articles, even the one that had least
LONGER = 2  # times the longest pause that earlier days had about these hours
SELDOM = 1e-3  # likewise, if the silence is also MUCH_LONGER than the longest pause of all:
MUCH_LONGER = 3  # times,
WEEKS = 2  # for a source that was known for so long
PAUSED = timedelta(days=7)  # after which a source that `scrapy due` does not crawl is not judged any more
LATE = 3  # times `every` after which a source is overdue,
LATE_AT_LEAST = 2 * HOUR  # and how much later than due it must be: failing ones are asked less often


def paused(case: Case) -> bool:
    """Whether nobody crawls it any more, and nobody is to."""
    return not case.subject.scheduled and case.now - case.last.started > max(PAUSED, LATE * case.every)


def overdue(case: Case) -> Diagnosis | None:
    """Nobody crawls it."""
    late = case.now - case.last.started
    if not case.subject.scheduled or late < max(LATE * case.every, case.every + LATE_AT_LEAST):
        return None
    return Diagnosis(
        "overdue",
        f"last crawled {lasted(late)} ago ({case.when(case.last.started)}), due every {lasted(case.every)}",
        "see that `scrapy due` is called each minute (cron, timer) and what it says",
    )


def all_known(case: Case) -> Diagnosis | None:
    """Its lists show links, and none of them has been new for longer than normal."""
    return _silence(case, known=True)


def silent(case: Case) -> Diagnosis | None:
    """No article for longer than normal, though not because its lists show only what is known."""
    return _silence(case, known=False)


def _silence(case: Case, *, known: bool) -> Diagnosis | None:
    since = case.last_fresh
    if since is None:
        return None
    runs = [run for run in case.runs if run.started > since and run.state != "failed" and run.counts.get("lists")]
    links, new = (sum(run.counts.get(name, 0) for run in runs) for name in ("links", "new"))
    if len(runs) < 2 or (links > 0 and new == 0) != known:
        return None
    until = min(case.now, runs[0].started + case.every)  # nobody has looked since
    if until - since < SOONEST or not (usual := _too_long(case, since, until)):
        return None
    seen = f"{links} links, all known" if known else f"{links} links, {new} of them new"
    evidence = (
        f"nothing new for {lasted(until - since)} (since {case.when(since)}), {len(runs)} runs saw {seen}; {usual}"
    )
    if known:
        advice = "open its list in a browser: if it shows newer articles, mend article_links; else the list is stale"
        return Diagnosis("all_known", evidence, advice)
    advice = (
        f"see what became of the links: `scrapy ledger --source {case.subject.name}`; is the list still the right one?"
    )
    return Diagnosis("silent", evidence, advice)


def _too_long(case: Case, since: datetime, until: datetime) -> str | None:
    """What is usual instead of a silence, in words; None if it is within what is."""
    usual = case.normal.expected(since, until)
    if usual is None or usual.chance >= SELDOM:
        return None
    unlikely = usual.chance < NEVER_BY_CHANCE and usual.least >= ENOUGH
    if unlikely and until - since > (LONGER * usual.pause + 1) * HOUR:
        came = f"{usual.least} to {usual.most} came in the same hours of {usual.days} earlier such days"
        return f"{came}, the longest pause then was {usual.pause} h"
    pause, count = case.normal.longest_pause()
    held = timedelta(days=case.normal.holidays(since, until))
    if len(case.normal.days) < 7 * WEEKS or until - since - held <= (MUCH_LONGER * pause + 1) * HOUR:
        return None
    return f"the longest of {count} pauses in five weeks was {lasted(pause * HOUR)}"
