"""scrapy list: every source, and what is wrong with those that can't be used."""

import argparse
import sys

from scrapy.commands.list import Command as ScrapyList
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader

from newscrawl.console import OneLine, nothing_else, piped, ready
from newscrawl.loader import SourceLoader


class Command(OneLine, ScrapyList):
    def short_desc(self) -> str:
        return "List the sources"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        nothing_else(args)
        ready(self.settings, ())
        with piped():
            self._print(get_spider_loader(self.settings))

    def _print(self, loader: SourceLoader) -> None:
        for name in sorted(loader.list()):
            try:
                loader.load(name)
            except UsageError as error:
                print(f"scrapy: error: {error}", file=sys.stderr)
                self.exitcode = 2
            else:
                print(name)
