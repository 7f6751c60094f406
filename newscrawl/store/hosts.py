"""What is known of hosts, for all runs and processes: their robots.txt, and until when they are left in peace."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from sqlite_utils import Database

from newscrawl.store.rows import now, stamp

FIRST_REST = timedelta(minutes=5)
LONGEST_REST = timedelta(days=1)


@dataclass(frozen=True)
class HostFile:
    """A file as it was last answered; ``fresh``: it need not be asked for again yet."""

    url: str
    status: int
    body: bytes
    etag: str | None
    last_modified: str | None
    fetched_at: datetime
    expires_at: datetime

    @classmethod
    def new(
        cls, url: str, status: int, body: bytes, lasts: timedelta, etag: str | None, last_modified: str | None
    ) -> Self:
        """As it was answered just now; it ``lasts`` so long."""
        return cls(url, status, body, etag, last_modified, now(), now() + lasts)

    @property
    def fresh(self) -> bool:
        return self.fetched_at <= now() < self.expires_at


@dataclass(frozen=True)
class Host:
    """How a host answered lately: ``failures`` and ``rests`` in a row; ``rests_until`` (aware) and why, if it rests."""

    failures: int = 0
    rests: int = 0
    rests_until: datetime | None = None
    reason: str | None = None

    @property
    def resting(self) -> bool:
        return self.rests_until is not None and now() < self.rests_until


class Hosts:
    """Every question about hosts. Writes expect the caller's transaction."""

    def __init__(self, db: Database):
        self.db = db

    def get(self, host: str) -> Host:
        # what was written in the future is of before the clock was set back
        sql = "SELECT failures, rests, rests_until, reason FROM hosts WHERE host = ? AND updated_at <= ?"
        row = self.db.conn.execute(sql, [host, stamp(now())]).fetchone()
        return Host(row[0], row[1], row[2] and datetime.fromisoformat(row[2]), row[3]) if row else Host()

    def answered(self, host: str) -> Host:
        """A good answer: what was before is forgotten, but not what the host asked for."""
        known = self.get(host)
        return known if known.resting else self._write(host, Host())

    def failed(self, host: str, reason: str, patience: int) -> Host:
        """Count an answer that was none; after ``patience`` of them in a row, or one after a rest, the host rests."""
        known = self.get(host)
        if known.resting:  # a request that was under way when the rest began
            return known
        failures = known.failures + 1
        if failures >= patience or known.rests:
            return self.rest(host, reason, failures=failures)
        return self._write(host, Host(failures, 0, None, reason))

    def rest(self, host: str, reason: str, asked: timedelta | None = None, failures: int | None = None) -> Host:
        """Let a host rest as long as it ``asked``; else 5 minutes, twice as long each time in a row, at most a day.

        A rest is never made shorter.
        """
        known = self.get(host)
        pause = asked or min(LONGEST_REST, FIRST_REST * 2 ** min(known.rests, 12))
        until = max(now() + pause + timedelta(seconds=1), known.rests_until or now())  # kept to the second
        rests = known.rests + (not known.resting)
        return self._write(host, Host(known.failures if failures is None else failures, rests, until, reason))

    def _write(self, host: str, found: Host) -> Host:
        until = found.rests_until and stamp(found.rests_until)
        self.db.conn.execute(
            "INSERT OR REPLACE INTO hosts (host, failures, rests, rests_until, reason, updated_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [host, found.failures, found.rests, until, found.reason, stamp(now())],
        )
        return found

    def file(self, url: str) -> HostFile | None:
        """What is kept of a file that speaks for a host."""
        sql = "SELECT url, status, body, etag, last_modified, fetched_at, expires_at FROM host_files WHERE url = ?"
        row = self.db.conn.execute(sql, [url]).fetchone()
        return HostFile(*row[:5], *map(datetime.fromisoformat, row[5:])) if row else None

    def keep_file(self, file: HostFile) -> None:
        self.db.conn.execute(
            "INSERT OR REPLACE INTO host_files VALUES (?, ?, ?, ?, ?, ?, ?)",
            [file.url, file.status, file.body, file.etag, file.last_modified, stamp(file.fetched_at),
             stamp(file.expires_at)],
        )  # fmt: skip
