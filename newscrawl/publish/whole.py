"""A file that appears whole or not at all."""

import gzip
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from newscrawl.packing import zstd

PACKED = (".gz", ".zst")  # endings of files that are packed as they are written


@contextmanager
def whole(path: str | os.PathLike | None) -> Iterator[BinaryIO]:
    """A binary stream that becomes the file at ``path`` when the block ends well; packed, if its name says so.

    Until then, and after an error, what was there before stays; but what is no file, such as a pipe or a device, is
    written to. None or "-" is stdout. Raises OSError.
    """
    if path in (None, "-"):
        with open(sys.stdout.fileno(), "wb", closefd=False) as stream:
            yield stream
        return
    target = Path(path)
    if target.exists() and not target.is_file():
        with target.open("wb") as stream, _packed(stream, target.suffix) as packed:
            yield packed
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    except OSError as error:
        error.filename = str(path)  # which is what was asked for
        raise
    try:
        with open(handle, "wb") as stream:
            with _packed(stream, target.suffix) as packed:
                yield packed
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _packed(stream: BinaryIO, ending: str) -> Iterator[BinaryIO]:
    """The stream itself, or one that packs into it; neither a name nor a time goes in, so that bytes repeat."""
    if ending == ".gz":
        with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=stream, mtime=0) as packed:
            yield packed
    elif ending == ".zst":
        with zstd.ZstdFile(stream, "wb") as packed:
            yield packed
    else:
        yield stream
