"""From one page to one Article. Nothing here knows Scrapy or the database."""

from datetime import UTC, datetime
from itertools import chain

from newscrawl.extract import opt_outs
from newscrawl.extract.body import read_body
from newscrawl.extract.fields import read_fields, read_headline
from newscrawl.extract.page import Page
from newscrawl.extract.parts import next_part
from newscrawl.extract.tree import CONTROL, UnreadableError
from newscrawl.items import Article
from newscrawl.source import Source

CONTROLS = tuple(map(chr, CONTROL))
SIFTED = dict.fromkeys(CONTROL)


def extract(
    html: bytes | str,
    url: str,
    source: Source | None = None,
    *,
    encoding: str | None = None,
    fetched_at: datetime | None = None,
    part_of: str | None = None,
) -> Article:
    """What the page at ``url`` says.

    ``encoding`` is what the response declared, ``fetched_at`` (aware; default now) the moment that relative times like
    3小时前 count from, ``part_of`` the URL of the article's first page where this is a further one; the next one is
    in the item's ``next_part``. Never raises on a page, however broken: what was not found is None, and a page that
    can't be read at all leaves its reason in ``via["page"]``.
    """
    article = Article(url=url, source=source.name if source else None, fetched_at=fetched_at or datetime.now(UTC))
    try:
        page = Page(html, url, source, encoding)
    except UnreadableError as error:
        article.via["page"] = str(error)
        return article
    read_headline(page, article)
    body = read_body(page, article.headline)
    article.article_body, article.article_body_html = body.text, body.html
    if body.text:
        article.via["article_body"] = body.via
    read_fields(page, body, article)
    opt_outs.add(article, opt_outs.of_page(page), "meta")
    article.next_part = next_part(page, body.element, part_of)
    _sift(article)
    return article


def _sift(article: Article) -> None:
    """Take control characters out of what was read: they stand on few pages, and also as ``&#8;`` or in JSON."""
    texts = {name: value for name, value in vars(article).items() if isinstance(value, str)}
    lists = (article.authors, article.editors, article.keywords)
    everything = "".join(chain(texts.values(), *lists))
    if any(map(everything.__contains__, CONTROLS)):  # quicker, of so few, than a pattern
        for name, text in texts.items():
            setattr(article, name, text.translate(SIFTED))
        for names in lists:
            names[:] = [name.translate(SIFTED) for name in names]
