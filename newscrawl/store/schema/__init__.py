"""The schema, in steps that are taken in the order of these imports. One that has landed is never edited: add one."""

from newscrawl.store.schema import first
from newscrawl.store.schema.steps import migrations

__all__ = ["first", "migrations"]
