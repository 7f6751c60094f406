"""How far each list was walked, and whether anything rolled past between two runs."""

from dataclasses import dataclass

from newscrawl.store import Store


@dataclass
class Walk:
    """One list in one run: links that were new and known, how many known ones came last without a new one between.

    ``trusted``: the walk before this one came to its end, so that behind what is known all is known.
    """

    trusted: bool = True
    new: int = 0
    known: int = 0
    in_a_row: int = 0


class Walks:
    """The lists of a run, by section."""

    def __init__(self, enough: int):
        self.enough = enough  # known links in a row after which the rest of a list is known, too
        self.sections: dict[str, Walk] = {}

    def begin(self, store: Store, source: str, section: str) -> None:
        """A list's page is here. Expects the caller's transaction."""
        if section not in self.sections:
            self.sections[section] = Walk(trusted=store.lists.begin(source, section))

    def sighted(self, section: str | None, *, new: bool) -> None:
        """Count a link of a list, in the list's order."""
        walk = self.sections.get(section or "")
        if walk is None:  # left over from an earlier run
            return
        walk.new += new
        walk.known += not new
        walk.in_a_row = 0 if new else walk.in_a_row + 1

    def done(self, section: str | None) -> bool:
        """Whether a list has been walked back to what is known."""
        walk = self.sections.get(section or "")
        return walk is not None and walk.trusted and walk.in_a_row >= self.enough

    def finish(self, store: Store, source: str) -> list[str]:
        """All lists were walked to their end; returns the sections with a gap: nothing on them was known already.

        Expects the caller's transaction.
        """
        met = {section: bool(walk.known) or not walk.new for section, walk in self.sections.items()}
        return [section for section, some in met.items() if store.lists.finish(source, section, met=some)]
