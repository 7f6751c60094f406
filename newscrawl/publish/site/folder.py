"""The folder of a site: nothing in it is written that stands there already."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from newscrawl.publish.export import PublishError

MARK = "newscrawl.json"  # says what the folder is; it is part of the site, so that a clone of it is known, too
STATE = ".newscrawl/state.json"  # only saves time: without it everything is compared
HARMLESS = ("readme", "license", "cname", ".")  # names that a folder for a new site may hold


class Folder:
    """Files of a site by their paths below ``root``, with / between names. Counts what it did. Raises OSError."""

    def __init__(self, root: Path, kind: str):
        self.root, self.written, self.removed = root, 0, 0
        self._claim(kind)

    def _claim(self, kind: str) -> None:
        mark = self.root / MARK
        if mark.is_file():
            held = _json(mark).get("format")
            if held != kind:
                raise PublishError(f"{self.root}: holds a site of format {held}, not {kind}; name another folder")
        elif self.root.exists() and not self.root.is_dir():
            raise PublishError(f"{self.root}: is no folder; name another one")
        elif self.root.exists():
            others = sorted(one.name for one in self.root.iterdir() if not one.name.lower().startswith(HARMLESS))
            if others:
                raise PublishError(f"{self.root}: holds something else ({others[0]}); name a new folder")
        self.write(MARK, json.dumps({"format": kind}) + "\n")

    def write(self, path: str, text: str) -> bool:
        """Whether the file had to be written."""
        target, data = self.root / path, text.encode("utf-8")
        try:
            if target.read_bytes() == data:
                return False
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self.written += 1
        return True

    def remove(self, path: str) -> bool:
        target = self.root / path
        if not target.is_file():
            return False
        target.unlink()
        self.removed += 1
        return True

    def names(self, folder: str) -> set[str]:
        """The paths of the files in one of its folders, "" for the root."""
        try:
            with os.scandir(self.root / folder) as found:
                return {f"{folder}/{one.name}" if folder else one.name for one in found}
        except FileNotFoundError:
            return set()

    def keep_only(self, paths: Iterable[str], folder: str, prefix: str = "") -> None:
        """Remove the files of a folder, whose names begin so, that are not among these."""
        start = f"{folder}/{prefix}" if folder else prefix
        for path in self.names(folder) - set(paths):
            if path.startswith(start):
                self.remove(path)

    def state(self) -> dict:
        """What was saved at the end of the last export; {} when that is unknown."""
        return _json(self.root / STATE)

    def save_state(self, state: dict) -> None:
        target = self.root / STATE
        target.parent.mkdir(exist_ok=True)
        half = target.with_suffix(".new")
        half.write_text(json.dumps(state, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        half.replace(target)


def _json(path: Path) -> dict:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, UnicodeDecodeError, json.JSONDecodeError):
        return {}
    return found if isinstance(found, dict) else {}
