"""What stands at the address of a story that is no more."""

import re

from newscrawl.publish.site import lists, pages
from newscrawl.publish.site.render import Renderer
from newscrawl.publish.site.stories import Story
from newscrawl.publish.site.write import Writer

KEY = re.compile(r"(?:_posts/[\d-]{10}-|a/)(\d+)\.html")


def replace_gone(writer: Writer, stories: dict[int, Story], there: set[str], known: dict[str, int]) -> dict[str, int]:
    """Leave a note where each of these files tells a story that is no more; remove others that are not in use.

    Returns and takes, as ``known`` from the last time, {its key: the key of the story that it is part of now, or 0}.
    """
    renderer = Renderer(lists.site_of([], [], {"words": writer.options.words}, writer.options))
    part_of = {article_id: story.key for story in stories.values() for article_id in story.ids}
    others = {}
    for path, key in _keys(there):
        if key in stories:
            if path != writer.entries[key].file:
                writer.folder.remove(path)
            continue
        if path.startswith("_posts/"):
            writer.folder.remove(path)
        if old := writer.entries.pop(key, None):
            writer.touch(old)
        others[str(key)] = to = part_of.get(key, 0)
        if known.get(str(key)) != to:
            page = pages.moved(key, writer.entries[to], writer.options) if to else pages.gone(key, writer.options)
            writer.write_pages([page], renderer)
    return others


def _keys(paths: set[str]) -> list[tuple[str, int]]:
    found = ((path, KEY.fullmatch(path)) for path in sorted(paths))
    return [(path, int(match[1])) for path, match in found if match]
