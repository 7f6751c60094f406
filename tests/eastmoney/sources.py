"""The packaged source files, as they are but for their hosts and their patience."""

import re
from pathlib import Path

import newscrawl

PACKAGED = Path(newscrawl.__file__).parent / "sources"


def write_source(name: str, url: str, folder: Path, **changes: str) -> Path:
    """A copy of a packaged file, local-NAME, that asks ``url`` instead of its hosts, without delay; the path of the copy.

    ``changes`` are texts that are replaced, each by its value: ``page_size="page_size=5"`` replaces page_size=50.
    """
    text = (PACKAGED / f"{name}.toml").read_text(encoding="utf-8")
    text = re.sub(r"https?://[a-z0-9.-]+(?=/)", url, text)
    for key, value in changes.items():
        text = re.sub(rf"{key}\s*=\s*\S+", value, text) if key != "page_size" else re.sub(r"page_size=\d+", value, text)
    path = folder / f"local-{name}.toml"
    path.write_text(text + "\n[settings]\nDOWNLOAD_DELAY = 0\n", encoding="utf-8")
    return path
