"""scrapy prune: bound what is kept beside the articles."""

import argparse

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.console import database


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        return "Delete old raw pages and give the space back; articles and their history stay"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--days", type=float, metavar="N", help="keep pages N days (default: NEWSCRAWL_PAGES_DAYS)")
        parser.add_argument("--mb", type=float, metavar="N", help="keep N MB of pages (default: NEWSCRAWL_PAGES_MB)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        days = opts.days if opts.days is not None else self.settings.get("NEWSCRAWL_PAGES_DAYS")
        megabytes = opts.mb if opts.mb is not None else self.settings.get("NEWSCRAWL_PAGES_MB")
        if days is None and megabytes is None:
            raise UsageError(
                "nothing bounds the pages; say --days or --mb, or set NEWSCRAWL_PAGES_DAYS", print_help=False
            )
        store = database(self.settings)
        with store.transaction():
            count, size = store.articles.drop_pages(
                None if days is None else float(days), None if megabytes is None else int(float(megabytes) * 1e6)
            )
        if count:
            store.vacuum()
        store.close()
        print(f"pages of {count:,} articles deleted, {size / 1e6:,.1f} MB")
