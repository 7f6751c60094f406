"""scrapy export: stored articles as a dataset."""

import argparse
import sys

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader

from newscrawl.console import (
    OneLine,
    add_selection,
    database,
    known_names,
    known_sources,
    moment,
    nothing_else,
    piped,
    told,
    watched,
)
from newscrawl.publish.export import Export, PublishError, option_of
from newscrawl.publish.formats import FORMATS, by_name, write
from newscrawl.store import Store

NARROWER = {  # options that choose among articles, beside those of every command
    "section": "only what was listed under this section",
    "outlet": "only what this outlet printed",
    "stock": "only what marks this stock or board",
}


class Command(OneLine, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [DIR]"

    def short_desc(self) -> str:
        return f"Write stored articles: {', '.join(FORMATS)}"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-o",
            "--output",
            metavar="PATH",
            help="write to this file or folder (DIR/: a release), whole or not at all (default: stdout)",
        )
        parser.add_argument("--format", choices=FORMATS, help="default: by the file's ending, else jsonl")
        add_selection(parser)
        for name, says in NARROWER.items():
            parser.add_argument(f"--{name}", action="append", metavar="NAME", help=f"{says} (may be repeated)")
        parser.add_argument(
            "--one-per-story", action="store_true", help="of each story the earliest copy; also_in names the others"
        )
        parser.add_argument("--search", metavar="WORDS", help="only what `scrapy search WORDS` finds")
        for flag, keywords in {flag: how for one in FORMATS.values() for flag, how in one.options.items()}.items():
            parser.add_argument(flag, **keywords)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        name = opts.format or by_name(opts.output)
        if name is None:
            raise UsageError(f"{opts.output}: no format has that ending; name one: --format", print_help=False)
        target = opts.output or (args.pop(0) if args and FORMATS[name].folder else None)
        nothing_else(args, "a file is named by -o")
        options = _options_of(name, opts)
        count = None
        with database(self.settings) as store:
            try:
                with piped(), told(), store.reading():
                    store.keep_little()
                    export = Export(
                        store, _filters(store, opts), options, self.settings, lambda: self._zones(store), watched
                    )
                    count = write(name, export, target)
            except PublishError as error:
                raise UsageError(str(error), print_help=False) from None
            except KeyboardInterrupt:
                what = "call it again, it goes on" if FORMATS[name].folder else "nothing was written"
                print(f"stopped; {what}", file=sys.stderr)
                self.exitcode = 130
                return
            except OSError as error:
                raise UsageError(f"{target}: can't be written: {error.strerror}", print_help=False) from None
        if count is not None:
            print(f"{count:,} articles exported", file=sys.stderr)

    def _zones(self, store: Store) -> dict[str, str]:
        """The zones of all sources that have a file and name one."""
        loader = get_spider_loader(self.settings)
        known = {name: loader.source_or_none(name) for name in store.runs.sources()}
        return {name: found.timezone for name, found in known.items() if found and found.timezone}


def _filters(store: Store, opts: argparse.Namespace) -> dict:
    """The keywords of Articles.select. Raises UsageError for a name of which nothing is stored."""
    known_sources(store, opts.source or [])
    known_names("section", opts.section, store.articles.sections)
    known_names("outlet", opts.outlet, store.articles.publishers)
    return {
        "sources": opts.source, "sections": opts.section, "outlets": opts.outlet, "stocks": opts.stock,
        "search": opts.search, "one_per_story": opts.one_per_story,
        "since": moment("--since", opts.since), "until": moment("--until", opts.until),
    }  # fmt: skip


def _options_of(name: str, opts: argparse.Namespace) -> dict:
    """The options of a format by name. Raises UsageError for one that is another format's."""
    found = {}
    for flag, keywords in {flag: how for one in FORMATS.values() for flag, how in one.options.items()}.items():
        option = option_of(flag)
        if flag in FORMATS[name].options:
            found[option] = getattr(opts, option)
        elif getattr(opts, option) not in (None, False, keywords.get("default")):
            takes = ", ".join(other for other, one in FORMATS.items() if flag in one.options)
            raise UsageError(f"{flag} is for {takes}, not for {name}", print_help=False)
    return found
