"""Sources of several tempers, six weeks each in made-up time: false alarms, and how long a silence takes to be seen.

    python -m benchmarks.health [--sources N] [--examine N]

Each source is crawled every hour and looked at after every other run. ``--examine N`` also times a look at N sources
with five weeks of history.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tabulate import tabulate
from tqdm import tqdm

from newscrawl.health import Subject, examine
from newscrawl.store import Store

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 10, 12, tzinfo=ZONE)  # a Monday
SILENT = START + timedelta(weeks=5, days=1, hours=10)
HOUR = timedelta(hours=1)


def _day(hour: datetime, by_day: float, at_night: float, weekend: float) -> float:
    return weekend if hour.weekday() >= 5 else by_day if 8 <= hour.hour < 20 else at_night


TEMPERS: dict[str, Callable[[datetime, random.Random], int]] = {
    "a newsroom: 8 an hour, few at night and on weekends": lambda t, r: poisson(r, _day(t, 8, 0.5, 0.2)),
    "rolling news: 40 an hour": lambda t, r: poisson(r, 40),
    "3 an hour": lambda t, r: poisson(r, 3),
    "2 a day": lambda t, r: poisson(r, 1 / 12),
    "working hours only: one every two hours": lambda t, r: poisson(r, _day(t, 0.5, 0, 0)),
    "a batch of 10 each morning": lambda t, r: 10 if t.hour == 9 else 0,
    "batches of 5 to 20 at any time": lambda t, r: r.randint(5, 20) if r.random() < 0.08 else 0,
}


def poisson(chance: random.Random, mean: float) -> int:
    count, left = 0, chance.expovariate(1)
    while left < mean:
        count, left = count + 1, left + chance.expovariate(1)
    return count


def counts(new: int) -> dict:
    return {"lists": 1, "links": 20 + new, "known": 20, "new": new, "stored": new, "requests": 1 + new}


def live(folder: Path, temper: Callable, seed: int, *, falls_silent: bool) -> tuple[int, timedelta | None]:
    """(false alarms, how long a silence took to be seen)."""
    store, chance, subject = Store(folder / "news.db"), random.Random(seed), Subject("s", timezone=ZONE.key)  # noqa: S311
    now, alarms, ill, seen = START, 0, False, None
    end = START + timedelta(weeks=9 if falls_silent else 6)
    while now < end and not seen:
        quiet = falls_silent and now >= SILENT
        run(store, now, 0 if quiet else temper(now, chance))
        now += HOUR
        if quiet or (not falls_silent and now.hour % 2):
            found = bool(examine(store, [subject], now)[0].diagnoses)
            seen = now - SILENT if quiet and found else None
            alarms, ill = alarms + (found and not ill), found
    store.close()
    return alarms, seen


def run(store: Store, now: datetime, new: int, name: str = "s") -> None:
    with store.transaction():
        store.runs.finish(
            store.runs.start(name, now), "ok", None, counts(new), {"read": new}, now + timedelta(seconds=20)
        )


def look(sources: int) -> float:
    """Seconds that a look at so many sources takes."""
    with tempfile.TemporaryDirectory() as folder:
        store, chance, temper = Store(Path(folder) / "news.db"), random.Random(1), next(iter(TEMPERS.values()))  # noqa: S311
        with store.transaction():
            for n in range(35 * 24):
                now = START + n * HOUR
                run(store, now, temper(now, chance))
            for n in range(1, sources):
                store.db.execute("INSERT INTO hours SELECT ?, hour, tally FROM hours WHERE source = 's'", [f"s{n}"])
                store.db.execute("""INSERT INTO runs (source, started_at, finished_at, state, counts, coverage)
                                    SELECT ?, started_at, finished_at, state, counts, coverage FROM runs
                                    WHERE source = 's' ORDER BY id DESC LIMIT 100""", [f"s{n}"])  # fmt: skip
        names = ["s", *(f"s{n}" for n in range(1, sources))]
        began = time.perf_counter()
        examine(store, [Subject(name, timezone=ZONE.key) for name in names], now + HOUR)
        took = time.perf_counter() - began
        store.close()
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=5, help="of each temper")
    parser.add_argument("--examine", type=int, default=200, help="sources of a look that is timed")
    options = parser.parse_args()
    rows = []
    for what, temper in tqdm(TEMPERS.items(), unit=" tempers"):
        with tempfile.TemporaryDirectory() as folder:
            lives = [Path(folder) / str(n) for n in range(options.sources + 1)]
            for path in lives:
                path.mkdir()
            alarms = sum(live(path, temper, seed, falls_silent=False)[0] for seed, path in enumerate(lives[1:]))
            rows.append((what, alarms, str(live(lives[0], temper, 99, falls_silent=True)[1])))
    print(tabulate(rows, ["temper", f"false alarms of {options.sources} in 6 weeks", "a silence is seen after"]))
    print(f"a look at {options.examine} sources: {look(options.examine):.1f} s")


if __name__ == "__main__":
    main()
