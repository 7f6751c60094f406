"""Which stories there are, and which of them have to be written."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from newscrawl.store.published import Mark


@dataclass(frozen=True)
class Story:
    """``key`` is the id of its first article; ``lead`` the mark of the one that was published first, whose text it
    shows; ``ids`` are all its articles, the lead first."""

    key: int
    lead: Mark
    ids: tuple[int, ...]
    version: str


def stories_of(marks: Iterable[Mark]) -> dict[int, Story]:
    """The stories of these articles by key; an article that is in no story is one."""
    groups: dict[object, list[Mark]] = defaultdict(list)
    for mark in marks:
        groups[("story", mark.story) if mark.story is not None else mark.id].append(mark)
    return {story.key: story for story in map(_story, groups.values())}


def _story(marks: list[Mark]) -> Story:
    marks.sort(key=lambda mark: (mark.at, mark.id))
    ids = tuple(mark.id for mark in marks)
    version = ",".join(f"{mark.id}:{mark.version}" for mark in marks)
    if len(ids) > 1:
        version = hashlib.blake2b(version.encode(), digest_size=12).hexdigest()
    return Story(key=min(ids), lead=marks[0], ids=ids, version=version)
