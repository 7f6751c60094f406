"""python -m newscrawl.browse [FILE] [--port N] [--host ADDRESS]: datasette with these pages, for this machine alone."""

import argparse
import os
import sys
from pathlib import Path

from newscrawl.store import Store, StoreError

HERE = Path(__file__).parent
SETTINGS = {  # facets of a million articles take seconds, which datasette's own bounds do not leave them
    "facet_time_limit_ms": "10000",
    "sql_time_limit_ms": "10000",
    "suggest_facets": "off",
    "truncate_cells_html": "120",
    "allow_download": "off",
}


def arguments(path: Path, host: str, port: int) -> list[str]:
    """What datasette's command line is told."""
    return [
        "serve", str(path), "--host", host, "--port", str(port),
        "--plugins-dir", str(HERE / "plugins"), "--template-dir", str(HERE / "templates"),
        "--static", f"browse:{HERE / 'static'}",
        *(word for name, value in SETTINGS.items() for word in ("--setting", name, value)),
    ]  # fmt: skip


def main() -> str | None:
    """Serve until stopped; returns what went wrong."""
    options = argparse.ArgumentParser(prog="python -m newscrawl.browse", description="Read what is stored in a browser")
    options.add_argument("file", nargs="?", type=Path, default=Path(os.environ.get("NEWSCRAWL_DB") or "news.db"))
    options.add_argument("--host", default="127.0.0.1", help="0.0.0.0 answers everybody (default: this machine)")
    options.add_argument("--port", type=int, default=8001)
    given = options.parse_args()
    try:
        from datasette.cli import cli  # noqa: PLC0415 - an extra that the rest does without
    except ImportError:
        return "datasette is missing: pip install -r requirements-browse.txt"
    try:
        Store(given.file, create=False).close()  # which brings an older file up to date
    except StoreError as error:
        return str(error)
    return cli.main(arguments(given.file, given.host, given.port), prog_name="datasette")


if __name__ == "__main__":
    sys.exit(main())
