"""What the pages that list stories are made of, in the words of the templates."""

import json
from collections import defaultdict
from collections.abc import Iterable

from newscrawl.publish.site.entry import Entry
from newscrawl.publish.site.front import Text, to_yaml
from newscrawl.publish.site.options import Options


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """In the order that Jekyll gives its posts."""
    return sorted(entries, key=lambda entry: (entry.moment, f"{entry.day}-{entry.key}"), reverse=True)


def site_of(live: list[Entry], old: list[Entry], data: dict, options: Options) -> dict:
    """What Jekyll's templates find as ``site``: ``live`` are its posts, ``old`` those in its data, newest first."""
    posts = [
        _shown(entry, options) | ({"updated": options.shown(entry.changed)} if entry.changed else {}) for entry in live
    ]
    categories, archive = defaultdict(list), defaultdict(list)
    for post in posts:
        categories[post["categories"][0]].append(post)
    for entry in old:
        archive[entry.month].append(_shown(entry, options))
    return config(options) | {"posts": posts, "categories": dict(categories), "data": data | {"archive": dict(archive)}}


def config(options: Options) -> dict:
    """Jekyll's settings."""
    return {
        "title": Text(options.title), "url": options.url.rstrip("/").removesuffix(options.path),
        "baseurl": options.path, "lang": options.language, "timezone": options.timezone, "feed_id": options.feed_id,
        "images": options.images, "permalink": "/a/:title:output_ext", "future": True, "excerpt_separator": "",
        "exclude": ["newscrawl.json"],
    }  # fmt: skip


def config_yaml(options: Options) -> str:
    return f"# Written by scrapy export; see the settings NEWSCRAWL_SITE_*\n{to_yaml(config(options))}"


def data_of(entries: Iterable[Entry], months: list[str], options: Options) -> dict:
    """The site's data files by name: its words, its outlets by slug, its months, the newest first."""
    outlets = {entry.slug: entry.outlet for entry in entries}
    named = [{"slug": slug, "name": name} for slug, name in sorted(outlets.items())]
    return {"words": options.words, "outlets": named, "months": months}


def archived_json(old: list[Entry], options: Options) -> str:
    """The data file of a month's stories that have left the lists."""
    lines = (json.dumps(_shown(entry, options) | {"date": _date(entry, options)}, ensure_ascii=False) for entry in old)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def page_of(front: dict, entry: Entry, options: Options) -> dict:
    """What Jekyll makes of a post's front matter."""
    return front | {"date": options.shown(entry.moment), "categories": [entry.slug], "tags": entry.post()["tags"]}


def _shown(entry: Entry, options: Options) -> dict:
    return entry.post() | {"date": options.shown(entry.moment)}


def _date(entry: Entry, options: Options) -> str:
    return f"{options.shown(entry.moment):%Y-%m-%d %H:%M:%S %z}"
