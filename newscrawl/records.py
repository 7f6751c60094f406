"""Recorded pages: a page of a source beside what is to be read from it, so that a change that breaks it is seen.

``tests/pages/NAME/01.html`` is the page as downloaded, ``01.json`` its URL, the encoding its response declared, when
it was fetched, and under "article" every field that the reader found.
"""

import json
from datetime import datetime
from pathlib import Path

from newscrawl.items import Fetch
from newscrawl.pipelines import Clean
from newscrawl.reading import Task, read
from newscrawl.source import Source
from newscrawl.store.rows import to_record, to_row

NOT_RECORDED = ("section", "fetched_at", "text_key")  # not of the page itself


def article_of(source: Source | None, task: Task) -> dict:
    """What is read from a page, as a dataset has it, without what was not found."""
    article, _ = read(source, task)
    article.fetch = Fetch(listed_url=task.url)
    Clean().process_item(article)
    record = to_record(to_row(article))
    return {name: value for name, value in record.items() if value not in (None, [], {}) and name not in NOT_RECORDED}


def save(folder: Path, source: Source | None, task: Task) -> Path:
    """Record a page under the next free number of a folder; returns the path of its JSON. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    number = max((int(path.stem) for path in folder.glob("*.json") if path.stem.isdecimal()), default=0) + 1
    said = {"url": task.url, "encoding": task.encoding, "fetched_at": task.fetched_at.isoformat()}
    path = folder / f"{number:02}.json"
    path.with_suffix(".html").write_bytes(task.html)
    text = json.dumps(said | {"article": article_of(source, task)}, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def differences(path: Path, source: Source | None) -> dict[str, tuple[object, object]]:
    """The fields that are read otherwise now than when the page was recorded: {name: (recorded, now)}.

    By which rule they are found may change.
    """
    said = json.loads(path.read_text(encoding="utf-8"))
    html, fetched_at = path.with_suffix(".html").read_bytes(), datetime.fromisoformat(said["fetched_at"])
    now, then = article_of(source, Task(html, said["url"], said["encoding"], fetched_at)), said["article"]
    return {
        name: (then.get(name), now.get(name)) for name in {*then, *now} - {"via"} if then.get(name) != now.get(name)
    }
