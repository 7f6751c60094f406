"""Compare what a crawl of a mirror's site has stored with the posts that the site lists.

    python benchmarks/seed_compare.py POSTS DB URL

POSTS is the folder that ``seed_site.py`` built the site at URL from, DB the crawl's SQLite file (of ``articles`` url,
headline, date_published, publisher and article_body are read; of ``ledger`` url, state and reason). Prints a table of
counts and every difference; exit code 1 if there is any. What counts as right:

- listed: linked from the home page or a category page. URLs are compared by path, so the site's port may change;
- headline: the title, but for white space; instant: the one that the site shows (a date without a zone is UTC in YAML);
- outlet: the one in （文章来源：…）; else the tag, with or without its last 新闻, or the （…） that ends the text;
- text: that of the post without link lines, picture credits, the （文章来源：…） paragraph, white space and what
  Markdown changes or Liquid runs; the leading digest quote may be there or not;
- a broken post (no readable front matter, no title or no time) must be refused with a reason; one that only the home
  page links to may also be unseen;
- twins (the same 18 digits, once with NW) are one article: if one of them is stored, the other may be a duplicate, or
  have no ledger row of its own where the source knows its articles by their ids.
"""

import argparse
import re
import sqlite3
import sys
import unicodedata
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import urlopen

import lxml.html
from parsel import Selector
from seed_site import BEIJING, Post, read_posts

DIGITS = re.compile(r"(?:NW)?(\d{18})")
NO_TEXT = re.compile(
    r"^(?:<(?:https?://[^>]*)?>|\[返回[^\n]*)[ \t]*$|\{\{.*?\}\}|\{%.*?%\}", re.M
)  # link lines, Liquid
DIGEST = re.compile(r"\A\s*((?:^>.*\n?)+)", re.M)
CREDIT = re.compile(r"<p[^>]*>(?:\s|<[^>]*>)*图片来源[:：][^<]{0,40}(?:\s|<[^>]*>)*?</p>")
SAID_SOURCE = re.compile(r"（文章来源：([^）]*)）")
LAST_BRACKETS = re.compile(r"（([^（）]{2,20})）\s*\Z")
QUOTES = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’", "'"), **dict.fromkeys("–—―", "-")})
EATEN = re.compile(r"[\s*_\\`|\u200b\ufeff]+|-(?=-)")  # white space, Markdown's marks, all but one of several dashes


class Text(NamedTuple):
    """What a post says: digest and body folded for comparing, and the names that are right for its outlet."""

    digest: str
    body: str
    outlets: list[str]


class Row(NamedTuple):
    """An article as stored."""

    headline: str | None
    date_published: str | None
    publisher: str | None
    article_body: str | None


@dataclass
class Outcome:
    """Counts by name, and one line per difference."""

    counts: Counter = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def differ(self, path: str, what: str, detail: str) -> None:
        self.counts[f"DIFFERENT {what}"] += 1
        self.differences.append(f"{path}: {what}: {detail}")


def fold(text: str) -> str:
    return EATEN.sub("", unicodedata.normalize("NFKC", text).translate(QUOTES))


def text_of(post: Post) -> Text:
    """The text of a post, read from its Markdown and HTML without Jekyll."""
    found = DIGEST.match(post.content)
    digest = re.sub(r"^> ?", "", found[1], flags=re.M) if found else ""
    rest = NO_TEXT.sub("", CREDIT.sub("", post.content[found.end() :] if found else post.content))
    text = lxml.html.fragment_fromstring(rest, create_parent="div").text_content()
    said, last = SAID_SOURCE.search(text), LAST_BRACKETS.search(text)
    outlets = [said[1]] if said else [post.tag.removesuffix("新闻"), post.tag, *([last[1]] if last else [])]
    return Text(fold(digest), fold(SAID_SOURCE.sub("", text)), [name.strip() for name in outlets])


def listed(url: str) -> dict[str, bool]:
    """Paths of the posts that the site links to, each with whether a category page does, home page first."""
    found: dict[str, bool] = {}
    waiting, seen = [url], set()
    while waiting:
        page_url = waiting.pop(0)
        seen.add(page_url)
        with urlopen(page_url, timeout=30) as response:  # noqa: S310
            page = Selector(response.read().decode())
        for href in page.css("ul.posts li a::attr(href)").getall():
            path = path_of(urljoin(page_url, href))
            found[path] = found.get(path, False) or "/category/" in page_url
        links = {urljoin(page_url, href) for href in page.css("nav a::attr(href), a.next::attr(href)").getall()}
        waiting += sorted(links - seen - set(waiting))
    return found


