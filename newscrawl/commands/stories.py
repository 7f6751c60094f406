"""scrapy stories: what was printed more than once, who printed it first, who followed."""

import argparse
import sys
from datetime import datetime, timedelta

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from tqdm import tqdm

from newscrawl.console import OneLine, add_selection, database, known_sources, moment, table, told
from newscrawl.store import Store
from newscrawl.worddiff import diff, render

FOLLOWERS, TITLE = 4, 40  # outlets named in a row of the list; characters of a headline
FEWEST, MOST = 1, 10_000


class Command(OneLine, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [ARTICLE_ID]"

    def short_desc(self) -> str:
        return "Show the largest stories and who printed them first, or an article's copies and how they differ"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_selection(parser)
        parser.add_argument("-n", "--number", default="20", metavar="N", help="how many stories (default: 20)")
        parser.add_argument(
            "--rebuild", action="store_true", help="find the stories of all articles anew, or go on where that stopped"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        article_id, number = _whole("an article's id", args[0]) if args else None, _whole("--number", opts.number)
        if len(args) > 1 or (args and opts.rebuild):
            raise UsageError("name one article by its id, or none", print_help=False)
        with database(self.settings) as store, told(), store.reading():
            if opts.rebuild:
                self.exitcode = _rebuild(store)
            elif article_id:
                _one(store, article_id)
            else:
                _largest(store, opts, number)
            if not opts.rebuild and store.stories.ungrouped():
                print("not all articles are grouped yet: `scrapy stories --rebuild` does it", file=sys.stderr)


def _whole(name: str, text: str) -> int:
    """A whole number from FEWEST; of stories to MOST. Raises UsageError."""
    most = MOST if name.startswith("-") else sys.maxsize
    if text.isascii() and text.isdigit() and FEWEST <= int(text) <= most:
        return int(text)
    raise UsageError(
        f"{name}: {text!r} is no number from {FEWEST}" + f" to {MOST:,}" * (most == MOST), print_help=False
    )


def _rebuild(store: Store) -> int:
    """Find the stories of all articles anew; the exit code."""
    steps = store.stories.rebuild()
    with tqdm(unit=" articles", disable=not sys.stderr.isatty(), leave=False) as bar:
        try:
            while True:
                with store.transaction():
                    step = next(steps, None)
                if step is None:
                    break
                bar.total = step[1]
                bar.update(step[0] - bar.n)
        except KeyboardInterrupt:
            print("stopped; call it again to go on", file=sys.stderr)
            return 130
    stories, copies = store.stories.tally()
    print(f"{copies:,} copies of {stories:,} {'story' if stories == 1 else 'stories'}; all else was printed once")
    return 0


def _largest(store: Store, opts: argparse.Namespace, number: int) -> None:
    known_sources(store, opts.source or [])
    since, until = moment("--since", opts.since), moment("--until", opts.until)
    rows = []
    for story in store.stories.largest(since, until, opts.source, number):
        first, *others = store.stories.copies(story["id"])
        followed = ", ".join(f"{_outlet(one)} {_lag(first, one)}".strip() for one in others[:FOLLOWERS])
        more = f", {len(others) - FOLLOWERS} more" if len(others) > FOLLOWERS else ""
        rows.append((first["id"], story["copies"], _time(first), _outlet(first), followed + more,
                     first["headline"][:TITLE]))  # fmt: skip
    if rows:
        print(table(rows, ["article", "copies", "first printed (UTC)", "by", "followed by", "headline"]))
    else:
        print("no story was printed more than once")


def _one(store: Store, article_id: int) -> None:
    """An article's story: its copies, and how they differ from the one that was printed first."""
    article = store.articles.get(article_id)
    if not article:
        raise UsageError(f"no article has the id {article_id}", print_help=False)
    story_id = store.stories.story_of(article_id)
    copies = store.stories.copies(story_id) if story_id else []
    print(f"{article_id}  {article.headline}\n{article.url}\n")
    if len(copies) < 2:
        print("no copy of it is stored")
        return
    first = copies[0]
    rows = [
        (one["id"], _time(one), _lag(first, one), _outlet(one), one["headline"][:TITLE], one["url"]) for one in copies
    ]
    print(table(rows, ["article", "printed (UTC)", "after", "by", "headline", "url"]))
    origin = store.articles.get(first["id"])
    for one in copies[1:] if article_id == first["id"] else [one for one in copies if one["id"] == article_id]:
        pieces = diff(origin.article_body, store.articles.get(one["id"]).article_body)
        said = render(pieces, colour=sys.stdout.isatty()) if len(pieces) > 1 else "the same to the letter"
        print(f"\n{one['id']}  {_outlet(one)}, against {first['id']}:\n{said}")


def _outlet(copy: dict) -> str:
    return copy["publisher"] or copy["source"]


def _time(copy: dict) -> str:
    return copy["published"][: 10 if copy["date_precision"] == "day" else 16].replace("T", " ")


def _lag(first: dict, copy: dict) -> str:
    """How long after the first: "+1d2h", "+5m"; nothing for the first itself, or where only a day is known."""
    if copy is first or "day" in (first["date_precision"], copy["date_precision"]):
        return ""
    lag = datetime.fromisoformat(copy["published"]) - datetime.fromisoformat(first["published"])
    days, rest = divmod(lag, timedelta(days=1))
    hours, minutes = divmod(int(rest.total_seconds()) // 60, 60)
    parts = [(days, "d"), (hours, "h"), (0 if days else minutes, "m")]
    return "+" + ("".join(f"{value}{unit}" for value, unit in parts if value) or "0m")
