"""The ledger: one row per URL, what became of it, when it is tried again, and when looked at again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from newscrawl.items import Article
from newscrawl.store.rows import listed_from_json, listed_to_json, now, sound, stamp
from newscrawl.urls import fold

MAX_ATTEMPTS = 8  # with the delays below: given up after about three days
FIRST_RETRY = timedelta(minutes=5)
LONGEST_RETRY = timedelta(days=1)
LONGEST_URL = 2000  # characters kept of a link; what is longer is no article's URL
NOT_OF_OTHERS = ("other_host", "private_address")  # reasons that lie in what a source names
STATES = ("discovered", "stored", "duplicate", "refused", "gone", "failed")
WAITING_AT_ONCE = 10_000  # rows in memory; the next come when these are in hand

# the states that a row had before, oldest first, the last twenty; 'discovered' says nothing that discovered_at does not
PAST = """CASE WHEN state IN ('discovered', excluded.state) THEN past ELSE json_insert(
    iif(json_array_length(past) >= 20, json_remove(past, '$[0]'), coalesce(past, '[]')),
    '$[#]', json_array(updated_at, state, reason)) END"""
DISCOVER = f"""INSERT INTO ledger (key, url, source, section, state, run_id, discovered_at, updated_at, listed)
    VALUES (?, ?, ?, ?, 'discovered', ?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET past = {PAST}, run_id = excluded.run_id, updated_at = excluded.updated_at,
        state = 'discovered', retry_at = NULL, listed = coalesce(excluded.listed, listed)"""  # noqa: S608
SETTLE = f"""INSERT INTO ledger (key, url, source, section, state, reason, article_id, run_id, attempts,
                                 discovered_at, updated_at, retry_at, etag, last_modified)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET past = {PAST}, state = excluded.state, reason = excluded.reason,
        article_id = coalesce(excluded.article_id, article_id), run_id = excluded.run_id,
        attempts = excluded.attempts, updated_at = excluded.updated_at, retry_at = excluded.retry_at,
        etag = excluded.etag, last_modified = excluded.last_modified,
        listed = CASE WHEN excluded.state = 'failed' THEN listed WHEN listed ->> 'body_url' IS NOT NULL
            THEN json_object('url', listed ->> 'url', 'body_url', listed ->> 'body_url') END"""  # noqa: S608


@dataclass(frozen=True)
class Entry:
    """A ledger row as the crawl needs it."""

    url: str
    source: str
    section: str | None
    state: str
    article_id: int | None
    run_id: int | None
    attempts: int
    retry_at: str | None
    reason: str | None

    @property
    def held(self) -> bool:
        """Whether its article is here, be it that its page is gone by now."""
        return self.article_id is not None and self.state in ("stored", "gone")

    def known(self, source: str, run_id: int, at: str) -> bool:
        """Whether this URL is not to be fetched now: its fate is known, it waits, or this very run has it in hand.

        What another source might not fetch from a host, or might not ask for, says nothing to this one.
        """
        if self.state == "discovered":
            return self.run_id == run_id
        if self.state == "refused" and self.reason in NOT_OF_OTHERS and self.source != source:
            return False
        return self.state != "failed" or self.retry_at is None or self.retry_at > at or self.run_id == run_id


def retry_delay(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts: 5 min, growing fourfold up to a day; None: given up."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return min(LONGEST_RETRY, FIRST_RETRY * 4 ** (attempts - 1))


class Ledger:
    """Every question about URLs. Writes expect the caller's transaction (:meth:`Store.transaction`).

    ``key`` names the row of a URL. It is :func:`urls.fold`, unless the run's source knows its articles by their ids.
    """

    columns = "url, source, section, state, article_id, run_id, attempts, retry_at, reason"

    def __init__(self, db: Database):
        self.db = db
        self.key: Callable[[str], str] = fold

    def get(self, url: str) -> Entry | None:
        sql = f"SELECT {self.columns} FROM ledger WHERE key = ?"  # noqa: S608
        row = self.db.conn.execute(sql, [self.key(url)]).fetchone()
        return Entry(*row) if row else None

    def sight(self, url: str, source: str, section: str | None) -> bool:
        """Keep that a list showed a URL; False if it had been seen there before."""
        if not section:
            return False
        values = [self.key(sound(url)), sound(section), source, stamp(now())]
        return self.db.conn.execute("INSERT OR IGNORE INTO sections VALUES (?, ?, ?, ?)", values).rowcount > 0

    def discover(self, url: str, source: str, section: str | None, run_id: int, listed: Article | None = None) -> bool:
        """Take a URL in hand for this run; False if it is known. Its row is 'discovered' until its fate is written.

        Until then what its list said of it is kept.
        """
        url, section = sound(url), section and sound(section)
        entry, at = self.get(url), stamp(now())
        if entry and entry.known(source, run_id, at):
            return False
        self.db.conn.execute(
            DISCOVER,
            [self.key(url), url[:LONGEST_URL], source, section, run_id, at, at, listed and listed_to_json(listed)],
        )
        return True

    def listed(self, url: str) -> Article | None:
        """What a list said of an article that is not settled yet; later only where its text is, if not at its URL."""
        row = self.db.conn.execute("SELECT listed FROM ledger WHERE key = ?", [self.key(url)]).fetchone()
        return listed_from_json(row[0]) if row and row[0] else None

    def settle(
        self, url: str, source: str, state: str, reason: str | None = None, *, section: str | None = None,
        article_id: int | None = None, run_id: int | None = None, attempts: int = 0, retry_at: datetime | None = None,
        etag: str | None = None, last_modified: str | None = None,
    ) -> None:  # fmt: skip
        """Write what became of a URL. Where a list said where its text is, that is kept to look at it again."""
        url, section, at = sound(url), section and sound(section), stamp(now())
        self.db.conn.execute(
            SETTLE,
            [self.key(url), url[:LONGEST_URL], source, section, state, reason, article_id, run_id, attempts,
             at, at, stamp(retry_at) if retry_at else None, etag, last_modified],
        )  # fmt: skip

    def fail(
        self, url: str, source: str, reason: str, run_id: int, until: datetime | None = None, *, sent: bool = True
    ) -> None:
        """Count a failed attempt and say when the next one is due: not before ``until``, till which its host rests.

        One that was not even ``sent`` is no attempt.
        """
        entry = self.get(url)
        attempts = (entry.attempts if entry else 0) + sent
        delay = retry_delay(max(attempts, 1))
        retry_at = now() + delay if delay else None
        if until and (retry_at or not sent):
            retry_at = max(retry_at, until) if sent else until
        self.settle(url, source, "failed", reason, run_id=run_id, attempts=attempts, retry_at=retry_at)

    def waiting(self, source: str, run_id: int) -> list[tuple[str, str | None]]:
        """(url, section) of what earlier runs left: found and never settled, or failed and due again; oldest first.

        At most WAITING_AT_ONCE of them: what :meth:`discover` takes in hand is not waiting any more.
        """
        # the condition on NULL is the index's own, so that SQLite sees that it may use it
        sql = """SELECT url, section FROM ledger WHERE source = ? AND run_id IS NOT ?
                 AND (state = 'discovered' OR retry_at <= ?) AND (state = 'discovered' OR retry_at IS NOT NULL)
                 AND state IN ('discovered', 'failed')
                 ORDER BY discovered_at LIMIT ?"""
        return self.db.conn.execute(sql, [source, run_id, stamp(now()), WAITING_AT_ONCE]).fetchall()

    def tally(self, source: str | None = None, run_id: int | None = None) -> list[tuple[str, str, str, int]]:
        """(source, state, reason, how many), for one source or run, or for all."""
        sql = """SELECT source, state, coalesce(reason, ''), count(*) FROM ledger
                 WHERE (:source IS NULL OR source = :source) AND (:run IS NULL OR run_id = :run)
                 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
        return self.db.conn.execute(sql, {"source": source, "run": run_id}).fetchall()

    def history(self, url: str) -> dict | None:
        """The whole row of one URL, however it is spelt; None if it was never seen."""
        sql = "SELECT * FROM ledger WHERE {} ORDER BY updated_at DESC"
        by_key = next(self.db.query(sql.format("key = ?"), [self.key(url)]), None)
        return by_key or next(self.db.query(sql.format("url = ?"), [url]), None)  # a row that is named by an id
