"""scrapy list: every source, and what is wrong with those that can't be used."""

import argparse
import sys

from scrapy.commands.list import Command as ScrapyList
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader


class Command(ScrapyList):
    def short_desc(self) -> str:
        return "List the sources"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        loader = get_spider_loader(self.settings)
        for name in sorted(loader.list()):
            try:
                loader.load(name)
            except UsageError as error:
                print(f"scrapy: error: {error}", file=sys.stderr)
                self.exitcode = 2
            else:
                print(name)
