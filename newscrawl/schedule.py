"""When each source is due."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LOOK_BACK = 10  # last runs of a source that tell how long it is left alone; more failures than that change nothing
LONGEST_PAUSE = timedelta(hours=1)  # between two tries of a source that fails again and again
SLACK = timedelta(seconds=30)  # a source that is due so soon is due now: cron calls by the minute, and never exactly
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Turn:
    """A source and when it is due next.

    ``every`` is seconds; ``started`` when its last run did (aware), None if it never ran; ``state`` how that run ended;
    ``failures`` how many failed in a row, up to the last.
    """

    name: str
    every: int
    started: datetime | None = None
    state: str | None = None
    failures: int = 0

    @property
    def at(self) -> datetime:
        """The moment from which it is due; NEVER, which is before all others, if it never ran.

        That is ``every`` after its last start. From the second failure in a row on the pause doubles with each, up to
        an hour; it is never shorter than ``every``.
        """
        if self.started is None:
            return NEVER
        every = timedelta(seconds=self.every)
        pause = min(every * 2 ** max(0, self.failures - 1), LONGEST_PAUSE)
        return self.started + max(every, pause) - min(SLACK, every / 10)


def turn(name: str, every: int, runs: list[tuple[datetime, str]]) -> Turn:
    """The turn of a source from its last runs, (start, state) each, the latest first.

    A run that nobody finished ('running') was killed; it counts as failed.
    """
    states = [state for _, state in runs]
    failures = next((n for n, state in enumerate(states) if state not in ("failed", "running")), len(states))
    started, state = runs[0] if runs else (None, None)
    return Turn(name, every, started, state, failures)


def due(turns: list[Turn], now: datetime) -> list[Turn]:
    """Those that are due, longest overdue first; by name among equals."""
    return sorted((one for one in turns if one.at <= now), key=lambda one: (one.at, one.name))
