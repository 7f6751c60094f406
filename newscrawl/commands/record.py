"""scrapy record: keep a page of a source with what is read from it, for the tests to hold."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from scrapy import Request
from scrapy.commands import BaseRunSpiderCommand
from scrapy.exceptions import UsageError
from scrapy.http import Response

from newscrawl.console import KeepsNothing, ready, table
from newscrawl.urls import registrable

FOLDER = Path("tests/pages")
SHOWN = 80  # characters of a value


class Command(KeepsNothing, BaseRunSpiderCommand):
    requires_project = True

    def syntax(self) -> str:
        return "[options] NAME URL"

    def short_desc(self) -> str:
        return "Record an article page of a source for the tests"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--folder", type=Path, default=FOLDER, help=f"where to (default: {FOLDER}/NAME)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from newscrawl import records
        from newscrawl.reading import Task
        from newscrawl.spiders.base import header

        if len(args) != 2:
            raise UsageError("name a source and the URL of one of its articles", print_help=False)
        name, url = args
        ready(self.settings, [url])
        spider = visiting(self.crawler_process.spider_loader.load(name), url)
        crawler = self._create_crawler(spider)
        self.crawler_process.crawl(crawler)
        self.crawler_process.start()
        if not spider.found:
            raise UsageError(f"{url}: could not be fetched; the log says why", print_help=False)
        response = spider.found[0]
        task = Task(response.body, response.url, header(response, "Content-Type"), datetime.now(UTC))
        path = records.save(opts.folder / name, spider.source, task)
        article = records.article_of(spider.source, task)
        via = article.pop("via", {})
        rows = [(key, via.get(key, ""), str(value)[:SHOWN].replace("\n", " ")) for key, value in article.items()]
        print(table(rows, ["field", "found by", "read"]))
        print(
            f"\nrecorded as {path}; correct it by hand where the page says otherwise: the tests hold what stands there"
        )


def visiting(spider: type, url: str) -> type:
    """The spider of a source, sent to one URL and keeping the response."""

    async def start(self):
        yield Request(url, callback=self.keep, dont_filter=True, meta=self._meta())

    def keep(self, response: Response) -> None:
        self.found.append(response)

    hosts = [*spider.allowed_domains, registrable(url)]  # it was typed by hand
    return type(spider.__name__, (spider,), {"start": start, "keep": keep, "found": [], "allowed_domains": hosts})
