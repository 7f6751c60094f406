"""Near-duplicate stories: what is found, what is joined by mistake, what it costs.

python -m benchmarks.stories quality DATA [--seed POSTS]   reprints made of the texts of DATA/*/truth.jsonl, traps
python -m benchmarks.stories index [--articles 1000000]     speed, memory and size of the index
python -m benchmarks.stories peer [--articles 20000]        the same articles in datasketch's LSH in memory
python -m benchmarks.stories crawl [--articles 1000]        what grouping adds to a crawl
python -m benchmarks.stories store [--articles 3000]        what grouping adds to storing an article
"""

import argparse
import json
import random
import re
import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from benchmarks.reprints import is_chinese, reprint, traps
from benchmarks.stories_cost import index, peer, store
from benchmarks.stories_crawl import crawl
from newscrawl.items import Article
from newscrawl.store import Store
from newscrawl.stories import agreement, read, signature

CUTS = (0.0, 0.1, 0.2, 0.4)
START = datetime(2026, 11, 1, tzinfo=UTC)


def texts_of(folder: Path) -> list[str]:
    """The bodies in the truth.jsonl of every data set below a folder, each once."""
    found = []
    for path in sorted(folder.glob("*/truth.jsonl")):
        rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
        found += [body for row in rows if len(body := row.get("articleBody") or "") > 100]
    return list(dict.fromkeys(found))


def quality(folder: Path, seed: Path | None) -> None:
    texts, rng = texts_of(folder), random.Random(1)  # noqa: S311
    for cut in CUTS:
        _recall(texts, cut, rng)
    _false_joins(texts, rng)
    if seed:
        _seed(seed)


def _recall(texts: list[str], cut: float, rng: random.Random) -> None:
    found, total = defaultdict(int), defaultdict(int)
    for text in texts:
        chinese = is_chinese(text)
        original = read(text)
        bands = set(signature(original).bands)
        for _ in range(5 if chinese else 1):  # there are fewer of them
            copy = read(reprint(text, cut, rng))
            total[chinese] += 1
            found[chinese] += bool(agreement(original, copy) and bands & set(signature(copy).bands))
    names = {True: "Chinese", False: "others"}
    shares = ", ".join(f"{name} {found[one] / total[one]:.3f} of {total[one]}" for one, name in names.items())
    recall = sum(found.values()) / sum(total.values())
    print(f"reprints, {cut:.0%} cut, 5 % edited, reframed: {recall:.3f} found ({shares})")


def _false_joins(texts: list[str], rng: random.Random) -> None:
    """On pairs, then as stories in a database: how many articles of a trap are in a story with another."""
    kinds = traps([one for one in texts if is_chinese(one)], rng)
    kinds["unrelated"] = rng.sample(texts, min(150, len(texts)))
    pairs = wrong = articles = joined = 0
    for name, bodies in kinds.items():
        folded = [read(body) for body in bodies]
        hits = sum(agreement(a, b) > 0 for a, b in combinations(folded, 2))
        with tempfile.TemporaryDirectory() as folder:
            store = _stored(folder, bodies)
            in_stories = store.stories.tally()[1]
            store.close()
        count = len(bodies) * (len(bodies) - 1) // 2
        print(f"  {name}: {hits} of {count} pairs, {in_stories} of {len(bodies)} articles in a story")
        pairs, wrong = pairs + count, wrong + hits
        articles, joined = articles + len(bodies), joined + in_stories
    print(f"traps: {wrong} of {pairs} pairs joined ({wrong / pairs:.5f}); {joined} of {articles} articles in a story")


def _stored(folder: str, bodies: list[str]) -> Store:
    store = Store(Path(folder) / "news.db")
    with store.transaction():
        for number, body in enumerate(bodies):
            store.save(_article(number, body))
    return store


def _article(number: int, body: str) -> Article:
    return Article(
        url=f"https://example.com/{number}", source=f"s{number}", headline=body[:30], article_body=body,
        date_published=START + timedelta(minutes=number), fetched_at=START,
    )  # fmt: skip


def _seed(folder: Path) -> None:
    """Posts of a mirror: ID.md and NWID.md are twins; nothing else of it is one story."""
    names, bodies = [], []
    for path in sorted(folder.glob("*.md")):
        post = path.read_text(encoding="utf-8").split("---", 2)[2]
        post = re.sub(r"(?s)<!--.*?-->", "", post)
        lines = (re.sub(r"<[^>]+>|^> .*", "", line) for line in re.split(r"\r?\n|</p>|<br ?/?>", post))
        bodies.append("\n".join(line for line in lines if "返回" not in line))
        names.append(re.search(r"(\d{18}|init)\.md$", path.name)[1])
    with tempfile.TemporaryDirectory() as scratch:
        store = _stored(scratch, bodies)
        groups = defaultdict(list)
        for article_id, story_id in store.db.execute("SELECT id, story_id FROM articles"):
            groups[story_id].append(names[article_id - 1])
        store.close()
    twins = [name for name in set(names) if names.count(name) == 2]
    joined = sum(group.count(name) == 2 for group in groups.values() for name in twins)
    wrong = [sorted(set(group)) for group in groups.values() if len(set(group)) > 1]
    print(f"seed posts: {joined} of {len(twins)} twins joined; others joined: {wrong or 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("quality")
    one.add_argument("data", type=Path)
    one.add_argument("--seed", type=Path)
    for run, count in {index: 1_000_000, peer: 20_000, store: 3_000, crawl: 1_000}.items():
        one = commands.add_parser(run.__name__)
        one.add_argument("--articles", type=int, default=count)
        one.set_defaults(run=run)
    opts = parser.parse_args()
    if opts.command == "quality":
        quality(opts.data, opts.seed)
    else:
        opts.run(opts.articles)


if __name__ == "__main__":
    main()
