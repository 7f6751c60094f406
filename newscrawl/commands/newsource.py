"""scrapy newsource: from the URL of a list to a source file, with five articles to judge it by."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.commands import BaseRunSpiderCommand
from scrapy.exceptions import UsageError

from newscrawl import source
from newscrawl.console import KeepsNothing, ready, table
from newscrawl.loader import BUILT_IN
from newscrawl.report import Report
from newscrawl.source import SourceError

if TYPE_CHECKING:
    from newscrawl.scout import Findings

SHOWN = 60  # characters


class Command(KeepsNothing, BaseRunSpiderCommand):
    requires_project = True

    def syntax(self) -> str:
        return "[options] NAME URL"

    def short_desc(self) -> str:
        return "Look at a page, feed or sitemap that lists news and write a source file for it"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--folder", type=Path, help="where to (default: your folder of sources, else the package's)"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from newscrawl import scout
        from newscrawl.scouting import Scout

        if len(args) != 2:
            raise UsageError("name the new source and the URL of a list of its news", print_help=False)
        name, url = args
        path = self._path(name, opts.folder)
        ready(self.settings, [url])
        try:
            spider = Scout.of(source.read({"title": name, "start_urls": [url], "max_pages": 1}, name))
        except SourceError as error:
            raise UsageError(str(error), print_help=False) from None
        crawler = self._create_crawler(spider)
        found = spider.found = scout.Findings(url)
        crawler.signals.connect(found.take, signal=signals.item_scraped)
        self.crawler_process.crawl(crawler)
        self.crawler_process.start()
        _show(found)
        if not found.articles:
            why = "; ".join(crawler.get_extension(Report).lists_failed) or f"{url}: no article could be read"
            raise UsageError(f"{why}; nothing was written", print_help=False)
        path.write_text(scout.source_file(found), encoding="utf-8")
        print(f"\nwritten to {path}:\n\n{path.read_text('utf-8')}\nnow: scrapy crawl {name}")

    def _path(self, name: str, folder: Path | None) -> Path:
        own = [Path(one).expanduser() for one in self.settings.getlist("NEWSCRAWL_SOURCES") if one]
        path = (folder or (own or [BUILT_IN])[0]) / f"{name}.toml"
        if not path.parent.is_dir():
            raise UsageError(f"{path.parent} is no folder", print_help=False)
        if name in self.crawler_process.spider_loader.files() or path.exists():
            raise UsageError(f"there is a source named {name!r} already", print_help=False)
        return path


def _show(found: "Findings") -> None:
    for note in found.notes:
        print(note)
    rows = [
        (
            article.date_published.isoformat(timespec="minutes") if article.date_published else "",
            article.publisher or "",
            ", ".join(article.authors),
            (article.headline or "")[:SHOWN],
            len(article.article_body or ""),
        )
        for article in found.articles
    ]
    if rows:
        print(table(rows, ["published", "publisher", "authors", "headline", "characters"]))
