"""What settings may hold: whoever gets one wrong is told so in a line, before anything starts."""

from collections.abc import Mapping
from difflib import get_close_matches

from newscrawl import settings as ours
from newscrawl.source_checks import durations

PREFIX = "NEWSCRAWL_"
KNOWN = {name for name in vars(ours) if name.startswith(PREFIX)}
SECRET = {"NEWSCRAWL_ALERTS", "NEWSCRAWL_DIGEST"}  # of the environment only: Scrapy logs settings that were overridden
NUMBERS = {  # (int or float, the least it may be)
    "NEWSCRAWL_DB_TIMEOUT": (float, 0),
    "NEWSCRAWL_KNOWN_IN_A_ROW": (int, 1),
    "NEWSCRAWL_CHECKS_PER_RUN": (int, 1),
    "NEWSCRAWL_READERS": (int, 0),
    "NEWSCRAWL_AT_ONCE": (int, 1),
    "NEWSCRAWL_LONGEST_RUN": (float, 1),
    "NEWSCRAWL_ROBOTS_AGE": (float, 0),
    "NEWSCRAWL_CRAWL_DELAY_MAX": (float, 0),
    "NEWSCRAWL_HOST_FAILURES": (int, 1),
    "DOWNLOAD_DELAY": (float, 0),
    "DOWNLOAD_TIMEOUT": (float, 0),
    "CONCURRENT_REQUESTS_PER_DOMAIN": (int, 1),
}
BOUNDS = ("NEWSCRAWL_PAGES_DAYS", "NEWSCRAWL_PAGES_MB", "NEWSCRAWL_REVISIONS_DAYS", "NEWSCRAWL_REVISIONS_MB")


def check(settings: Mapping, environ: Mapping[str, str]) -> None:
    """Refuse a NEWSCRAWL_ name that is none, and a value that can't be meant. Raises ValueError with one line.

    The environment may hold such names of others (Kubernetes makes NEWSCRAWL_PORT of a service); there only what is
    nearly a setting's is refused.
    """
    unknown = {one for one in environ if one.startswith(PREFIX)} - KNOWN - SECRET
    theirs = {one for one in unknown if _near(one, 0.8)}
    for name in sorted({*settings, *theirs}):
        if name.startswith(PREFIX) and name not in KNOWN:
            raise ValueError(f"{name}: {_hint(name)}")
    for name, (kind, least) in NUMBERS.items():
        _number(name, settings[name], kind, least)
    for name in BOUNDS:
        if settings[name] is not None:
            _number(name, settings[name], int, 0)
    durations("NEWSCRAWL_CHECKS", settings.getlist("NEWSCRAWL_CHECKS"))


def _hint(name: str) -> str:
    if name in SECRET:
        return f"is read from the environment only: export {name}=…"
    near = _near(name, 0.6)
    return f"there is no such setting; {f'did you mean {PREFIX}{near}?' if near else 'README has all'}"


def _near(name: str, likeness: float) -> str | None:
    """The setting, without its prefix, that a name is most like."""
    known = [one.removeprefix(PREFIX) for one in sorted(KNOWN | SECRET)]
    return next(iter(get_close_matches(name.removeprefix(PREFIX), known, 1, likeness)), None)


def _number(name: str, value: object, kind: type, least: int) -> None:
    try:
        good = kind(value) >= least
    except (TypeError, ValueError):
        good = False
    if not good:
        raise ValueError(f"{name}: must be a {'whole ' if kind is int else ''}number from {least}, not {value!r}")
