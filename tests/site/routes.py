"""Which path gets which answer."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.site import blocks, pages, trouble
from tests.site.reply import Reply
from tests.site.story import CATEGORIES, Story, stories

ENCODINGS = {"finance": "gbk"}  # of lists and stories by layout; utf-8 else
LOOPED = 6  # stories in the list that goes round in circles
TRACKED = 2  # the place of the story that lists name with tracking parameters
TRACKING = "?utm_source=list&utm_medium=web"
LISTS = (*CATEGORIES, "loop")
ROBOTS = "User-agent: *\nDisallow: /private/\n"


class Routes:
    """What the site says in its ``run``-th state. ``started`` (aware) is the moment that 3小时前 is told from."""

    def __init__(self, started: datetime):
        self.started, self.run = started, 1
        self.stories = stories(started)
        self.by_url = {story.url: story for story in self.stories}
        self.moved = {story.listed: story.url for story in self.stories if story.listed != story.url} | trouble.LOOP
        self.hits: Counter[str] = Counter()

    def answer(self, target: str, base: str, count: bool = True) -> Reply:
        """The answer to a GET of ``target``, path and query; ``base`` is the site's URL. ``count``: it is a fetch."""
        path, _, query = target.partition("?")
        self.hits[path] += count
        if path in self.by_url:
            return self.story(self.by_url[path], base)
        if path in self.moved:
            return Reply(status=301, headers={"Location": base + self.moved[path]})
        if path == trouble.DEEPER:
            step = int("0" + query.removeprefix("n=")) + 1
            return Reply(status=302, headers={"Location": f"{base}{path}?n={step}"})
        return self.list_at(target) or self.other(path)

    def story(self, story: Story, base: str) -> Reply:
        """A story's page. What changes does so for good at its second fetch, or in the second run."""
        hits = self.hits[story.url]
        if story.run > self.run:
            return not_found()
        if story.trouble == "recover" and hits <= 1:
            return Reply(b"<h1>500 Internal Server Error</h1>", status=500)
        modified = story.modified
        if story.second and (hits > 1 or self.run > 1):
            story, modified = story.again(), modified + timedelta(days=1)
        if story.trouble == "cut":
            story = story.cut()
        page = pages.story_page(story, self.linkable(), base, datetime.now(UTC))
        return replace(spoilt(story, page), modified=modified)

    def linkable(self) -> list[Story]:
        """The stories that others may link to: those without a trouble of their own."""
        return [story for story in self.stories if not story.trouble and story.run <= self.run]

    def listed(self, name: str) -> list[Story]:
        """The stories of a list, newest first."""
        if name == "loop":
            return [story for story in self.linkable() if story.category == "world"][:LOOPED]
        found = [story for story in self.stories if name in story.lists and story.run <= self.run]
        return sorted(found, key=lambda story: story.modified, reverse=True)

    def entries(self, name: str) -> list[pages.Entry]:
        """What a list shows on all of its pages: its stories, and the links of LINKS at their places."""
        now, found = datetime.now(UTC), []
        for place, story in enumerate(self.listed(name)):
            date = blocks.shown_date(story, now)
            found.append(pages.Entry(story.listed + tracking(name, place), story.headline, date, story.teaser))
        for link in trouble.LINKS:
            if link.where == name:
                found.insert(link.at, pages.Entry(link.href, link.title))
        return found

    def list_at(self, target: str) -> Reply | None:
        """The list page at ``target``; None if there is none."""
        name = target.strip("/").partition("/")[0]
        if name not in LISTS:
            return None
        found = self.entries(name)
        size = 2 if name == "loop" else pages.PAGE_SIZE
        last = -(-len(found) // size)
        number = next((n for n in range(1, last + 1) if target == pages.list_url(name, n)), 0)
        if not number:
            return None
        following = number + 1 if number < last else (2 if name == "loop" else 0)
        shown = found[(number - 1) * size : number * size]
        page = pages.list_page(name, number, shown, self.linkable(), last, following)
        modified = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(days=self.run)
        return replace(trouble.spoil("", page, ENCODINGS.get(name, "utf-8")), modified=modified)

    def other(self, path: str) -> Reply:
        """The answer to any other path."""
        if path.startswith("/img/"):
            return Reply(pages.IMAGE.encode(), kind="image/svg+xml")
        return FIXED[path]() if path in FIXED else not_found()


FIXED = {
    "/": lambda: Reply(pages.home_page().encode()),
    "/robots.txt": lambda: Reply(ROBOTS.encode(), kind="text/plain"),
    "/style.css": lambda: Reply((pages.HERE / "style.css").read_bytes(), kind="text/css"),
    trouble.EMPTY: Reply,
    trouble.PDF: lambda: Reply(trouble.pdf(), kind="application/pdf"),
}


def spoilt(story: Story, page: str) -> Reply:
    return trouble.spoil(story.trouble, page, ENCODINGS.get(story.layout, "utf-8"))


def tracking(name: str, place: int) -> str:
    return TRACKING if place == TRACKED and name in ("city", "finance", "world") else ""


def not_found() -> Reply:
    return Reply("<!doctype html><title>404</title><h1>404 页面不存在</h1>".encode(), status=404)
