"""What a release holds, article by article, so that the next can say what is new: ids and digests."""

import csv
import gzip
import hashlib
import io
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import orjson

from newscrawl.publish.export import PublishError

FILE = "index.csv.gz"


def digest(record: dict) -> int:
    """64 bits of a record's content."""
    return int.from_bytes(hashlib.blake2b(orjson.dumps(record), digest_size=8).digest(), "big")


class Index:
    """Ids with their digests, 16 bytes each: a release may have millions."""

    def __init__(self) -> None:
        self.ids, self.digests = array("q"), array("Q")
        self._seen = bytearray()

    def add(self, article_id: int, value: int) -> None:
        self.ids.append(article_id)
        self.digests.append(value)

    def sort(self) -> None:
        """By id; before it is asked or written."""
        import numpy as np  # noqa: PLC0415 - 15 MB that other exports do without

        ids, digests = np.asarray(self.ids), np.asarray(self.digests)  # the same memory
        order = ids.argsort()
        ids[:], digests[:] = ids[order], digests[order]
        self._seen = bytearray(len(order))

    def compare(self, article_id: int, value: int) -> str:
        """What an article is to this release: "added", "changed" or "same"; it counts as seen from now on."""
        at = bisect_left(self.ids, article_id)
        if at == len(self.ids) or self.ids[at] != article_id:
            return "added"
        self._seen[at] = 1
        return "same" if self.digests[at] == value else "changed"

    def unseen(self) -> Iterator[int]:
        """The ids that were not compared, in order."""
        return (article_id for article_id, seen in zip(self.ids, self._seen, strict=True) if not seen)

    def write(self, stream: BinaryIO) -> None:
        text = io.TextIOWrapper(stream, encoding="ascii", newline="")
        writer = csv.writer(text)
        writer.writerow(("id", "digest"))
        writer.writerows((one, f"{value:016x}") for one, value in zip(self.ids, self.digests, strict=True))
        text.detach()

    @classmethod
    def read(cls, folder: Path) -> "Index":
        """The index of a release. Raises PublishError."""
        index = cls()
        try:
            with gzip.open(folder / FILE, "rt", encoding="ascii", newline="") as text:
                for row in csv.DictReader(text):
                    index.add(int(row["id"]), int(row["digest"], 16))
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, OverflowError, csv.Error) as error:
            raise PublishError(f"{folder / FILE}: can't be read ({error}); take a whole release") from None
        index.sort()
        return index
