"""What a run notices besides its articles, for health to judge: rungs, times, how fast answers come."""

from collections import Counter, defaultdict
from datetime import timedelta

from newscrawl.items import Article

WATCHED = ("headline", "article_body", "date_published", "authors", "publisher")  # fields whose rungs are counted
AHEAD = timedelta(minutes=15)  # that a site's clock may be fast
BEHIND = (0, 1, 3, 6, 12, 24, 48, 96, 168)  # hours; the bounds between which "how old was the newest" is counted
LONGEST = 40  # characters of a rung's name that are kept


class Observed:
    """Counters of one run. Hand it every article that was read and every answer that came."""

    def __init__(self):
        self.via: defaultdict[str, Counter] = defaultdict(Counter)
        self.dated = self.future = self.responses = 0
        self.milliseconds = 0.0
        self.newest: timedelta | None = None

    def article(self, article: Article) -> None:
        for name in WATCHED:
            if rung := article.via.get(name):
                self.via[name][rung[:LONGEST]] += 1
        if article.date_published and article.fetched_at:
            behind = article.fetched_at - article.date_published
            self.dated += 1
            self.future += behind < -AHEAD
            self.newest = behind if self.newest is None else min(behind, self.newest)

    def response(self, latency: float | None) -> None:
        """An answer that took ``latency`` seconds; None: it came from no server."""
        if latency is not None:
            self.responses += 1
            self.milliseconds += latency * 1000

    def figures(self) -> dict[str, dict]:
        """``via``: field, rung: articles. ``dates``: how many articles had one, how many of them lay in the future, and
        ``behind``: how old the newest was, as 1 under the greatest of BEHIND that is not above it. ``newest``: the same
        in seconds. ``timing``: answers and the milliseconds they took together. What was not seen is left out.
        """
        found: dict[str, dict] = {name: dict(rungs) for name, rungs in self.via.items()}
        figures: dict[str, dict] = {"via": found} if found else {}
        if self.newest is not None:
            figures["dates"] = {"dated": self.dated, "future": self.future, "behind": {str(bucket(self.newest)): 1}}
            figures["newest"] = {"seconds": round(self.newest.total_seconds())}
        if self.responses:
            figures["timing"] = {"responses": self.responses, "ms": round(self.milliseconds)}
        return figures


def bucket(behind: timedelta) -> int:
    """The greatest of BEHIND, in hours, that is not above ``behind``; 0 for what lies in the future."""
    return max((hours for hours in BEHIND if behind >= timedelta(hours=hours)), default=0)
