"""A site of all stories, for Jekyll to build or as plain HTML, from one set of templates.

A story stands at /a/<key>.html for ever; key is the id of its first article. In a folder for Jekyll the last days'
stories are posts in ``_posts``, listed by Jekyll; older ones are finished pages that it only copies, so that a build
takes as long as those days are many. What has not changed is not written again.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from newscrawl.publish.site.entry import Entry
from newscrawl.publish.site.folder import Folder
from newscrawl.publish.site.gone import replace_gone
from newscrawl.publish.site.listing import write_lists
from newscrawl.publish.site.options import Options
from newscrawl.publish.site.options import now as the_time
from newscrawl.publish.site.stories import stories_of
from newscrawl.publish.site.write import Writer
from newscrawl.store import Store
from newscrawl.store.selection import Selection

__all__ = ["Done", "Options", "write_site"]

Watch = Callable[[Iterable, Callable[[], int]], Iterable]


class Done(NamedTuple):
    """How many stories the site has, and how many of its files were written and removed this time."""

    stories: int
    written: int
    removed: int


def write_site(
    store: Store, root: Path, options: Options, *, jekyll: bool, chosen: Selection | None = None,
    watch: Watch = lambda items, count: items, now: datetime | None = None,
) -> Done:  # fmt: skip
    """Bring the folder of a site up to date with the chosen stories. Raises PublishError, StoreError, OSError.

    ``watch`` is laid around what is to be written, for a progress bar. ``now`` is the moment that days count back from.
    """
    kind = "jekyll" if jekyll else "html"
    writer = Writer(store, Folder(root, kind), options, now or the_time(), jekyll)
    stories = stories_of(store.published.marks(chosen or Selection()))
    state, made = writer.folder.state(), options.fingerprint(kind)
    known = state["others"] if state.get("made") == made else None
    if known is not None:
        writer.entries = {entry.key: entry for entry in (Entry(*said) for said in state["entries"])}
    there = writer.folder.names("_posts") | writer.folder.names("a")
    todo = [story for story in stories.values() if known is None or not writer.is_done(story, there)]
    for _ in watch(writer.write_stories(todo), lambda: len(todo)):
        pass
    others = replace_gone(writer, stories, there, known or {})
    writer.write_theme()
    if todo or writer.changed or known is None:
        write_lists(writer)
        saved = [list(asdict(entry).values()) for entry in writer.entries.values()]
        writer.folder.save_state({"made": made, "entries": saved, "others": others})
    return Done(len(stories), writer.folder.written, writer.folder.removed)
