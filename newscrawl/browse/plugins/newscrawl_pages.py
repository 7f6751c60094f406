"""What datasette asks of newscrawl."""

from collections.abc import Callable, Mapping

from datasette import hookimpl
from datasette.filters import FilterArguments

from newscrawl.browse import pages
from newscrawl.browse.described import TABLES

HIDDEN = ("articles_fts", "search_pending", "_sqlite_migrations", "pages")


@hookimpl
def register_routes() -> list[tuple]:
    return [
        (r"^/$", pages.home),
        (r"^/search$", pages.search),
        (r"^/article/(?P<number>\d{1,18})$", pages.article),
        (r"^/article/(?P<number>\d{1,18})/revisions$", pages.revisions),
        (r"^/story/(?P<number>\d{1,18})$", pages.story),
        (r"^/charts$", pages.charts),
    ]


@hookimpl
def get_metadata(datasette: object) -> dict:
    """What the tables are, and by what articles are counted."""
    tables = TABLES | {name: {"hidden": True} for name in HIDDEN}
    return {"title": "newscrawl", "databases": {datasette.get_database().name: {"tables": tables}}}


@hookimpl
def filters_from_request(request: object, table: str, datasette: object) -> Callable:
    """/FILE/articles?_find=WORDS: the table of what a search finds, with its facets."""

    async def chosen() -> FilterArguments | None:
        said = request.args.get("_find") if table == "articles" else None
        if not said:
            return None
        ids, description = await pages.rows_found(datasette, said)
        return FilterArguments([f"id in ({', '.join(map(str, ids))})"], human_descriptions=[description])

    return chosen


@hookimpl
def render_cell(row: Mapping, value: object, column: str, table: str | None) -> object:
    """Headlines and stories lead to their pages."""
    return pages.link(row, value, column, table)


@hookimpl
def menu_links() -> list[dict]:
    return [{"href": "/", "label": "Search"}, {"href": "/charts", "label": "Charts"}]
