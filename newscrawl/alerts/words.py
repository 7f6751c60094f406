"""What messages say."""

from collections import Counter

from newscrawl.health import Verdict

MOST = 12  # sources named in one message
MANY = 5  # that can't be reached at once: it may be this machine


def change(ill: list[Verdict], well: list[Verdict]) -> tuple[str, str]:
    """(title, body) for sources that have fallen ill and that are well again."""
    counts = [f"{len(ill)} ill" if ill else "", f"{len(well)} well again" if well else ""]
    title = f"newscrawl: {', '.join(filter(None, counts))}"
    if len(ill) + len(well) == 1:
        title = f"newscrawl: {(ill or well)[0].subject.name} is {'ill' if ill else 'well again'}"
    unreachable = sum(one.diagnoses[0].name == "unreachable" for one in ill)
    lines = ["Most can't be reached: look at this machine's network first."] if unreachable >= MANY else []
    lines += _named(ill) + [f"{label(one)} is well again." for one in well[:MOST]] + _rest(well)
    return title, "\n".join(lines)


def digest(verdicts: list[Verdict]) -> tuple[str, str]:
    """(title, body) of the last 24 hours."""
    states = Counter(one.state for one in verdicts)
    ill = [one for one in verdicts if one.state == "ill"]
    crawled = [one for one in verdicts if one.last]
    stored = sum(one.stored for one in crawled)
    title = f"newscrawl: {stored:,} articles in 24 h, {states['ill']} of {len(crawled)} sources ill"
    best = sorted(crawled, key=lambda one: -one.stored)[:MOST]
    lines = [f"{label(one)}: {one.stored:,}{usual(one)}" for one in best if one.stored]
    return title, "\n".join([*_named(ill), *lines]) or "nothing new"


def usual(verdict: Verdict) -> str:
    return f" (usual {verdict.usual[0]:,} to {verdict.usual[1]:,})" if verdict.usual else ""


def label(verdict: Verdict) -> str:
    subject = verdict.subject
    return f"{subject.name} ({subject.title})" if subject.title and subject.title != subject.name else subject.name


def _named(ill: list[Verdict]) -> list[str]:
    lines = []
    for one in ill[:MOST]:
        lines += [
            f"{label(one)}: {what.name}: {what.evidence}. {what.advice[:1].upper()}{what.advice[1:]}."
            for what in one.diagnoses
        ]
    return lines + _rest(ill)


def _rest(verdicts: list[Verdict]) -> list[str]:
    return [f"and {len(verdicts) - MOST} more; `scrapy health` shows all"] if len(verdicts) > MOST else []
