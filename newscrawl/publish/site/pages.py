"""The pages that list stories: which there are, and the front matter of each."""

from collections.abc import Iterable, Iterator

from newscrawl.publish.site.entry import Entry
from newscrawl.publish.site.front import Text
from newscrawl.publish.site.options import Options

Page = tuple[str, dict]  # (path, front matter)


def always(options: Options) -> Iterator[Page]:
    """The pages that do not depend on any story."""
    words = options.words
    top = {"root": "./"}
    yield _page("category/index.html", layout="outlets", here="outlets", heading=words["outlets"])
    yield _page("archive/index.html", layout="archive", here="archive", heading=words["archive"])
    yield _page("search.html", layout="search", here="search", heading=words["search"], **top)
    yield _page(
        "404.html", layout="notice", heading=words["not_found"], says=words["not_found_says"], unlisted=True,
        root=f"{options.path}/",
    )  # fmt: skip
    yield "feed.xml", {"layout": "feed", "title": Text(options.title), "permalink": "/feed.xml", "about": "/index.html"}


def home(count: int, options: Options) -> Iterator[Page]:
    front = {"layout": "list", "here": "home", "heading": Text(options.words["latest"]), "root": "./"}
    yield from _numbered("index", front, count, options.per_page)


def category(slug: str, outlet: str, count: int, options: Options) -> Iterator[Page]:
    """An outlet's pages and its feed."""
    front = {"layout": "list", "title": Text(outlet), "heading": Text(outlet), "category": slug}
    yield from _numbered(f"category/{slug}", front, count, options.per_page)
    path = f"/category/{slug}.xml"
    title = Text(f"{outlet} · {options.title}")
    yield (
        path[1:],
        {"layout": "feed", "title": title, "category": slug, "permalink": path, "about": f"{path[:-4]}.html"},
    )


def month(name: str) -> Iterator[Page]:
    """A month's page, and what the search knows of it."""
    yield _page(f"archive/{name}.html", layout="list", heading=name, month=Text(name))
    path = f"archive/{name}.js"
    yield path, {"layout": "index", "month": Text(name), "permalink": f"/{path}"}


def gone(key: int, options: Options) -> Page:
    words = options.words
    return _page(f"a/{key}.html", layout="notice", heading=words["gone"], says=words["gone_says"], unlisted=True)


def moved(key: int, to: Entry, options: Options) -> Page:
    return _page(
        f"a/{key}.html", layout="notice", heading=options.words["moved"], moved_to=to.key, moved_title=Text(to.title),
        unlisted=True,
    )  # fmt: skip


def months_of(entries: Iterable[Entry]) -> list[str]:
    return sorted({entry.month for entry in entries}, reverse=True)


def _page(path: str, *, heading: str, **front: object) -> Page:
    return path, {"title": Text(heading), "heading": Text(heading), **front, "permalink": f"/{path}"}


def _numbered(stem: str, front: dict, count: int, limit: int) -> Iterator[Page]:
    for number in range(1, max(1, -(-count // limit)) + 1):
        path = f"{stem}.html" if number == 1 else f"{stem}.{number}.html"
        page = {"stem": stem.rpartition("/")[2], "number": number, "per_page": limit, "permalink": f"/{path}"}
        yield path, front | page
