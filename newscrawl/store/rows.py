"""An Article as a row of the table, and back."""

import hashlib
import json
import re
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache

import orjson

from newscrawl.items import PUBLIC_FIELDS, Article, Fetch
from newscrawl.letters import letters

LISTS = ("authors", "editors", "keywords", "stocks", "opt_outs", "via")
TIMES = ("date_published", "date_modified", "fetched_at")
RECORD = ("id", *PUBLIC_FIELDS, "sections", "story_id")
SHORT = 200  # characters of folded text below which the headline, too, decides whether two texts are the same
PIECE, SHARED = 10, 0.05  # of runs of so many letters: fewer are shared by texts of nothing in common

WORD = re.compile(r"[^\W\d_]{4,}|\d+")
HAN = re.compile(r"[\u3400-\u9fff]{2,}")
FITTING = 0.25  # share of a headline's words that its own text has at least

SURROGATES = re.compile(r"[\ud800-\udfff]")  # halves of characters, as scripts cut them: no UTF-8 holds one


def to_json(value: object) -> str:
    return sound(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def sound(text: str) -> str:
    """The text without halves of characters."""
    return text if text.isascii() else SURROGATES.sub("\ufffd", text)


def stamp(moment: datetime) -> str:
    """An aware datetime as the database writes it: UTC, ISO 8601, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def now() -> datetime:
    return datetime.now(UTC)


def to_row(article: Article) -> dict:
    """The article's columns. Naive datetimes are refused with a ValueError: a time has an origin."""
    row = {name: getattr(article, name) for name in PUBLIC_FIELDS}
    for name in LISTS:
        row[name] = to_json(row[name])
    for name in TIMES:
        if row[name] is not None:
            if row[name].tzinfo is None:
                raise ValueError(f"{name} of {article.url} is naive: {row[name]}")
            row[name] = stamp(row[name])
    free = row["is_accessible_for_free"]
    row["is_accessible_for_free"] = None if free is None else int(free)
    row["text_key"] = text_key(article)
    return {name: sound(value) if isinstance(value, str) else value for name, value in row.items()}


def to_record(row: dict) -> dict:
    """A row as a dataset has it: lists as lists, booleans as booleans, times as they stand."""
    for name in LISTS:
        row[name] = orjson.loads(row[name])
    free = row["is_accessible_for_free"]
    row["is_accessible_for_free"] = None if free is None else bool(free)
    return row


def from_row(row: dict) -> Article:
    """The article that a row of the table holds; columns that are not its fields are left out."""
    values = to_record({name: row[name] for name in PUBLIC_FIELDS})
    for name in TIMES:
        if values[name] is not None:
            values[name] = datetime.fromisoformat(values[name])
    return Article(**values)


def listed_to_json(listed: Article) -> str:
    """What a list says of an article that is still to be fetched, as the ledger keeps it."""
    said = {name: value for name in PUBLIC_FIELDS if (value := getattr(listed, name)) not in (None, [], {})}
    said |= {name: said[name].isoformat() for name in TIMES if name in said}
    return to_json(said | ({"body_url": listed.fetch.body_url} if listed.fetch and listed.fetch.body_url else {}))


def listed_from_json(text: str) -> Article:
    said = json.loads(text)
    body_url = said.get("body_url")
    said = {name: said[name] for name in PUBLIC_FIELDS if name in said}  # another version may have kept more
    said |= {name: datetime.fromisoformat(said[name]) for name in TIMES if name in said}
    listed = Article(**said)
    listed.fetch = Fetch(listed_url=listed.url, body_url=body_url)
    return listed


def text_key(article: Article) -> str:
    """The key under which two articles have the same text: only letters and digits count, width and case do not."""
    return _text_key(article.article_body or "", article.headline or "")


@lru_cache(maxsize=8)  # asked when an article is compared, and again when it is stored
def _text_key(body: str, headline: str) -> str:
    text = _folded(body)
    if len(text) < SHORT:
        text += "\n" + _folded(headline)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def alike(old: Article, new: Article) -> bool:
    """Whether the new may be the old, corrected: they share their headline, or some of their text, if it had any."""
    if _folded(old.headline or "") == _folded(new.headline or ""):
        return True
    before, after = (_pieces(_folded(article.article_body or "")) for article in (old, new))
    return not before or len(before & after) > SHARED * min(len(before), len(after))


def _pieces(text: str) -> set[str]:
    return {text[at : at + PIECE] for at in range(len(text) - PIECE + 1)}


def headline_fits(article: Article) -> bool:
    """Whether the headline speaks of the text: not so if a login or a notice on cookies stands where the text was."""
    headline, body = (unicodedata.normalize("NFKC", text or "").casefold()
                      for text in (article.headline, article.article_body))  # fmt: skip
    pairs = [run[at : at + 2] for run in HAN.findall(headline) for at in range(len(run) - 1)]
    words = set(pairs) | set(WORD.findall(HAN.sub(" ", headline)))
    return sum(word in body for word in words) >= FITTING * len(words)


def _folded(text: str) -> str:
    return letters(unicodedata.normalize("NFKC", text).casefold())
