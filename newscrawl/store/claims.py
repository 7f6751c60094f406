"""Who crawls what on this machine, as locks on files beside the database.

The system lets go of such a lock when its process ends, however it ends: nothing is left behind by a kill -9. The files
themselves stay; to delete one while it is locked would let a second process in.
"""

import fcntl
import os
import time
from pathlib import Path
from urllib.parse import quote

from newscrawl.store.errors import StoreError

LOOKS = 3  # at a source that seems taken
BETWEEN = 0.01  # seconds between two looks


def source_claim(name: str) -> str:
    """The claim that a run of a source holds."""
    return f"source {name}"


class Claim:
    """One thing that this process has for itself until :meth:`release`, or until it ends."""

    def __init__(self, descriptor: int | None):
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class Claims:
    """The claims of all processes that use one database. A database in memory is nobody else's and needs none.

    Every method raises StoreError if the folder of locks can't be used.
    """

    def __init__(self, database: str):
        self.folder = None if database == ":memory:" else Path(f"{os.path.realpath(database)}-locks")

    def take(self, name: str, *, looks: int = 1) -> Claim | None:
        """Claim a name for this process; None if another claim on it stands, of this process or of any other.

        ``looks``: how often to try; a lock may be taken for the moment in which :meth:`holder` looks at it.
        """
        if self.folder is None:
            return Claim(None)
        for look in range(looks):
            if look:
                time.sleep(BETWEEN)
            descriptor = self._open(name)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
            else:
                self._sign(descriptor, name)
                return Claim(descriptor)
        return None

    def take_source(self, name: str) -> Claim:
        """Claim a source, which no two runs crawl at the same time. Raises StoreError if another does."""
        claim = self.take(source_claim(name), looks=LOOKS)
        if claim is None:
            holder = self.holder(source_claim(name))
            raise StoreError(f"process {holder} is crawling it; wait for that to end, or end it")
        return claim

    def take_one(self, name: str, count: int) -> Claim | None:
        """Claim one of ``count`` places; None if all are taken."""
        places = (self.take(f"{name} {number}") for number in range(1, count + 1))
        return next((place for place in places if place), None)

    def holder(self, name: str) -> int | None:
        """The process that holds a claim on a name; None if nobody does."""
        if self.folder is None:
            return None
        descriptor = self._open(name)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(os.read(descriptor, 20) or 0)
        finally:
            os.close(descriptor)
        return None

    def _sign(self, descriptor: int, name: str) -> None:
        """Say who holds a lock."""
        try:
            os.truncate(descriptor, 0)
            os.write(descriptor, str(os.getpid()).encode())
        except OSError as error:
            os.close(descriptor)
            raise StoreError(f"{self._path(name)}: can't be written to: {error.strerror}") from None

    def _path(self, name: str) -> Path:
        return self.folder / f"{quote(name, safe=' ')}.lock"

    def _open(self, name: str) -> int:
        path = self._path(name)
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(f"{path}: can't be locked: {error.strerror}; check its owner and permissions") from None
