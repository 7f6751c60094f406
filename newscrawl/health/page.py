"""Verdicts as one page that needs nothing else: no scripts, no requests."""

from datetime import datetime
from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined

from newscrawl.health.case import Verdict, lasted
from newscrawl.health.show import next_run, ordered

WIDTH, HEIGHT = 168, 28  # of a sparkline: a pixel an hour, of seven days


def page(verdicts: list[Verdict], now: datetime) -> str:
    """The page as of ``now``; its times are in each source's zone."""
    shown = ordered(verdicts)
    counts = {state: sum(one.state == state for one in shown) for state in ("ill", "ok", "new", "unverified", "never")}
    return _template().render(verdicts=shown, now=now, counts=counts, lasted=lasted, next_run=next_run, spark=spark)


def spark(verdict: Verdict) -> str:
    """The path of a sparkline: what came in each hour, as upright strokes from the base."""
    most = max(verdict.pulse, default=0)
    strokes = (
        f"M{hour + 0.5:g} {HEIGHT}v-{max(1.0, count / most * (HEIGHT - 2)):.1f}"
        for hour, count in enumerate(verdict.pulse)
        if count
    )
    return "".join(strokes)


@cache
def _template():
    text = resources.files("newscrawl.health").joinpath("page.html").read_text("utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        text
    )
