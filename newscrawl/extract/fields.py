"""The ladder of every field: what the source file declares, JSON-LD, meta elements, then the visible page."""

import re
from functools import cached_property, lru_cache, partial

from newscrawl.extract import byline, described, headline, language
from newscrawl.extract.body import Body
from newscrawl.extract.ladder import Rung, as_list, clean, climb, text_of, unique
from newscrawl.extract.ld import MOST, is_organisation, name_of, resolved
from newscrawl.extract.lines import Around
from newscrawl.extract.page import Page
from newscrawl.extract.people import editor, people, split_names
from newscrawl.extract.people_words import NOBODY
from newscrawl.extract.provenance import Provenance, outlet
from newscrawl.extract.published import read_dates
from newscrawl.extract.site import folded, site_name, site_names
from newscrawl.items import Article

AUTHOR_META = re.compile(r"(?:^|[.:_-])(?:article)?(?:authors?|author_?names?|byline|byl|creator|writer|reporter)$")
NOT_OF_ARTICLE = re.compile(r"^(?:twitter|smartbanner|image|photo)[.:]")  # handles, the app's maker, picture credits
SOURCE_METAS = ("mediaid", "source", "contentsource", "article:source", "copyfrom", "original-source", "news_source")
SECTION_METAS = ("article:section", "og:article:section", "parsely-section", "articlesection", "section")
KEYWORD_METAS = ("news_keywords", "keywords", "article:tag", "og:article:tag", "parsely-tags", "tags")


def read_headline(page: Page, article: Article) -> None:
    """Set ``article.headline`` and its ``via``; the body's reader needs it."""
    article.headline, via = headline.read(page)
    if via:
        article.via["headline"] = via


def read_fields(page: Page, body: Body, article: Article) -> None:
    """Set every field but headline and body, and ``via`` for each that was found."""
    ladders = _Ladders(page, body, article.headline)
    for field in ("canonical_url", "publisher", "authors", "editors", "section", "description", "image", "keywords",
                  "in_language", "is_accessible_for_free", "stocks"):  # fmt: skip
        value, via = climb(getattr(ladders, field)())
        if via:
            setattr(article, field, value)
            article.via[field] = via
    _read_dates(ladders.around, article)


def _read_dates(around: Around, article: Article) -> None:
    found = read_dates(around, article.fetched_at)
    if found.published:
        article.date_published, article.date_published_raw = found.published.value, found.published.raw
        article.date_precision = found.published.precision
        article.via["date_published"] = found.published_via
    if found.modified:
        article.date_modified = found.modified.value
        article.via["date_modified"] = found.modified_via


@lru_cache(maxsize=4096)  # sites share most names of their meta elements
def _names_author(meta: str) -> bool:
    return bool(AUTHOR_META.search(meta)) and not NOT_OF_ARTICLE.match(meta)