def stored(path: Path) -> tuple[dict[str, Row], dict[str, tuple[str, str | None]]]:
    """(articles, ledger) of the crawl's database, by path of the URL."""
    if not path.is_file():
        sys.exit(f"{path}: no such file")
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        articles = db.execute("SELECT url, headline, date_published, publisher, article_body FROM articles").fetchall()
        ledger = db.execute("SELECT url, state, reason FROM ledger").fetchall()
    return {path_of(url): Row(*rest) for url, *rest in articles}, {path_of(url): tuple(rest) for url, *rest in ledger}


def path_of(url: str) -> str:
    return unquote(urlsplit(url).path)


def compare_fields(path: str, post: Post, row: Row, outcome: Outcome) -> None:
    said = text_of(post)
    if "".join((row.headline or "").split()) != "".join(post.title.split()):
        outcome.differ(path, "headline", f"{row.headline!r}, not {post.title!r}")
    got = datetime.fromisoformat(row.date_published) if row.date_published else None
    if got is None or got.tzinfo is None or got != post.published:
        shown = got.astimezone(BEIJING) if got and got.tzinfo else row.date_published
        outcome.differ(path, "instant", f"{shown}, not {post.published.astimezone(BEIJING)} (Beijing)")
    if (row.publisher or "").strip() not in said.outlets:
        outcome.differ(path, "outlet", f"{row.publisher!r}, not {' or '.join(said.outlets)}")
    body = fold(SAID_SOURCE.sub("", row.article_body or ""))
    if body not in (said.body, said.digest + said.body):
        outcome.differ(path, "text", first_difference(body, said))
    outcome.counts["stored with the digest quote"] += bool(said.digest) and body == said.digest + said.body
    outcome.counts["stored eight hours late, as the site shows them"] += post.zoneless


def first_difference(got: str, said: Text) -> str:
    """Where a stored text, folded, parts from the post's, with a little of both."""
    right = said.body if said.body[:9] == got[:9] else said.digest + said.body
    same = next((i for i, (a, b) in enumerate(zip(got, right, strict=False)) if a != b), min(len(got), len(right)))
    part = slice(same, same + 30)
    return f"{len(got)} characters, not {len(right)}; from {same}: {got[part]!r}, not {right[part]!r}"


def compare(posts: list[Post], paths: dict[str, bool], articles: dict, ledger: dict) -> Outcome:
    """Hold every listed path against its post."""
    outcome = Outcome()
    names = {name: post for post in posts if post.id for name in (post.path.stem, post.id)}
    by_path = {path: names.get(Path(path).stem) for path in paths}
    kept = {digits(path) for path in paths if path in articles}
    for path, post in by_path.items():
        outcome.counts["listed"] += 1
        if post is None:
            outcome.differ(path, "listing", "the site lists what is not among the posts")
        elif not post.title or not post.published:
            judge_broken(path, paths[path], articles, ledger, outcome)
        elif path in articles:
            outcome.counts["stored"] += 1
            compare_fields(path, post, articles[path], outcome)
        elif ledger.get(path, ("duplicate",))[0] == "duplicate" and digits(path) and digits(path) in kept:
            outcome.counts["one with a stored twin"] += 1
        else:
            outcome.differ(path, "arrival", "{} {}".format(*ledger.get(path, ("not in the ledger", ""))))
    for path in articles.keys() - paths.keys():
        outcome.differ(path, "article", "stored, but no listed post")
    outcome.counts["posts not listed by the site"] = len(posts) - len({id(post) for post in by_path.values() if post})
    return outcome


def digits(path: str) -> str | None:
    found = DIGITS.fullmatch(Path(path).stem)
    return found[1] if found else None


def judge_broken(path: str, in_category: bool, articles: dict, ledger: dict, outcome: Outcome) -> None:
    state, reason = ledger.get(path, (None, None))
    if path in articles:
        outcome.differ(path, "broken post", f"stored under the headline {articles[path].headline!r}")
    elif state == "refused" and reason:
        outcome.counts["broken and refused"] += 1
    elif state is None and not in_category:
        outcome.counts["broken and unseen (linked from the home page only)"] += 1
    else:
        outcome.differ(path, "broken post", f"ledger says {state} {reason}, not refused with a reason")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("posts", type=Path, help="folder of the posts that the site was built from")
    parser.add_argument("db", type=Path, help="SQLite file of the crawl")
    parser.add_argument("url", help="base URL of the served site")
    args = parser.parse_args()
    outcome = compare(read_posts(args.posts), listed(args.url), *stored(args.db))
    for what, count in outcome.counts.items():
        print(f"{count:6}  {what}")
    print("\n".join(outcome.differences) or "no difference")
    sys.exit(bool(outcome.differences))


if __name__ == "__main__":
    main()
