"""scrapy reextract: read kept pages again with today's rules."""

import argparse
import sys
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.spiderloader import get_spider_loader
from tqdm import tqdm

from newscrawl.console import OneLine, add_selection, database, known_sources, moment, nothing_else, table, told
from newscrawl.store import Store

if TYPE_CHECKING:
    from newscrawl.reextract import Selection, Tally

SHOWN = 60  # characters of an example


class Command(OneLine, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Read kept pages again with today's rules; what differs becomes a revision"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_selection(parser)
        parser.add_argument("--all", action="store_true", help="also pages that were read with today's rules")
        parser.add_argument("--dry-run", action="store_true", help="only show what would change")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from newscrawl.reextract import Tally

        nothing_else(args, "name a source with --source")
        tally = Tally()
        with database(self.settings) as store:
            self._read(self._chosen(store, opts), tally, dry_run=opts.dry_run)
        for article_id in tally.deadly:
            print(f"article {article_id}: left alone: its page kills the process that reads it", file=sys.stderr)
        _show(tally, opts.dry_run)

    def _chosen(self, store: Store, opts: argparse.Namespace) -> "list[Selection]":
        from newscrawl.reextract import Selection

        known_sources(store, opts.source or [])
        since, until = moment("--since", opts.since), moment("--until", opts.until)
        loader = get_spider_loader(self.settings)
        chosen = []
        for name in opts.source or store.runs.sources():
            if name not in loader.list():  # read without its file, its articles would lose what the file says
                print(f"{name}: left out: it has no source file; name its folder in NEWSCRAWL_SOURCES", file=sys.stderr)
                self.exitcode = 1
                continue
            chosen.append(Selection(store, name, loader.source_or_none(name), since, until, opts.all))
        return chosen

    def _read(self, chosen: "list[Selection]", tally: "Tally", *, dry_run: bool) -> None:
        from newscrawl.reextract import reextract

        total = sum(len(one.ids()) for one in chosen)
        readers = max(1, self.settings.getint("NEWSCRAWL_READERS"))  # the command itself only waits and writes
        with tqdm(total=total, unit=" articles", disable=not sys.stderr.isatty(), leave=False) as bar:
            try:
                with told():
                    for one in chosen:
                        reextract(one, tally, readers, dry_run=dry_run, progress=bar.update)
            except KeyboardInterrupt:
                print("stopped; call it again to go on", file=sys.stderr)
                self.exitcode = 130


def _show(tally: "Tally", dry_run: bool) -> None:
    word = "would be revised" if dry_run else "revised"
    print(f"{tally.read:,} articles read, {tally.revised:,} {word}, {tally.unreadable:,} unreadable now and left alone")
    rows = [
        (name, count, article_id, *(str(value)[:SHOWN].replace("\n", " ") for value in (old, new)))
        for name, count in tally.fields.most_common()
        for article_id, old, new in [tally.examples[name]]
    ]
    if rows:
        print(table(rows, ["field", "changed", "e.g. article", "before", "after"]))
