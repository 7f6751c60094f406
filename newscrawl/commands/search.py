"""scrapy search: stored articles that contain words."""

import argparse
import json
import logging
import os
import sys
from itertools import takewhile

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from tqdm import tqdm

from newscrawl import query
from newscrawl.console import OneLine, add_selection, database, known_names, known_sources, moment, piped, told
from newscrawl.snippets import snippet, whole
from newscrawl.store import Store, StoreError
from newscrawl.store.search_index import BATCH
from newscrawl.store.selection import Selection

MOST = 10_000  # articles shown
TAKEN = ("Invalid -s", "there is no log level")  # what -senate and -London are taken for
QUOTED = "a word to be left out may look like an option; put all words in quotes: scrapy search 'bank -senate'"
BOLD, PLAIN = "\x1b[1;33m", "\x1b[0m"


class Command(OneLine, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] WORDS"

    def short_desc(self) -> str:
        return "Find stored articles by words: 营商环境 · 央行 OR 美联储 · 北京 -天气 · '\"white house\"' · 'econom*'"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        refuse, parse = parser.error, parser.parse_known_args
        parser.error = lambda message: refuse(f"{message}; {QUOTED}" if message.startswith(TAKEN) else message)
        parser.parse_known_args = lambda args: parse(_no_help_meant(parser, args))
        add_selection(parser)
        parser.add_argument("--outlet", action="append", metavar="NAME", help="only this outlet (may be repeated)")
        parser.add_argument("--section", action="append", metavar="NAME", help="only of this list (may be repeated)")
        parser.add_argument(
            "--stock", action="append", metavar="CODE", help="only what marks this stock or board (may be repeated)"
        )
        parser.add_argument("--limit", type=int, default=20, metavar="N", help="show at most N articles (default: 20)")
        parser.add_argument("--newest", action="store_true", help="the newest first (default: the best)")
        parser.add_argument("--json", action="store_true", help="one JSON object a line, with everything stored")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        if opts.loglevel and opts.loglevel not in logging.getLevelNamesMapping():
            raise UsageError(f"there is no log level {opts.loglevel!r}", print_help=False)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if not 1 <= opts.limit <= MOST:
            raise UsageError(f"--limit: {opts.limit} is no number from 1 to {MOST:,}", print_help=False)
        since, until = (moment(f"--{name}", getattr(opts, name)) for name in ("since", "until"))
        chosen = Selection(opts.source, opts.outlet, opts.section, opts.stock, since, until)
        text = _words(args)
        try:
            terms = query.wanted(query.parse(text))
        except query.QueryError as error:
            raise UsageError(str(error), print_help=False) from None
        count = None
        with database(self.settings) as store:
            known_sources(store, opts.source or [])
            known_names("outlet", opts.outlet, store.articles.publishers)
            known_names("section", opts.section, store.articles.sections)
            _index(store)
            with piped(), told():
                records = store.search(text, chosen, limit=opts.limit, newest=opts.newest)
                count = sum(_show(record, terms, opts.json) for record in records)
        if count == 0:
            print("nothing found", file=sys.stderr)
            self.exitcode = 1


def _no_help_meant(parser: argparse.ArgumentParser, args: list[str]) -> list[str]:
    """The same, if no word of them begins with -h, as -house does: since Python 3.13 it would ask for help."""
    for word in takewhile(lambda word: word != "--", args):
        if word.startswith("-h") and word != "-h":
            parser.error(f"{word}: {QUOTED}")
    return args


def _words(args: list[str]) -> str:
    """What is looked for. A mistyped option reaches us as a word; so does the -- that ends options."""
    if args[:1] == ["--"]:
        return " ".join(args[1:])
    for word in args:
        if word.startswith("--"):
            raise UsageError(f"unknown option {word!r}", print_help=False)
    return " ".join(args)


def _index(store: Store) -> None:
    waiting = store.search_index.waiting()
    try:
        with tqdm(total=waiting, unit=" articles", desc="indexing", delay=1, disable=not sys.stderr.isatty()) as bar:
            store.index(bar.update)
    except StoreError as error:
        if waiting > BATCH:
            print(f"{waiting:,} articles are not in the index and searched one by one: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        raise UsageError("stopped; call it again to go on", print_help=False) from None


def _show(record: dict, terms: list[query.Term], as_json: bool) -> int:
    """Print an article; returns 1."""
    piece = snippet(record["article_body"], terms)
    if as_json:
        print(json.dumps(record | {"snippet": piece.text, "matches": piece.marks}, ensure_ascii=False))
        return 1
    bold = (BOLD, PLAIN) if sys.stdout.isatty() and not os.environ.get("NO_COLOR") else ("", "")
    at = (record["date_published"] or record["fetched_at"])[:16].replace("T", " ")
    print(whole(record["headline"], terms).highlighted(*bold))
    print("  " + " · ".join(filter(None, [f"{at} UTC", record["publisher"], record["source"], record["url"]])))
    print(f"  {piece.highlighted(*bold)}\n")
    return 1
