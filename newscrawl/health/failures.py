"""Illnesses that the runs themselves show: whoever fails twice in three runs is ill, however little is known of it."""

import re
from collections import Counter

from newscrawl.health.case import Case, Diagnosis, lists_failed, most_common, reasons
from newscrawl.store.runs import Run

# a reason is one word, or ends with one in brackets: what stands before that is an address, or a figure of its own
BLOCKED = re.compile(r"(?:^|[_(])http_(?:401|403|407|429|451)\b|^wall_")
UNREACHABLE = re.compile(r"(?:^|[_(])(?:timeout|dns|connection|cut_off|http_5\d\d|error_)")
NOT_ASKED = re.compile(r"robots|contact|NEWSCRAWL_|other_host|not asked")  # by our own manners
REPEATS = re.compile(r"the same |repeats |^same_body$|^redirected_together$")
FEW = 3  # articles that must show it, where lists do not


def blocked(case: Case) -> Diagnosis | None:
    """The site answers, and what it says is no."""
    runs = case.lasting(_is_blocked)
    if not runs:
        return None
    said = [Counter({key: n for key, n in reasons(run).items() if BLOCKED.search(key)}) for run in runs]
    return Diagnosis(
        "blocked",
        f"refused {sum(map(_refused, runs))} of {sum(map(_tried, runs))} pages in {_of(runs)}: {most_common(said)}",
        "raise DOWNLOAD_DELAY and `every`, look for a feed; if it goes on, ask the site: it has your NEWSCRAWL_CONTACT",
    )


def unreachable(case: Case) -> Diagnosis | None:
    """No list could be had, or few articles: the site does not answer, or answers with an error of its own."""
    runs = case.lasting(_is_unreachable)
    if not runs or any(map(_is_blocked, runs)):
        return None
    said = [Counter({key: n for key, n in reasons(run).items() if UNREACHABLE.search(key)}) for run in runs]
    failed = sum(one.total() for one in said)
    return Diagnosis(
        "unreachable",
        f"{failed} of {sum(map(_tried, runs))} pages did not come in {_of(runs)}: {most_common(said)}",
        "open its start_urls in a browser; if they work there, check this machine's network and DNS",
    )


def no_links(case: Case) -> Diagnosis | None:
    """Lists come, and no article is on them; or what comes is no list."""
    runs = case.lasting(
        lambda run: _empty(run) or (_no_list(run) and any(_is_answer(key) for key in lists_failed(run)))
    )
    if not runs or any(_refused(run) for run in runs) or unreachable(case):
        return None
    empty, other = sum(map(_empty, runs)), most_common(map(lists_failed, runs))
    said = [f"{empty} lists without a link" if empty else "", f"no lists: {other}" if other else ""]
    return Diagnosis(
        "no_links",
        f"{'; '.join(filter(None, said))} in {_of(runs)}",
        f"see what `scrapy parse --spider={case.subject.name} URL` finds there; mend start_urls, kind or article_links",
    )


def same_item(case: Case) -> Diagnosis | None:
    """Whatever is asked for, the answer is the same."""
    runs = case.lasting(lambda run: _repeated(run) >= FEW or any(map(REPEATS.search, lists_failed(run))))
    if not runs:
        return None
    lists = Counter({k: n for run in runs for k, n in lists_failed(run).items() if REPEATS.search(k)})
    twins = f"{sum(map(_repeated, runs))} of {sum(run.counts.get('new', 0) for run in runs)} new articles have one text"
    return Diagnosis(
        "same_item",
        f"{most_common([lists]) if lists else twins} in {_of(runs)}",
        "the site ignores what it is asked: compare two of its pages in a browser; it may be an error page or a wall",
    )


def failing(case: Case) -> Diagnosis | None:
    """Whatever else makes its runs end badly."""
    runs = case.lasting(lambda run: run.state in ("ill", "failed"))
    if not runs:
        return None
    return Diagnosis(
        "failing",
        f"{_of(runs)} ended badly: {runs[0].reason}",
        f"see `scrapy runs --source {case.subject.name}` and the log",
    )


def _is_answer(reason: str) -> bool:
    """Whether a list failed by what the site sent; else nothing was sent, or it was not asked at all."""
    return not NOT_ASKED.search(reason)


def _is_blocked(run: Run) -> bool:
    lists = any(map(BLOCKED.search, lists_failed(run))) and not run.counts.get("links")
    return lists or (_refused(run) >= FEW and _refused(run) * 2 >= _tried(run))


def _is_unreachable(run: Run) -> bool:
    if _no_list(run):
        return any(map(UNREACHABLE.search, lists_failed(run)))
    failed = sum(count for key, count in reasons(run).items() if UNREACHABLE.search(key))
    return failed >= FEW and failed * 2 >= _tried(run)


def _refused(run: Run) -> int:
    return sum(count for key, count in reasons(run).items() if BLOCKED.search(key))


def _tried(run: Run) -> int:
    """Pages asked for: lists that failed stand for those that would have followed."""
    new = run.counts.get("new", 0) + run.counts.get("resumed", 0)
    return max(1, new + lists_failed(run).total(), _refused(run))


def _no_list(run: Run) -> bool:
    return run.state == "failed" and not run.counts.get("lists")


def _empty(run: Run) -> int:
    return run.counts.get("notes", {}).get("empty_first", 0)


def _repeated(run: Run) -> int:
    """Articles that are one and the same, if those are most of what was new."""
    said = run.counts.get("reasons", {})
    same = sum(said.get(key, 0) for key in ("duplicate/text", "failed/same_body", "failed/redirected_together"))
    return same if same * 5 >= run.counts.get("new", 0) * 4 else 0


def _of(runs: list[Run]) -> str:
    return "the last run" if len(runs) == 1 else f"{len(runs)} of the last 3 runs"
