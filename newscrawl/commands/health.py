"""scrapy health: which sources are well, what is wrong with the others and what to do."""

import argparse

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.console import OneLine, database, told
from newscrawl.store.rows import now


class Command(OneLine, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [NAME ...]"

    def short_desc(self) -> str:
        return "Show which sources are well, and what to do about the others; exit code 1 if any is ill"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        forms = parser.add_mutually_exclusive_group()
        forms.add_argument("--json", action="store_true", help="a JSON object a line")
        forms.add_argument("--prometheus", action="store_true", help="metrics in Prometheus' text format")
        forms.add_argument("--html", metavar="FILE", help="write a page to look at")
        forms.add_argument("--alert", action="store_true", help="send what is due to the receivers in NEWSCRAWL_ALERTS")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from newscrawl import checkup

        if opts.alert:
            if args:
                raise UsageError("--alert looks at all sources; name none", print_help=False)
            checkup.check_receivers()
        with database(self.settings) as store, told():
            verdicts, at = checkup.examine_all(store, self.settings, args, now()), now()
            if opts.alert:
                checkup.alert(store, verdicts, at)
        checkup.show(verdicts, opts, at)
        self.exitcode = int(any(one.state == "ill" for one in verdicts))
