"""scrapy ledger: what became of every URL."""

import argparse

from scrapy.commands import ScrapyCommand

from newscrawl.console import database, known_sources, table


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [URL]"

    def short_desc(self) -> str:
        return "Show what became of the URLs found, or of one"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--source", metavar="NAME", help="only this source")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        store = database(self.settings)
        known_sources(store, [opts.source] if opts.source else [])
        if args:
            self._one(store.ledger.history(args[0]), args[0])
        else:
            print(table(store.ledger.tally(opts.source), ["source", "state", "reason", "URLs"]))
        store.close()

    def _one(self, row: dict | None, url: str) -> None:
        if row is None:
            print(f"{url}: never seen")
            self.exitcode = 1
            return
        print(table([(name, value) for name, value in row.items() if value is not None], ["", ""]))
