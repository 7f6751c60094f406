"""What a list says of an article fills in what the article's page does not."""

from newscrawl.items import Article
from newscrawl.jsonlists import DECLARED

CUT = ("…", "...", "……")  # how lists end a headline that is too long for them
FILLED = (
    "headline", "date_modified", "authors", "editors", "publisher", "description", "article_body",
    "article_body_html", "image", "keywords", "in_language", "is_accessible_for_free", "stocks", "section",
)  # fmt: skip


def fill(article: Article, listed: Article | None) -> Article:
    """Take from ``listed``, an article as its list describes it, what ``article`` lacks; ``via`` then says "list".

    The list's time is also taken where the page has only its day. What the source file declares of the list (``via``
    of ``listed`` says "declared:list") goes before what a page is found to say by itself, as a declared selector does:
    whoever wrote the file has seen both. It does not go before a declared selector, nor does a headline cut short.
    """
    if listed is None:
        return article
    for name in FILLED:
        if getattr(listed, name) and (not getattr(article, name) or _declared(listed, article, name)):
            setattr(article, name, getattr(listed, name))
            article.via[name] = _via(listed, name)
    if _more_exact(listed, article) or _declared(listed, article, "date_published"):
        for name in ("date_published", "date_published_raw", "date_precision"):
            setattr(article, name, getattr(listed, name))
        article.via["date_published"] = _via(listed, "date_published")
    return article


def said_by_list(article: Article) -> Article:
    """What of a stored article came from its list: to be filled in again when its page is read anew."""
    said = Article(url=article.url)
    for name, via in article.via.items():
        if via in ("list", DECLARED) and hasattr(said, name):
            setattr(said, name, getattr(article, name))
            said.via[name] = via
    if said.date_published:
        said.date_published_raw, said.date_precision = article.date_published_raw, article.date_precision
    return said


def _via(listed: Article, name: str) -> str:
    return DECLARED if listed.via.get(name) == DECLARED else "list"


def _declared(listed: Article, article: Article, name: str) -> bool:
    if listed.via.get(name) != DECLARED or article.via.get(name, "").startswith("declared"):
        return False
    if name == "date_published":
        return listed.date_published is not None and not _more_exact(article, listed)
    return name != "headline" or not listed.headline.endswith(CUT)


def _more_exact(listed: Article, article: Article) -> bool:
    theirs, ours = listed.date_published, article.date_published
    if theirs is None or ours is None:
        return theirs is not None
    same_day = theirs.astimezone(ours.tzinfo).date() == ours.date()
    return article.date_precision == "day" and listed.date_precision != "day" and same_day
