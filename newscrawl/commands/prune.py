"""scrapy prune: bound what is kept beside the articles."""

import argparse

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader

from newscrawl.console import OneLine, database, nothing_else, told
from newscrawl.retention import beginning
from newscrawl.store import Store
from newscrawl.store.rows import now, stamp

BOUNDS = {  # option: (setting, what it says, the most that is no slip of the pen)
    "--days": ("NEWSCRAWL_PAGES_DAYS", "raw pages of the last N days", 100_000),
    "--mb": ("NEWSCRAWL_PAGES_MB", "N MB of raw pages", 1_000_000_000),
    "--revisions-days": ("NEWSCRAWL_REVISIONS_DAYS", "what articles said before, of the last N days", 100_000),
    "--revisions-mb": ("NEWSCRAWL_REVISIONS_MB", "N MB of what articles said before", 1_000_000_000),
}


class Command(OneLine, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Delete old raw pages and revisions and give the space back; articles stay"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        for option, (setting, words, _) in BOUNDS.items():
            parser.add_argument(option, metavar="N", help=f"keep {words} (default: {setting})")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        nothing_else(args)
        page_days, page_mb, days, megabytes = (self._bound(option, opts) for option in BOUNDS)
        if page_days is page_mb is days is megabytes is None:
            raise UsageError("nothing is bounded; say --days, or set NEWSCRAWL_PAGES_DAYS", print_help=False)
        with database(self.settings) as store, told():
            with store.transaction():
                pages, held = store.pages.drop(self._before(store, page_days), page_mb and page_mb * 10**6)
                revisions, said = store.revisions.drop(self._before(store, days), megabytes and megabytes * 10**6)
            if pages or revisions:
                store.vacuum()
        print(
            f"deleted: pages of {pages:,} articles, {held / 1e6:,.1f} MB; {revisions:,} revisions, {said / 1e6:,.1f} MB"
        )

    def _bound(self, option: str, opts: argparse.Namespace) -> int | None:
        """A bound as a whole number; None: unbounded. Raises UsageError."""
        setting, _, most = BOUNDS[option]
        said = getattr(opts, option[2:].replace("-", "_"))
        value = said if said is not None else self.settings.get(setting)
        if value is None or (str(value).isascii() and str(value).isdigit() and int(value) <= most):
            return None if value is None else int(value)
        name = setting if said is None else option
        raise UsageError(f"{name}: {value!r} is no whole number from 0 to {most:,}", print_help=False)

    def _before(self, store: Store, days: int | None) -> dict[str, str]:
        """For each source the time (UTC) before which things go, by its own calendar."""
        if days is None:
            return {}
        loader = get_spider_loader(self.settings)
        known = {name: loader.source_or_none(name) for name in store.runs.sources()}
        return {name: stamp(beginning(days, now(), source and source.zone)) for name, source in known.items()}
