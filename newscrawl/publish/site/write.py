"""Writes a site's folder, and of it only what has changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from newscrawl.publish.site import lists, pages
from newscrawl.publish.site.entry import Entry, entry_of
from newscrawl.publish.site.folder import Folder
from newscrawl.publish.site.front import with_front
from newscrawl.publish.site.options import THEME, Options
from newscrawl.publish.site.post import content_of, front_of
from newscrawl.publish.site.render import Renderer
from newscrawl.publish.site.stories import Story
from newscrawl.store import Store

AT_ONCE = 500  # stories whose texts are read at once


@dataclass
class Writer:
    """One export into one folder. With ``jekyll``, stories of the last days and the pages that list them are left to
    Jekyll to build; all else is made here, from the same layouts. ``changed`` names the lists that have to follow."""

    store: Store
    folder: Folder
    options: Options
    now: datetime
    jekyll: bool
    entries: dict[int, Entry] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    oldest: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)

    def is_live(self, entry: Entry, source: str) -> bool:
        """Whether a story belongs on the lists of the last days."""
        if source not in self.oldest:
            self.oldest[source] = self.options.oldest(source, self.now).isoformat()
        return self.oldest[source] <= entry.date[:10]

    def is_done(self, story: Story, there: set[str]) -> bool:
        """Whether a story's file, if it is among those that are there, says what is to be said."""
        entry = self.entries.get(story.key)
        return (
            entry is not None
            and entry.version == self._version(story)
            and entry.file in there
            and entry.live == self.is_live(entry, story.lead.source)
        )

    def _version(self, story: Story) -> str:
        return f"{story.version} {self.options.zone(story.lead.source).key}"

    def write_stories(self, stories: list[Story]) -> Iterator[Story]:
        """Write the files of these stories, each as it is asked for."""
        renderer = Renderer(lists.site_of([], [], {"words": self.options.words}, self.options))
        for start in range(0, len(stories), AT_ONCE):
            some = stories[start : start + AT_ONCE]
            ids = [article_id for story in some for article_id in story.ids]
            records = {record["id"]: record for record in self.store.published.records(ids)}
            for story in some:
                if story.lead.id in records:  # it may have been deleted just now
                    self._write_story(story, records, renderer)
                yield story

    def _write_story(self, story: Story, records: dict[int, dict], renderer: Renderer) -> None:
        record = records[story.lead.id]
        old = self.entries.get(story.key)
        corrected_at = self.store.revisions.corrected_at(record["id"])
        entry = entry_of(story.key, self._version(story), record, corrected_at, self._slug, self.options)
        entry.live = self.is_live(entry, story.lead.source)
        entry.file = f"_posts/{entry.day}-{entry.key}.html" if self.jekyll and entry.live else f"a/{entry.key}.html"
        front = front_of(entry, record)
        others = [records[i] for i in story.ids[1:] if i in records]
        content = content_of(entry, record, others, self.options)
        if entry.file.startswith("_posts/"):
            self.folder.write(entry.file, with_front(front, content))
        else:
            self.folder.write(entry.file, renderer.page(lists.page_of(front, entry, self.options), content))
        if old and old.file != entry.file:
            self.folder.remove(old.file)
        self.touch(*filter(None, (old, entry)))
        self.entries[story.key] = entry

    def _slug(self, outlet: str) -> str:
        if outlet not in self.slugs:
            self.slugs[outlet] = self.store.outlet_slug(outlet)
        return self.slugs[outlet]

    def touch(self, *entries: Entry) -> None:
        for entry in entries:
            self.changed |= {entry.slug, entry.month}

    def write_pages(self, listed: Iterable[pages.Page], renderer: Renderer | None) -> set[str]:
        """Write pages without a text of their own, for Jekyll if there is no renderer; their paths."""
        paths = set()
        for path, front in listed:
            self.folder.write(path, renderer.page(front) if renderer else with_front(front))
            paths.add(path)
        return paths

    def write_theme(self) -> None:
        for path in sorted((THEME / "assets").iterdir()):
            self.folder.write(f"assets/{path.name}", path.read_text(encoding="utf-8"))
        if not self.jekyll:
            self.folder.write(".nojekyll", "")
            return
        for path in sorted((THEME / "_layouts").iterdir()):
            self.folder.write(f"_layouts/{path.name}", path.read_text(encoding="utf-8"))
        self.folder.write("_config.yml", lists.config_yaml(self.options))
        self.folder.write(".gitignore", "/_site/\n/.jekyll-cache/\n/.newscrawl/\n")
