"""The schema, in steps that are taken in the order of PARTS. One that has landed is never edited: add one."""

from importlib import import_module

from newscrawl.store.schema.steps import migrations

__all__ = ["migrations"]

PARTS = ("first", "checks", "search", "hosts", "stories", "health", "published")

for part in PARTS:
    import_module(f"{__name__}.{part}")
