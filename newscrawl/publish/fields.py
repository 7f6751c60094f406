"""What the columns of a dataset mean: said here once, for package descriptions, cards, column types and the docs."""

from dataclasses import dataclass

# kinds: integer, text, flag, time (UTC, ISO 8601, to the second), names (a list of text), stocks (a list of
# {market, code, name}), copies (a list of {publisher, url, date_published}), map (text by text)
PARTS = {"stocks": ("market", "code", "name"), "copies": ("publisher", "url", "date_published")}


@dataclass(frozen=True)
class Field:
    """A column: its name, the kind of its values, what they say. ``always``: never null; ``one_of``: all there are."""

    name: str
    kind: str
    says: str
    always: bool = False
    one_of: tuple[str, ...] = ()


FIELDS = (
    Field("id", "integer", "Number of the article in its database; never given to another.", always=True),
    Field("url", "text", "Address that the article was fetched from.", always=True),
    Field("canonical_url", "text", "Address that the page declares as its own."),
    Field("source", "text", "Name of the source whose lists showed it.", always=True),
    Field("section", "text", "Section of the list that first showed it."),
    Field("headline", "text", "Headline.", always=True),
    Field("date_published", "time", "Instant of publication, UTC; as exact as date_precision says. Null: not found."),
    Field("date_published_raw", "text", "That time in the page's own words."),
    Field("date_precision", "text", "Smallest unit that the page gave; with 'day' the time of day means nothing.",
          one_of=("second", "minute", "day")),
    Field("date_modified", "time", "Instant of the last change that the page declares, UTC."),
    Field("authors", "names", "People who wrote it."),
    Field("editors", "names", "People who edited it (责任编辑)."),
    Field("publisher", "text", "Outlet that the text says it comes from (来源)."),
    Field("description", "text", "Summary that the page or its list gives."),
    Field("article_body", "text", "Plain text; paragraphs are parted by a blank line.", always=True),
    Field("article_body_html", "text", "The same as sanitised HTML: no scripts, styles or event handlers."),
    Field("image", "text", "Address of the main picture."),
    Field("keywords", "names", "Keywords that the page declares."),
    Field("in_language", "text", "Language of the text, as a BCP 47 tag such as zh or en."),
    Field("is_accessible_for_free", "flag", "Whether all of the text can be read without paying, if the page says."),
    Field("stocks", "stocks", "Stocks and boards that the text marks: market, code, name."),
    Field("opt_outs", "names", "What the site says against mining its text, such as noai or tdm-reservation."),
    Field("via", "map", "For each field found, the rule that found it."),
    Field("fetched_at", "time", "Instant at which the text was downloaded, UTC.", always=True),
    Field("sections", "names", "Every section whose lists showed it, the first first."),
    Field("story_id", "integer", "Articles of one story have one number. Null: not grouped."),
)  # fmt: skip

ALSO_IN = Field(
    "also_in", "copies", "The other copies of the story, the first published first: publisher, url, date_published."
)
