"""scrapy diff: what was changed in an article since it was stored."""

import argparse
import json
import sys

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.console import OneLine, database, told
from newscrawl.store.revisions import Revision
from newscrawl.worddiff import diff, render

REASONS = {"corrected": "the page was changed", "reextracted": "the page was read by other rules"}
UNREAD = ("article_body_html", "via")  # the text says the same


class Command(OneLine, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] ID|URL"

    def short_desc(self) -> str:
        return "Show what was changed in an article since it was stored, word by word"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--all", action="store_true", help="all changes, the latest first (default: the latest)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one article, by its id or URL", print_help=False)
        with database(self.settings) as store, told(), store.reading():
            article_id = int(args[0]) if args[0].isascii() and args[0].isdigit() else store.article_at(args[0])
            article = store.articles.get(article_id) if article_id else None
            revisions = store.revisions.of(article_id) if article else []
        if not article:
            raise UsageError(f"no article {args[0]} is stored; `scrapy ledger URL` says why", print_help=False)
        print(f"{article_id}  {article.headline}\n{article.url}")
        for revision in revisions if opts.all else revisions[:1]:
            _show(revision)
        if not revisions:
            print("never changed since it was stored")


def _show(revision: Revision) -> None:
    print(f"\n{revision.replaced_at}  {REASONS[revision.reason]}")
    for name, (old, new) in revision.changes.items():
        if name not in UNREAD:
            pieces = diff(_plain(name, old), _plain(name, new))
            print(f"{name}: {render(pieces, colour=sys.stdout.isatty())}")


def _plain(name: str, value: object) -> str:
    """A column's value as text: names in lists joined, nothing as nothing."""
    if name in ("authors", "editors", "keywords"):
        return "; ".join(json.loads(value))
    return "" if value is None else str(value)
