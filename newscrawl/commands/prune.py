"""scrapy prune: bound what is kept beside the articles."""

import argparse

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.console import database, told

MOST_DAYS, MOST_MB = 100_000, 1e9  # of a bound; beyond, it is a slip of the pen


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        return "Delete old raw pages and give the space back; articles and their history stay"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--days", metavar="N", help="keep pages N days (default: NEWSCRAWL_PAGES_DAYS)")
        parser.add_argument("--mb", metavar="N", help="keep N MB of pages (default: NEWSCRAWL_PAGES_MB)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError(f"unknown argument {args[0]!r}", print_help=False)
        days = opts.days if opts.days is not None else self.settings.get("NEWSCRAWL_PAGES_DAYS")
        megabytes = opts.mb if opts.mb is not None else self.settings.get("NEWSCRAWL_PAGES_MB")
        if days is None and megabytes is None:
            raise UsageError(
                "nothing bounds the pages; say --days or --mb, or set NEWSCRAWL_PAGES_DAYS", print_help=False
            )
        days, megabytes = _bound("days", days, MOST_DAYS), _bound("mb", megabytes, MOST_MB)
        store = database(self.settings)
        with told(), store.transaction():
            count, size = store.articles.drop_pages(days, None if megabytes is None else int(megabytes * 1e6))
        if count:
            with told():
                store.vacuum()
        store.close()
        print(f"pages of {count:,} articles deleted, {size / 1e6:,.1f} MB")


def _bound(name: str, value: object, most: float) -> float | None:
    """A bound as a number from 0; None: unbounded. Raises UsageError."""
    try:
        number = None if value is None else float(value)
    except ValueError:
        number = -1.0
    if number is None or 0 <= number <= most:
        return number
    raise UsageError(f"--{name}: {value!r} is no number from 0 to {most:,.0f}", print_help=False)
