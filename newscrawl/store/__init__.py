"""The SQLite file. Whoever wants something of the database asks a Store; nobody else writes SQL."""

import os
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from time import monotonic

from newscrawl import query
from newscrawl.items import Article
from newscrawl.store import light  # noqa: F401
from newscrawl.store.alerts import Alerts
from newscrawl.store.articles import Articles
from newscrawl.store.checks import Checks
from newscrawl.store.claims import Claim, Claims, source_claim
from newscrawl.store.errors import StoreError, explained
from newscrawl.store.file import File
from newscrawl.store.hosts import Hosts
from newscrawl.store.hours import Hours
from newscrawl.store.inquiry import Inquiry
from newscrawl.store.ledger import Ledger
from newscrawl.store.lists import Lists
from newscrawl.store.outlets import Outlets
from newscrawl.store.published import Published
from newscrawl.store.revisions import Revisions
from newscrawl.store.rows import alike, headline_fits, text_key
from newscrawl.store.runs import Runs
from newscrawl.store.search import Search
from newscrawl.store.search_index import BATCH, MANY, SearchIndex
from newscrawl.store.selection import Selection

__all__ = ["Claim", "Store", "StoreError"]


class Store(File):
    """The file, and every question that may be asked of it: those that span tables here, the others by room."""

    def __init__(self, path: str | os.PathLike, *, create: bool = True, busy_timeout: float = 30.0):
        super().__init__(path, create=create, busy_timeout=busy_timeout)
        self.articles, self.ledger, self.outlets = Articles(self.db), Ledger(self.db), Outlets(self.db)
        self.revisions, self.stories, self.pages = Revisions(self.db), self.articles.stories, self.articles.pages
        self.inquiry = Inquiry(self.db, self.ledger, self.revisions)
        self.lists, self.runs, self.checks = Lists(self.db), Runs(self.db), Checks(self.db, self.ledger)
        self.search_index, self.published = SearchIndex(self.db), Published(self.db)
        self.hosts, self.claims = Hosts(self.db), Claims(self.path)
        self.hours, self.alerts = Hours(self.db), Alerts(self.db)

    def save(self, article: Article, run_id: int | None = None) -> str:
        """Keep an article and settle the URLs that led to it, in one transaction.

        Returns 'stored', or if its URL is stored already 'revised', 'unchanged', or 'unlike': what is there now is no
        correction of it but something else, such as a wall. A field that is now missing keeps its value.
        """
        with self.transaction():
            urls = urls_of(article)
            article_id = next((i for i in map(self.article_at, urls) if i), None)
            if article_id:
                outcome = self._look_at(article_id, article)
                if outcome == "unlike":
                    return outcome
            else:
                article_id, outcome = self.articles.add(article), "stored"
            fetch = article.fetch
            for url in urls:
                self.ledger.settle(
                    url, article.source, "stored", section=article.section, article_id=article_id, run_id=run_id,
                    etag=fetch.etag if fetch else None, last_modified=fetch.last_modified if fetch else None,
                )  # fmt: skip
        return outcome

    def _look_at(self, article_id: int, article: Article) -> str:
        if not alike(self.articles.get(article_id), article):
            return "unlike"
        return "revised" if self.articles.correct(article_id, article) else "unchanged"

    def corrects(self, article: Article) -> bool:
        """Whether what a list says in full of an article differs from what is stored of it."""
        article_id = self.article_at(urls_of(article)[0])
        return bool(article_id and self.articles.corrections(article_id, article))

    def search(
        self, text: str, selection: Selection | None = None, *, limit: int = 20, newest: bool = False
    ) -> Iterator[dict]:
        """Records of the articles that a search finds, as ``articles.select`` gives them, the best or the newest first.

        For the language see newscrawl.query, for the order store.search. Raises query.QueryError. What other programs
        have written meanwhile is found too, though only ``index`` makes it quick.
        """
        return self.articles.those(self.found(text, selection, limit, newest=newest))

    def found(self, text: str, selection: Selection | None, limit: int, *, newest: bool) -> list[int]:
        """The ids of what ``search`` gives."""
        node = query.parse(text)
        with explained(self.path):
            return Search(self.db).ids(node, selection or Selection(), limit, newest)

    def index(self, progress: Callable[[int], object] = lambda count: None, *, seconds: float | None = None) -> None:
        """Put into the search's index what is not there yet, a batch a transaction, so that others can write meanwhile.

        ``progress`` is told of each batch how many articles it was. Stopped, or after ``seconds``, it goes on the next
        time.
        """
        indexed, most = 0, MANY if seconds is None else BATCH
        until = None if seconds is None else monotonic() + seconds
        while self.search_index.waiting() and (until is None or monotonic() < until):
            with self.transaction():
                count = self.search_index.catch_up(most)
            indexed += count
            progress(count)
        more = indexed > MANY
        while more:
            with self.transaction():
                more = self.search_index.tidy()

    def article_at(self, url: str) -> int | None:
        """The id of the article that was stored from a URL."""
        entry = self.ledger.get(url)
        return entry.article_id if entry and entry.held else None

    def article_from(self, url: str) -> Article | None:
        """The article that was stored from a URL."""
        article_id = self.article_at(url)
        return self.articles.get(article_id) if article_id else None

    def twin(self, article: Article) -> tuple[int, str] | None:
        """(id, why) of a stored article that this one repeats, listed under a URL not known for it.

        Why: "url"; "text", if the source has the same text under another URL (what another source has is a copy, and a
        matter of stories); or "same_text", if the text is no article's: it stands under headlines that differ, and this
        one does not speak of it.
        """
        listed, *others = urls_of(article)
        if self.article_at(listed):
            return None
        by_url = next((i for i in map(self.article_at, others) if i), None) or self._by_canonical(article)
        if by_url:
            return by_url, "url"
        by_text = self.articles.with_text(article)
        if by_text and not headline_fits(article) and self.articles.get(by_text).headline != article.headline:
            return by_text, "same_text"
        return (by_text, "text") if by_text else None

    def _by_canonical(self, article: Article) -> int | None:
        """The article with the same canonical URL, if it is the same: some sites name one URL on all their pages."""
        canonical = article.canonical_url
        article_id = (self.article_at(canonical) or self.articles.with_canonical(canonical)) if canonical else None
        other = self.articles.get(article_id) if article_id else None
        same = other and (other.headline == article.headline or text_key(other) == text_key(article))
        return article_id if same else None

    def outlet_slug(self, name: str) -> str:
        """The name of an outlet as it stands in addresses. It is given once and never changes."""
        with self.transaction():
            return self.outlets.slug(name)

    def bury_killed(self) -> None:
        """Close all runs whose process is gone. One that runs holds its source's claim for as long as it lives."""
        gone = [name for name in self.runs.running() if self.claims.holder(source_claim(name)) is None]
        with self.transaction() if gone else nullcontext():
            for name in gone:
                self.runs.bury(name)


def urls_of(article: Article) -> list[str]:
    """The URLs that lead to an article: as listed, as fetched; each once."""
    listed = article.fetch.listed_url if article.fetch else article.url
    return list(dict.fromkeys(url for url in (listed, article.url) if url))
