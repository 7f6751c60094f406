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
    broken: bool = False  # one of its pages could not be read


class Walks:
    """The lists of a run, by section."""

    def __init__(self, enough: int):
        self.enough = enough  # known links in a row after which the rest of a list is known, too
        self.sections: dict[str, Walk] = {}
        self.first_pages: dict[str, tuple[str, str | None, str | None]] = {}  # by URL: (section, ETag, Last-Modified)

    def begin(self, store: Store, source: str, section: str) -> None:
        """A list's page is here. Expects the caller's transaction."""
        if section not in self.sections:
            self.sections[section] = Walk(trusted=store.lists.begin(source, section))

    def validators(
        self, store: Store, source: str, section: str | None, url: str, rules: str
    ) -> tuple[str | None, str | None] | None:
        """(ETag, Last-Modified) with which a list's first page may be asked for; None: it must be read."""
        walk = self.sections.get(section or "")
        trusted = walk.trusted if walk else store.lists.walked(source, section or "")
        return store.lists.validators(source, url, rules) if trusted else None

    def unchanged(self, store: Store, source: str, section: str) -> None:
        """A list's first page is what it was: all on it is known. Expects the caller's transaction."""
        self.begin(store, source, section)
        self.sections[section].known += 1

    def read_whole(self, url: str, section: str | None, etag: str | None, last_modified: str | None) -> None:
        """All links of a list's first page were taken; its server said this of it."""
        if etag or last_modified:
            self.first_pages[url] = (section or "", etag, last_modified)

    def failed(self, section: str | None) -> None:
        """A page of a list could not be read."""
        self.sections.setdefault(section or "", Walk()).broken = True

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

    def finish(self, store: Store, source: str, rules: str) -> list[str]:
        """The run came to its end; returns the sections with a gap: nothing on them was known already.

        ``rules`` are those by which links were taken. Expects the caller's transaction.
        """
        whole = {section: walk for section, walk in self.sections.items() if not walk.broken}
        for url, (section, *validators) in self.first_pages.items():
            if section in whole:
                store.lists.hold(source, url, section, *validators, rules)
        met = {section: bool(walk.known) or not walk.new for section, walk in whole.items()}
        return [section for section, some in met.items() if store.lists.finish(source, section, met=some)]
