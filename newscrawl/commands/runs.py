"""scrapy runs: the last runs, what they did and how they ended."""

import argparse
import json
from datetime import UTC

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.console import OneLine, database, known_sources, nothing_else, table, told
from newscrawl.store.runs import Run

FIGURES = ("requests", "links", "known", "new", "stored", "revised", "duplicate", "refused", "failed")
SHOWN = 90  # characters of a reason
MOST = 100_000


class Command(OneLine, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Show the last runs with their figures, the latest first"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--source", metavar="NAME", help="only this source")
        parser.add_argument("--limit", metavar="N", default="20", help="how many (default: 20)")
        parser.add_argument(
            "--json", action="store_true", help="a JSON object a line, with everything that was counted"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        nothing_else(args, "name a source with --source")
        limit = _count(opts.limit)
        with database(self.settings) as store, told():
            known_sources(store, [opts.source] if opts.source else [])
            store.bury_killed()
            with store.reading():
                found = store.runs.latest(opts.source, limit)
        if opts.json:
            print("".join(json.dumps(_record(run), ensure_ascii=False) + "\n" for run in found), end="")
        else:
            print(table(list(map(_row, found)), ["run", "source", "began (UTC)", "took", "state", *FIGURES, "reason"]))


def _row(run: Run) -> tuple:
    took = f"{(run.finished - run.started).total_seconds():,.0f} s" if run.finished else ""
    figures = (run.counts.get(name, "") for name in FIGURES)
    reason = run.reason or ""
    reason = reason if len(reason) <= SHOWN else f"{reason[:SHOWN]}…"
    return (run.id, run.source, f"{run.started.astimezone(UTC):%Y-%m-%d %H:%M:%S}", took, run.state, *figures, reason)


def _record(run: Run) -> dict:
    times = {"started": run.started.isoformat(), "finished": run.finished and run.finished.isoformat()}
    said = {"state": run.state, "reason": run.reason, "counts": run.counts, "coverage": run.coverage}
    return {"run": run.id, "source": run.source, **times, **said}


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise UsageError(f"--limit: {text!r} is no number from 1 to {MOST:,}", print_help=False)
    return int(text)
