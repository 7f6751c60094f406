"""What a right crawler makes of the site, told from the same files that its pages are made from."""

from datetime import UTC, datetime

from tests.site import trouble
from tests.site.routes import LISTS, Routes
from tests.site.story import Block, Story

HOUR = 3600


def expected(started: datetime | None = None, run: int = 1) -> dict[str, dict]:
    """The fate of every link of every list, by path (or by href, where it is not a page of the site).

    ``started`` (aware, default now) is when the site was started, ``run`` its run. Each value has ``state`` (stored,
    duplicate, refused, gone, failed; None: no row is asked for), ``reason`` (None for stored) and ``category`` (the
    lists that show it). What names a story has its fields too; see :func:`fields_of`.
    """
    routes = Routes(started or datetime.now(UTC))
    routes.run = run
    found = {}
    for name in LISTS:
        for story in routes.listed(name):
            record = found.setdefault(story.listed, fields_of(story, routes))
            record["category"].append(name)
        for link in trouble.LINKS:
            if link.where == name:
                found[link.href] = {"state": link.state, "reason": link.reason, "category": [name]}
    return found


def fields_of(story: Story, routes: Routes) -> dict:
    """A story's record.

    ``date`` is ISO 8601 with the zone's offset or None, right within ``tolerance`` seconds; ``paragraphs`` is the text
    in order, with subheadings, quotations and list items; ``cells`` are those of its table and ``captions`` those of
    its figures, which a reader may take for text or not. ``url`` is the path that it is served at. ``changed`` is the
    text as it reads from the second fetch on, ``twin`` the path with the same text: None for most.
    """
    state, reason = trouble.FATES.get(story.trouble, ("stored", None))
    if story.trouble == "cut":
        story = story.cut()
    current = story.again() if routes.run > 1 else story
    return {
        "url": story.url, "state": state, "reason": reason, "category": [], "headline": story.headline,
        "date": story.date.isoformat(timespec="seconds") if story.date else None,
        "precision": story.precision, "tolerance": HOUR if story.precision == "hour" else 0,
        "publisher": story.publisher, "authors": list(story.authors), "editors": list(story.editors),
        "paragraphs": text_of(current.blocks), "cells": cells_of(story.blocks),
        "captions": [block.lines[0] for block in story.blocks if block.kind == "figure"],
        "changed": text_of(story.second) if story.second else None, "twin": twin_of(story, routes),
    }  # fmt: skip


def text_of(blocks: tuple[Block, ...]) -> list[str]:
    return [line for block in blocks if block.kind not in ("table", "figure") for line in block.lines]


def cells_of(blocks: tuple[Block, ...]) -> list[str]:
    return [cell for block in blocks if block.kind == "table" for row in block.lines for cell in row]


def twin_of(story: Story, routes: Routes) -> str | None:
    same = (other.url for other in routes.stories if other.url != story.url and other.blocks == story.blocks)
    return next(same, None)
