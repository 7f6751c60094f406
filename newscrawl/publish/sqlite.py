"""Articles as a SQLite file of their own: one table, nothing of the crawl."""

import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

from newscrawl.publish.export import Export
from newscrawl.store.copy import write_copy


def write_sqlite(export: Export, stream: BinaryIO) -> int:
    """A table ``articles`` with the columns of every dataset; lists as JSON. It is made in TMPDIR and then copied."""
    with tempfile.TemporaryDirectory(prefix="newscrawl.") as folder:
        path = Path(folder) / "articles.db"
        count = write_copy(path, export.records(), [field.name for field in export.fields])
        with path.open("rb") as made:
            shutil.copyfileobj(made, stream, 1 << 20)
    return count
