"""scrapy export: stored articles as a dataset."""

import argparse
import os
import sys
from pathlib import PurePath

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.console import add_selection, database, known_sources, moment
from newscrawl.publish.datasets import FORMATS
from newscrawl.publish.whole import whole


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        return "Write stored articles as JSON Lines or CSV"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-o", "--output", metavar="FILE", help="write to FILE, whole or not at all (default: stdout)"
        )
        parser.add_argument("--format", choices=sorted(FORMATS), help="default: by FILE's ending, else jsonl")
        add_selection(parser)
        parser.add_argument(
            "--stock", action="append", metavar="CODE", help="only what marks this stock or board (may be repeated)"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError(f"unknown argument {args[0]!r}", print_help=False)
        ending = PurePath(opts.output or "").suffix.lstrip(".").lower()
        write = FORMATS[opts.format or (ending if ending in FORMATS else "jsonl")]
        since, until = (moment(f"--{name}", getattr(opts, name)) for name in ("since", "until"))
        store = database(self.settings)
        known_sources(store, opts.source or [])
        try:
            with whole(opts.output) as stream:
                count = write(store.articles.select(opts.source, since, until, opts.stock), stream)
        except BrokenPipeError:  # the reader has seen enough; what is still buffered must not raise at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        except OSError as error:
            raise UsageError(f"{opts.output}: can't be written: {error.strerror}", print_help=False) from None
        finally:
            store.close()
        print(f"{count:,} articles exported", file=sys.stderr)
