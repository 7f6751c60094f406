"""What a list says of an article fills in what the article's page does not."""

from newscrawl.items import Article

FILLED = (
    "headline", "date_modified", "authors", "editors", "publisher", "description", "article_body",
    "article_body_html", "image", "keywords", "in_language", "is_accessible_for_free", "stocks", "section",
)  # fmt: skip


def fill(article: Article, listed: Article | None) -> Article:
    """Take from ``listed``, an article as its list describes it, what ``article`` lacks; ``via`` then says "list".

    The list's time is also taken where the page has only its day.
    """
    if listed is None:
        return article
    for name in FILLED:
        if not getattr(article, name) and getattr(listed, name):
            setattr(article, name, getattr(listed, name))
            article.via[name] = "list"
    if _more_exact(listed, article):
        for name in ("date_published", "date_published_raw", "date_precision"):
            setattr(article, name, getattr(listed, name))
        article.via["date_published"] = "list"
    return article


def _more_exact(listed: Article, article: Article) -> bool:
    theirs, ours = listed.date_published, article.date_published
    if theirs is None or ours is None:
        return theirs is not None
    same_day = theirs.astimezone(ours.tzinfo).date() == ours.date()
    return article.date_precision == "day" and listed.date_precision != "day" and same_day
