"""The pages: each asks the store over datasette's own connection, which can only read, and fills a template."""

import difflib
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import nh3
from datasette.utils.asgi import NotFound, Request, Response
from markupsafe import Markup, escape
from sqlite_utils import Database

from newscrawl import query
from newscrawl.browse.bars import stacked
from newscrawl.snippets import Snippet, snippet, whole
from newscrawl.store.articles import Articles
from newscrawl.store.revisions import Revision, Revisions
from newscrawl.store.search import Search
from newscrawl.store.selection import Selection
from newscrawl.store.views import DELAYS, Views

SHOWN = 30
DAYS = 30  # that the charts show
MOST_ROWS = 5_000  # of a search that the table of articles shows
# nothing that a page of a foreign site could load, however it came into a text
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
TEXT_TAGS = set("p h2 h3 h4 h5 h6 ul ol li blockquote pre code table thead tbody tr th td b strong i em br hr".split())


async def asked(datasette: object, question: Callable[[Database], object]) -> object:
    """The answer to a question put to the file, in datasette's thread for it."""
    return await datasette.get_database().execute_fn(lambda connection: question(Database(connection)))


async def page(datasette: object, request: Request, name: str, status: int = 200, **values: object) -> Response:
    values |= {"database": datasette.get_database().name, "path": request.path}
    text = await datasette.render_template(f"newscrawl_{name}.html", values, request=request)
    return Response.html(text, status=status, headers={"content-security-policy": POLICY})


async def home(datasette: object, request: Request) -> Response:
    return await search(datasette, request)


async def search(datasette: object, request: Request) -> Response:
    """What contains the words, or without words the newest."""
    said = {name: (request.args.get(name) or "").strip() for name in ("q", "source", "outlet", "order")}
    chosen = Selection([said["source"]] if said["source"] else None, [said["outlet"]] if said["outlet"] else None)
    problem, terms, node = None, [], None
    try:
        node = query.parse(said["q"]) if said["q"] else None
        terms = query.wanted(node) if node else []
    except query.QueryError as error:
        problem = str(error)

    def found(db: Database) -> tuple[list[dict], list[str]]:
        ids = [] if problem else Views(db).latest(SHOWN, chosen)
        if node:
            ids = Search(db).ids(node, chosen, SHOWN, newest=said["order"] == "newest")
        return list(Articles(db).those(ids)), Views(db).sources()

    records, sources = await asked(datasette, found)
    shown = [_shown(record, terms) for record in records]
    asks = {"_find": said["q"], "source": said["source"], "publisher": said["outlet"]}
    ending = urlencode({name: value for name, value in asks.items() if value})
    return await page(
        datasette, request, "search", 400 if problem else 200,
        said=said, problem=problem, found=shown, sources=sources, ending=ending,
    )  # fmt: skip


def _shown(record: dict, terms: list[query.Term]) -> dict:
    piece = snippet(record["article_body"], terms, 140)
    return record | {"title": marked(whole(record["headline"], terms)), "piece": marked(piece)}


def marked(piece: Snippet) -> Markup:
    """A snippet as HTML, what was found in <mark>."""
    parts, at = [], 0
    for begin, end in piece.marks:
        parts += [escape(piece.text[at:begin]), Markup("<mark>"), escape(piece.text[begin:end]), Markup("</mark>")]
        at = end
    return Markup("").join([*parts, escape(piece.text[at:])])


async def rows_found(datasette: object, said: str) -> tuple[list[int], str]:
    """(ids of the newest articles that a search finds, in words what it is)."""
    try:
        node = query.parse(said)
    except query.QueryError as error:
        return [], f"the search can be understood ({error})"
    ids = await asked(datasette, lambda db: Search(db).ids(node, Selection(), MOST_ROWS, newest=True))
    most = f", the newest {MOST_ROWS:,}" if len(ids) == MOST_ROWS else ""
    return ids, f"the article contains {said}{most}"


async def article(datasette: object, request: Request) -> Response:
    number = int(request.url_vars["number"])

    def said(db: Database) -> tuple[dict, list[Revision], bool]:
        record = _record(db, number)
        copies = Views(db).story(record["story_id"]) if record["story_id"] else []
        return record, Revisions(db).of(number), len(copies) > 1

    record, changes, copied = await asked(datasette, said)
    kept = record["article_body_html"]
    html = Markup(nh3.clean(kept, tags=TEXT_TAGS, attributes={})) if kept else None  # noqa: S704
    paragraphs = record["article_body"].split("\n\n")
    return await page(
        datasette, request, "article",
        article=record, html=html, paragraphs=paragraphs, changes=changes, copied=copied,
    )  # fmt: skip


async def revisions(datasette: object, request: Request) -> Response:
    number = int(request.url_vars["number"])
    record, found = await asked(datasette, lambda db: (_record(db, number), Revisions(db).of(number)))
    told = [
        (one, {name: _lines(old, new) for name, (old, new) in one.changes.items() if name != "via"}) for one in found
    ]
    return await page(datasette, request, "revisions", article=record, revisions=told)


def _lines(old: object, new: object) -> list[tuple[str, str]]:
    """What changed: ("-" gone, "+" new or " " kept, a paragraph)."""
    before, after = (str("" if value is None else value).split("\n\n") for value in (old, new))
    lines = difflib.ndiff(before, after, linejunk=None, charjunk=None)
    return [(line[0], line[2:]) for line in lines if line[0] in "-+ " and line[2:]]


async def story(datasette: object, request: Request) -> Response:
    number = int(request.url_vars["number"])

    def members(db: Database) -> list[dict]:
        return [_record(db, one) for one in Views(db).story(number)]

    found = await asked(datasette, members)
    if not found:
        raise NotFound(f"there is no story {number}")
    return await page(datasette, request, "story", number=number, articles=found)


def _record(db: Database, number: int) -> dict:
    for record in Articles(db).those([number]):
        return record
    raise NotFound(f"there is no article {number}")


async def charts(datasette: object, request: Request) -> Response:
    per_day, late = await asked(datasette, lambda db: (Views(db).per_day(DAYS), dict(Views(db).delays(DAYS))))
    today = datetime.now(UTC).date()
    days = [(today - timedelta(days=n)).isoformat() for n in reversed(range(DAYS))]
    counts = Counter({(source, day): count for day, source, count in per_day})
    sources = {source for _, source, _ in per_day} | set(late)
    by_source = {source: [counts[source, day] for day in days] for source in sources}
    most_first = sorted(sources, key=lambda source: (-sum(by_source[source]), source))
    steps = [*(f"under {name}" for name in DELAYS), "later"]
    nothing = [0] * len(steps)
    return await page(
        datasette, request, "charts", span=DAYS,
        published=stacked([day[5:] for day in days], {source: by_source[source] for source in most_first}),
        late=stacked(steps, {source: late.get(source, nothing) for source in most_first}),
    )  # fmt: skip


def link(row: Mapping, value: object, column: str, table: str | None) -> Markup | None:
    """A cell that leads to a page of ours; None: it is shown as it is."""
    kind, number = {"article_id": "article", "story_id": "story"}.get(column), value
    if table == "articles" and column == "headline" and "id" in row.keys():  # noqa: SIM118 - a sqlite3.Row
        kind, number = "article", row["id"]
    return Markup('<a href="/{}/{}">{}</a>').format(kind, number, value) if kind and number is not None else None
