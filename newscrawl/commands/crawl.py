"""scrapy crawl: Scrapy's own, with a summary, and an exit code that tells whether the run did its job."""

import argparse

from scrapy import Spider
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from newscrawl import source_checks
from newscrawl.console import OneLine, database, moment, ready, summary
from newscrawl.jsonlog import to_json
from newscrawl.report import Report

ARGUMENTS = ("start_urls", "backfill")
JOB = "_job"  # the id that scrapyd gives to each spider it starts


class Command(OneLine, ScrapyCrawl):
    def short_desc(self) -> str:
        return "Crawl one source, by name"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        to_json(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one source; `scrapy list` shows all", print_help=False)
        crawler = self._create_crawler(args[0])
        check_arguments(opts.spargs, crawler.spidercls)
        urls = opts.spargs.get("start_urls")
        ready(crawler.settings, urls.split(",") if urls else getattr(crawler.spidercls, "start_urls", ()))
        database(self.settings, create=True).close()  # what is wrong with it is said in a line, before anything starts
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed:
            self.exitcode = 1
            return
        report = crawler.get_extension(Report)
        summary(args[0], report.state, report.counts())
        self.exitcode = int(report.state != "ok")


def check_arguments(spargs: dict[str, str], spider: type[Spider]) -> None:
    """Refuse what the spider would stumble over, or pass over. Raises UsageError."""
    for name in spargs if hasattr(spider, "source") else ():  # one that is written in code may take any
        if name not in (*ARGUMENTS, JOB):
            raise UsageError(f"-a {name}: unknown; a source takes {' and '.join(ARGUMENTS)}", print_help=False)
    if "backfill" in spargs:
        moment("-a backfill", spargs["backfill"])
    if "start_urls" in spargs:
        try:
            source_checks.urls("-a start_urls", spargs["start_urls"].split(","))
        except source_checks.SourceError as error:
            raise UsageError(str(error), print_help=False) from None
