"""scrapy ledger: what became of every URL."""

import argparse

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.console import OneLine, database, known_sources, table, told
from newscrawl.fates import because
from newscrawl.store import Store
from newscrawl.store.inquiry import WAITING
from newscrawl.store.ledger import STATES

COLUMNS = ["URL", "source", "state", "reason", "attempts", "tried again", "found"]


class Command(OneLine, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [URL]"

    def short_desc(self) -> str:
        return "Show what became of the URLs found, or of one"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add = parser.add_argument
        add("--source", metavar="NAME", help="only this source")
        add(
            "--state",
            choices=[*STATES, WAITING],
            help="list URLs of this state; waiting: found or failed, to be fetched",
        )
        add("--reason", help="only these: a reason as the table shows it")
        add("--limit", type=int, default=50, metavar="N", help="list at most N URLs (default: %(default)s)")
        add("--retry", action="store_true", help="what failed or was refused is tried again by the next run")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) > 1:
            raise UsageError(f"one URL at a time, not {len(args)}", print_help=False)
        with database(self.settings) as store, told():
            known_sources(store, [opts.source] if opts.source else [])
            which = {name: getattr(opts, name) for name in ("source", "state", "reason")}
            if opts.retry:
                self._retry(store, args, which)
            elif args:
                self._one(store, args[0])
            elif opts.state or opts.reason:
                self._list(store, which, opts.limit)
            else:
                print(table(store.ledger.tally(opts.source), ["source", "state", "reason", "URLs"]))

    def _one(self, store: Store, url: str) -> None:
        row = store.ledger.history(url)
        if row is None:
            print(f"{url}: never seen: no list that was read showed it")
            self.exitcode = 1
            return
        listed = ", ".join(store.inquiry.sections(row["key"])) or row["section"] or "no list"
        print(f"{row['url']}\nof {row['source']}, listed under {listed}, known as {row['key']}")
        print(table([(at, _words(what, reason)) for at, what, reason in store.inquiry.story(row)], ["", ""]))

    def _list(self, store: Store, which: dict, limit: int) -> None:
        rows, total = store.inquiry.rows(**which, limit=limit)
        print(table(rows, COLUMNS) if rows else "none")
        if total > len(rows):
            print(f"{total - len(rows):,} more; --limit shows more of them")

    def _retry(self, store: Store, args: list[str], which: dict) -> None:
        if not args and not any(which.values()):
            raise UsageError("--retry: of which? Name a URL, or --source, --state, --reason", print_help=False)
        with store.transaction():
            count = store.inquiry.reopen(args[0] if args else None, **which)
        print(f"{count:,} URLs are tried again by the next run")
        self.exitcode = int(not count)


def _words(what: str, reason: str | None) -> str:
    return (
        f"{what}: {reason}: {because(reason)}"
        if reason and because(reason)
        else ": ".join(filter(None, (what, reason)))
    )
