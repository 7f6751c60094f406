"""Verdicts for people on a terminal, and for programs."""

import dataclasses
from datetime import datetime

from newscrawl.health.case import Verdict, lasted

ORDER = {state: n for n, state in enumerate(("ill", "new", "ok", "unverified", "paused", "never"))}
HEADERS = ["source", "state", "last run", "ended", "next", "24 h", "usual", "what is wrong"]


def ordered(verdicts: list[Verdict]) -> list[Verdict]:
    """The ill ones first, those never crawled last."""
    return sorted(verdicts, key=lambda one: (ORDER[one.state], one.subject.name))


def rows(verdicts: list[Verdict], now: datetime) -> list[tuple]:
    """A row of HEADERS for each source that was ever crawled."""
    return [
        (
            one.subject.name,
            one.state,
            f"{lasted(now - one.last.started)} ago" if one.last else "",
            one.last.state if one.last else "",
            next_run(one, now),
            f"{one.stored:,}" if one.last else "",
            f"{one.usual[0]:,}-{one.usual[1]:,}" if one.usual else "",
            ", ".join(what.name for what in one.diagnoses),
        )
        for one in ordered(verdicts)
        if one.last or one.diagnoses
    ]


def next_run(verdict: Verdict, now: datetime) -> str:
    """When it is due, in words; "" if nothing crawls it by itself."""
    if not verdict.due or not verdict.subject.scheduled:
        return ""
    left = verdict.due - now
    return f"{lasted(-left)} overdue" if verdict.overdue else f"in {lasted(left)}"


def explained(verdicts: list[Verdict]) -> list[str]:
    """What is wrong with each and what to do, in lines."""
    return [
        f"{one.subject.name}: {what.name}: {what.evidence}\n    -> {what.advice}"
        for one in ordered(verdicts)
        for what in one.diagnoses
    ]


def uncrawled(verdicts: list[Verdict]) -> str:
    """The names of those that were never crawled, in lines; "" if there are none."""
    mine = [one.subject.name for one in verdicts if one.state == "never"]
    catalogue = [one.subject.name for one in verdicts if one.state == "unverified" and not one.last]
    groups = {"never crawled": mine, "unverified, from the catalogue": catalogue}
    return "".join(f"{what}: {', '.join(names)}\n" for what, names in groups.items() if names)


def record(verdict: Verdict) -> dict:
    """A verdict as JSON has it: times as ISO 8601 in UTC."""
    subject, last = verdict.subject, verdict.last
    return {
        "source": subject.name,
        "title": subject.title,
        "state": verdict.state,
        "diagnoses": [dataclasses.asdict(what) for what in verdict.diagnoses],
        "every": subject.every,
        "scheduled": subject.scheduled,
        "last_run": last and last.started.isoformat(),
        "last_state": last and last.state,
        "due": verdict.due and verdict.due.isoformat(),
        "overdue": verdict.overdue,
        "stored_24h": verdict.stored,
        "usual_24h": verdict.usual and list(verdict.usual),
    }
