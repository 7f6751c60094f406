"""Alerts: one message when a source falls ill, one when it is well again, a digest a day if asked; no storms.

What is to be said is settled and written down in one transaction, so that of several processes one says it. Sending
comes after, and what could not be sent is tried again by whoever looks next.
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from newscrawl.alerts import words
from newscrawl.alerts.receivers import VARIABLE, AlertsError, Receiver, receivers
from newscrawl.health import Verdict
from newscrawl.store import Store
from newscrawl.store.alerts import Told

__all__ = ["VARIABLE", "AlertsError", "digest_due", "digest_time", "receivers", "send_due", "settle"]

DIGEST = "NEWSCRAWL_DIGEST"
PAUSE = timedelta(minutes=15)  # between two messages on changes: what comes meanwhile is told together
STEADY = timedelta(minutes=30)  # that a source must be well before it is said; twice its `every`, if that is longer
DAY = timedelta(days=1)
LEASE = timedelta(minutes=10)  # that a process has for sending; if it dies, another sends again
RETRY, LONGEST_RETRY, GIVEN_UP = timedelta(minutes=5), timedelta(hours=6), timedelta(days=3)


def send_due(
    store: Store, verdicts: list[Verdict], *, now: datetime, environ: Mapping[str, str] = os.environ
) -> list[str]:
    """Say what is to be said now of these sources; what went wrong comes back, in lines for people or a log.

    They must be all if :func:`digest_due`, else those may be left out that have not changed.

    Does nothing unless NEWSCRAWL_ALERTS names receivers. Never fails because of them; raises StoreError.
    """
    try:
        who, digest = receivers(environ), digest_due(store, now, environ)
    except AlertsError as error:
        return [str(error)]
    if not who:
        return []
    with store.transaction():
        settle(store, verdicts, len(who), now)
        if digest and digest_due(store, now, environ):  # another process may have been quicker
            store.alerts.write("digest", *words.digest(verdicts), len(who), now)
    return _deliver(store, who, now)


def settle(store: Store, verdicts: list[Verdict], receivers: int, now: datetime) -> None:
    """Write the message on what has changed since the last one, if there is anything. Expects a transaction."""
    told = store.alerts.told()
    for one in verdicts:
        if (row := told.get(one.subject.name)) and row.told == "ill" and (one.state == "ill") == bool(row.well_since):
            told[row.source] = row = replace(row, well_since=None if one.state == "ill" else now)
            store.alerts.tell(row)
    last = store.alerts.last_written("change", now)
    if last and now - last < PAUSE:
        return
    ill = [one for one in verdicts if one.state == "ill" and not _said_ill(told, one)]
    well = [one for one in verdicts if one.state in ("ok", "new") and _steady(told.get(one.subject.name), one, now)]
    for one in ill:
        store.alerts.tell(Told(one.subject.name, "ill", now, _falls(told.get(one.subject.name), now), None))
    for one in well:
        store.alerts.tell(replace(told[one.subject.name], told="well", told_at=now, well_since=None))
    if ill or well:
        store.alerts.write("change", *words.change(ill, well), receivers, now)


def digest_time(environ: Mapping[str, str]) -> time | None:
    """What NEWSCRAWL_DIGEST says, such as "08:00 Asia/Shanghai" (UTC if it names no zone). Raises AlertsError."""
    said = environ.get(DIGEST, "").split()
    if not said:
        return None
    try:
        clock, zone = time.fromisoformat(said[0]), ZoneInfo(" ".join(said[1:]) or "UTC")
    except (ValueError, OSError, KeyError):
        clock = None
    if clock is None or clock.tzinfo:
        raise AlertsError(f'{DIGEST}: {" ".join(said)!r} is no time; write "08:00" or "08:00 Asia/Shanghai"')
    return clock.replace(tzinfo=zone)


def digest_due(store: Store, now: datetime, environ: Mapping[str, str]) -> bool:
    """Whether the day's digest is asked for and was not written yet. Raises AlertsError."""
    when = digest_time(environ)
    if when is None:
        return False
    today = now.astimezone(when.tzinfo).date()
    # compared in UTC: two times of one zone are compared by the clock, which goes back and leaves out hours
    moments = (datetime.combine(day, when).astimezone(UTC) for day in (today, today - DAY))
    last = store.alerts.last_written("digest", now)
    return last is None or last < next(moment for moment in moments if moment <= now)


def _said_ill(told: dict[str, Told], verdict: Verdict) -> bool:
    return verdict.subject.name in told and told[verdict.subject.name].told == "ill"


def _steady(row: Told | None, verdict: Verdict, now: datetime) -> bool:
    """Whether a source that was said to be ill is well for good; the longer to wait, the oftener it fell ill."""
    if row is None or row.told != "ill" or row.well_since is None:
        return False
    hold = max(STEADY, timedelta(seconds=2 * verdict.subject.every)) * 2 ** min(row.falls - 1, 10)
    return now - row.well_since >= min(hold, DAY)


def _falls(row: Told | None, now: datetime) -> int:
    return 1 if row is None or now - row.told_at >= DAY else row.falls + 1


def _deliver(store: Store, who: list[Receiver], now: datetime) -> list[str]:
    with store.transaction():
        messages = store.alerts.take(now, LEASE)
    problems = []
    for message in messages:
        failed = [
            number
            for number in message.waiting
            if number < len(who) and not who[number].send(message.title, message.body)
        ]
        given_up = now - message.written_at >= GIVEN_UP
        pause = min(LONGEST_RETRY, RETRY * 2 ** min(message.attempts - 1, 10))
        with store.transaction():
            store.alerts.sent(message.id, [] if given_up else failed, now + pause)
        if failed:
            names, then = ", ".join(who[number].name for number in failed), f"tried again in {pause.seconds // 60} min"
            problems.append(f"alert not sent to {names}: {'given up' if given_up else then}: {message.title}")
    return problems