class _Ladders:
    """The rungs of each field, for one page."""

    def __init__(self, page: Page, body: Body, title: str | None):
        self.page, self.body, self.source = page, body, page.source
        self.ld, self.meta = page.article_ld, page.meta
        self.site = site_names(page)
        self.around = Around(page, title, body.element)
        self.said = Provenance(self.around, self.site)
        self.text = f"{title or ''} {(body.text or '')[: language.TEXT]}"

    def declared(self, field: str) -> list:
        """What the source file's selectors for a field match."""
        selectors = self.source.fields.get(field, ()) if self.source else ()
        return self.page.declared(selectors)

    def declared_text(self, field: str) -> str | None:
        return next(filter(None, map(text_of, self.declared(field))), None)

    def canonical_url(self) -> list[Rung]:
        return [
            ("link", lambda: described.canonical_link(self.page)),
            ("meta", lambda: described.canonical(self.page, self.page.first_meta("og:url"))),
        ]

    def publisher(self) -> list[Rung]:
        names = ("sourceOrganization", "publisher", "provider")
        return [
            ("declared", lambda: outlet(self.declared_text("publisher") or "")),
            ("text", self.said.publisher),
            ("meta", lambda: self._meta_outlet(*SOURCE_METAS)),
            ("byline", lambda: byline.marked_outlet(self.around)),
            ("text:记者", lambda: self._reporters[1]),
            ("json-ld", lambda: next(filter(None, map(self._ld_name, names)), None)),
            ("source", lambda: self.source.publisher if self.source else None),
            ("meta", lambda: self._meta_outlet("article:publisher", "publisher", "dc.publisher")),
            ("site", lambda: site_name(self.page)),
        ]

    def authors(self) -> list[Rung]:
        named = partial(people, site=self.site)
        return [
            ("declared", lambda: named(map(text_of, self.declared("authors")))),
            ("json-ld", lambda: named(self._ld_people("author"))),
            ("text", self.said.authors),
            ("meta", self._meta_authors),
            ("text:记者", lambda: self._reporters[0]),
            ("byline", lambda: byline.byline(self.around, self.site)),
            ("json-ld", lambda: named(self._ld_people("creator"))),
            ("signed", lambda: byline.signed(self.around, self.site)),
            ("json-ld:organisation", self._credited_organisations),
        ]

    def editors(self) -> list[Rung]:
        said = [name for text in map(text_of, self.declared("editors")) for name in split_names(text)]
        return [
            ("declared", lambda: [name for name in map(editor, said) if name]),
            ("text", self.said.editors),
            ("json-ld", lambda: people(self._ld_people("editor"), self.site)),
        ]

    def section(self) -> list[Rung]:
        ours = as_list(self.ld.get("articleSection"))[:MOST]
        metas = [value for name in SECTION_METAS for value in self.meta.get(name, ())[:1]]
        return [
            ("declared", lambda: self.declared_text("section")),
            ("json-ld", lambda: self._first_section(ours)),
            ("meta", lambda: self._first_section(metas)),
            ("json-ld", lambda: described.breadcrumb_ld(self.page)),
            ("breadcrumb", lambda: described.breadcrumb_links(self.page)),
        ]

    def description(self) -> list[Rung]:
        said = as_list(self.ld.get("description"))
        return [
            ("declared", lambda: self.declared_text("description")),
            ("json-ld", lambda: clean(next((v for v in said[:MOST] if isinstance(v, str)), ""))),
            ("meta", lambda: clean(self.page.first_meta("og:description", "description", "twitter:description"))),
        ]

    def image(self) -> list[Rung]:
        at = partial(described.image, self.page)
        metas = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
        return [
            ("declared", lambda: next(filter(None, map(at, self.declared("image"))), None)),
            ("json-ld", lambda: at(self.ld.get("image")) or at(self.ld.get("thumbnailUrl"))),
            ("meta", lambda: at(self.page.first_meta(*metas))),
        ]

    def keywords(self) -> list[Rung]:
        return [
            ("declared", lambda: described.keywords(map(text_of, self.declared("keywords")))),
            ("json-ld", lambda: described.keywords(as_list(self.ld.get("keywords")))),
            ("meta", lambda: described.keywords(v for name in KEYWORD_METAS for v in self.meta.get(name, ()))),
        ]

    def in_language(self) -> list[Rung]:
        said = language.declared(self.page)
        ours = language.primary(self.source.language) if self.source else None
        return [
            ("page", lambda: said if language.believable(said[0], self.text) else None),
            ("source", lambda: ours if language.believable(ours, self.text) else None),
            ("text", lambda: language.shown(self.text)),
        ]

    def is_accessible_for_free(self) -> list[Rung]:
        return [
            ("json-ld", lambda: described.is_free(self.ld.get("isAccessibleForFree"))),
            ("meta", lambda: described.FREE.get((self.page.first_meta("article:content_tier") or "").lower())),
        ]

    def stocks(self) -> list[Rung]:
        return [("marks", lambda: described.stocks(self.body.element))]

    @cached_property
    def _reporters(self):
        return byline.reporters(self.around, self.site)

    def _first_section(self, said: list) -> str | None:
        names = filter(None, map(described.section, said))
        return next((name for name in names if folded(name) not in self.site), None)

    def _credited_organisations(self) -> list[str]:
        """Whom JSON-LD gives as the author where no person is found: an agency, a desk, the outlet."""
        return unique(name for entry in self._ld("author") if folded(name := name_of(entry)) not in NOBODY)

    def _ld(self, key: str) -> list[dict | str]:
        return resolved(self.page, self.ld.get(key))

    def _ld_name(self, key: str) -> str | None:
        return next(filter(None, map(name_of, self._ld(key))), None)

    def _ld_people(self, key: str) -> list[str]:
        return [name_of(entry) for entry in self._ld(key) if not is_organisation(entry)]

    def _meta_outlet(self, *names: str) -> str | None:
        return next((name for meta in names for said in self.meta.get(meta, ()) if (name := outlet(said))), None)

    def _meta_authors(self) -> list[str]:
        sure = language.declared(self.page)[0] == "ja"  # Japanese names can't be told by their family names
        for name, said in self.meta.items():
            if _names_author(name) and (found := people(said, self.site, sure=sure)):
                return found
        return []
