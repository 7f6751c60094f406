"""Health knows what is normal for a source, and tells illnesses apart."""

import shutil
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from newscrawl.health import Subject, examine
from newscrawl.store import Store
from tests.past import SHANGHAI, Past, good, newsroom

TUESDAY = {"weeks": 4, "days": 1, "hours": 11}  # of the fifth week, in working hours
KNOWN = {"lists": 1, "links": 20, "known": 20, "requests": 1}


@pytest.fixture(scope="session")
def month(tmp_path_factory):
    """The database of a source that was well for four weeks and a day."""
    folder = tmp_path_factory.mktemp("month")
    with Past(folder, newsroom) as past:
        past.play(past.at(**TUESDAY))
    return folder / "news.db"


@pytest.fixture
def past(month, tmp_path):
    shutil.copy(month, tmp_path / "news.db")
    with Past(tmp_path, newsroom, seed=2) as past:
        past.now = past.at(**TUESDAY)
        yield past


def hours(past: Past, count: int) -> datetime:
    return past.now + timedelta(hours=count)


def test_a_well_source(past):
    verdict = past.verdict()
    assert (verdict.state, verdict.diagnoses) == ("ok", ())
    least, most = verdict.usual
    assert 50 < least < most < 150
    assert 50 < verdict.stored < 150
    assert sum(verdict.pulse[-24:]) == pytest.approx(verdict.stored, abs=15)


def test_no_false_alarm_in_a_week(past):
    end = past.at(weeks=5, days=2)
    while past.now < end:
        past.play(hours(past, 6))
        assert past.names() == [], past.verdict()


def test_nothing_new_on_a_working_day(past):
    past.play(hours(past, 2), lambda _: KNOWN)
    assert past.names() == []
    past.play(hours(past, 4), lambda _: KNOWN)
    (what,) = past.verdict().diagnoses
    assert what.name == "all_known"
    assert "6 runs saw 120 links, all known" in what.evidence
    assert "since 2026-11-10 10:00+08:00" in what.evidence
    past.play(hours(past, 1))
    assert past.names() == []


def test_nothing_new_at_night_is_normal(past):
    past.play(past.at(weeks=4, days=1, hours=22))
    past.play(past.at(weeks=4, days=2, hours=6), lambda _: KNOWN)
    assert past.names() == []


def test_nothing_new_on_a_weekend_is_normal(past):
    past.play(past.at(weeks=4, days=5))
    while past.now < past.at(weeks=5):
        past.play(hours(past, 6), lambda _: KNOWN)
        assert past.names() == []
    past.play(past.at(weeks=5, hours=11), lambda _: KNOWN)
    assert past.names() == ["all_known"]


@pytest.mark.parametrize(("day", "names"), [(1, []), (24, ["all_known"])])
def test_a_public_holiday_is_like_a_sunday(tmp_path, day, names):
    """The first of October, and a Thursday of September."""
    with Past(tmp_path, lambda hour: 0 if hour.weekday() == 6 else newsroom(hour)) as past:
        past.now = datetime(2026, 8, 24, tzinfo=SHANGHAI)
        past.play(datetime(2026, 10 if day == 1 else 9, day, tzinfo=SHANGHAI))
        past.play(past.now + timedelta(hours=16), lambda _: KNOWN)
        assert past.names() == names


def test_too_little_is_known_of_a_young_source(tmp_path):
    with Past(tmp_path, newsroom) as past:
        past.play(past.at(days=2, hours=9))
        assert past.verdict().state == "new"
        past.play(past.at(days=2, hours=20), lambda _: KNOWN)
        assert past.names() == []


def test_batches_may_be_late(tmp_path):
    """Twelve articles each morning at nine."""
    with Past(tmp_path, lambda hour: 0) as past:
        while past.now < past.at(weeks=3, days=1):
            past.play(hours(past, 9), lambda _: KNOWN)
            past.play(hours(past, 1), lambda _: good(12))
            past.play(hours(past, 14), lambda _: KNOWN)
            assert past.names() == []
        past.play(hours(past, 11), lambda _: KNOWN)
        assert past.names() == []
        past.play(hours(past, 24 * 3), lambda _: KNOWN)
        assert past.names() == ["all_known"]


def test_batches_may_come_at_any_time(tmp_path):
    with Past(tmp_path, lambda hour: 0) as past:
        while past.now < past.at(weeks=5):
            past.play(hours(past, 1), lambda _: good(12) if past.random.random() < 0.08 else KNOWN)
            if past.now.hour % 12 == 0 and past.now > past.at(weeks=2):
                assert past.names() == []


def test_a_source_that_seldom_has_anything(tmp_path):
    with Past(tmp_path, lambda hour: 1 / 12) as past:
        past.play(past.at(weeks=5))
        assert past.names() == []
        past.play(past.at(weeks=5, days=1), lambda _: KNOWN)
        assert past.names() == []
        past.play(past.at(weeks=7, days=3), lambda _: KNOWN)
        assert past.names() == ["all_known"]


def test_a_silence_is_not_cured_by_lasting(past):
    for week in range(5, 13):
        past.play(past.at(weeks=week, hours=12), lambda _: KNOWN)
        assert (past.verdict().state, past.names()) == ("ill", ["all_known"]), week


def test_a_source_that_is_not_crawled_any_more_is_not_silent(past):
    """It was paused an hour or two after its last article; nobody has looked since."""
    past.subject = replace(past.subject, scheduled=False)
    past.play(hours(past, 2), lambda _: KNOWN)
    for day in range(1, 30, 4):
        past.now = past.at(weeks=4, days=day, hours=20)
        assert past.names() == []


def test_what_ran_before_the_clock_was_set_back_is_not_the_last(past):
    now = past.now
    past.now = past.at(weeks=60)
    past.play(past.at(weeks=61))
    past.now = now
    past.play(hours(past, 6), lambda _: KNOWN)
    assert past.names() == ["all_known"]


def test_a_source_that_was_ill_and_is_not_crawled_any_more_is_paused(past):
    past.play(hours(past, 3), lambda _: failed(**{"failed/http_403": 1}), "failed")
    past.subject = replace(past.subject, scheduled=False)
    past.now += timedelta(days=6)
    assert (past.verdict().state, past.names()) == ("ill", ["blocked"])
    past.now += timedelta(days=2)
    assert (past.verdict().state, past.names()) == ("paused", [])
    past.subject = replace(past.subject, scheduled=True)
    assert past.names() == ["blocked"]


def test_new_links_that_come_to_nothing(past):
    past.play(hours(past, 6), lambda _: KNOWN | {"new": 1, "refused": 1, "reasons": {"refused/no_headline": 1}})
    assert past.names() == ["silent"]


def failed(**notes: int) -> dict:
    return {"requests": 3, "notes": {"failed": 1} | notes}


@pytest.mark.parametrize(
    ("notes", "name", "said"),
    [
        ({"failed/http_403": 1}, "blocked", "http_403 (2)"),
        ({"failed/http_429": 1}, "blocked", "http_429 (2)"),
        ({"failed/timeout": 1}, "unreachable", "timeout (2)"),
        ({"failed/dns": 1}, "unreachable", "dns (2)"),
        ({"failed/http_502": 1}, "unreachable", "http_502 (2)"),
        ({"failed/a.example is not asked until 2026-11-24 22:28 UTC (http_429)": 1}, "blocked", "(http_429)"),
        ({"failed/a.example:44290 is not asked until 2026-11-24 22:28 UTC (timeout)": 1}, "unreachable", "(timeout)"),
        ({"failed/robots": 1}, "failing", "ended badly"),
        ({"failed/http://a.example/robots.txt asks for 403 seconds between requests": 1}, "failing", "ended badly"),
        ({"failed/http://500.example/robots.txt asks for 90 seconds between": 1}, "failing", "ended badly"),
        ({"failed/dns.example is not asked until 2026-11-24 22:28 UTC (http_429)": 1}, "blocked", "(http_429)"),
        ({"failed/429.example is not asked until 2026-11-24 22:28 UTC (timeout)": 1}, "unreachable", "(timeout)"),
        (
            {"failed/https://a.example/robots.txt can't be read (error_SSLError), so nothing else is asked": 1},
            "unreachable",
            "error_SSLError",
        ),
        ({"failed/html": 1}, "no_links", "no lists: html (2)"),
    ],
)
def test_lists_that_fail(past, notes, name, said):
    past.play(hours(past, 1), lambda _: failed(**notes), "failed")
    assert past.names() == []  # once is an accident
    past.play(hours(past, 1), lambda _: failed(**notes), "failed")
    (what,) = past.verdict().diagnoses
    assert what.name == name
    assert said in what.evidence
    past.play(hours(past, 10), lambda _: failed(**notes), "failed")
    assert past.names() == [name]  # explains the silence
    past.play(hours(past, 1))
    assert past.names() == []


def test_a_wall_before_an_empty_list(past):
    past.play(
        hours(past, 2),
        lambda _: {"lists": 1, "notes": {"empty_first": 1, "failed": 1, "failed/wall_captcha": 1}},
        "ill",
    )
    assert past.names() == ["blocked"]


def test_articles_that_are_refused(past):
    seen = KNOWN | {"new": 6, "stored": 1, "failed": 5, "reasons": {"failed/http_403": 3, "failed/wall_captcha": 2}}
    past.play(hours(past, 2), lambda _: seen, "ill")
    assert past.names() == ["blocked"]


def test_articles_that_do_not_come(past):
    seen = KNOWN | {"new": 4, "failed": 4, "reasons": {"failed/timeout": 3, "failed/cut_off": 1}}
    past.play(hours(past, 2), lambda _: seen, "ill")
    (what,) = past.verdict().diagnoses
    assert (what.name, "8 of 8 pages did not come" in what.evidence) == ("unreachable", True)


def test_a_list_without_links(past):
    past.play(hours(past, 2), lambda _: {"lists": 1, "requests": 1, "notes": {"empty_first": 1}}, "ill")
    assert past.names() == ["no_links"]


@pytest.mark.parametrize(
    "counts",
    [
        KNOWN | {"new": 5, "stored": 1, "duplicate": 4, "reasons": {"duplicate/text": 4}},
        KNOWN | {"new": 5, "failed": 5, "reasons": {"failed/same_body": 5}},
        {"requests": 1, "notes": {"failed": 1, "failed/the same link in all of 50 records": 1}},
    ],
)
def test_the_same_item_for_every_query(past, counts):
    past.play(hours(past, 2), lambda _: counts, "ill")
    assert "same_item" in past.names()


def test_a_field_that_empties(past):
    past.play(hours(past, 3), authors=0)
    (what,) = past.verdict().diagnoses
    assert what.name == "fields_empty"
    assert what.evidence.startswith("authors in 0 of")
    past.play(hours(past, 3))
    assert past.names() == []


def test_a_field_that_nobody_looks_for_any_more(past):
    """Its selector was taken out of the source file."""
    past.play(hours(past, 24 * 7), date_modified=1)
    past.play(hours(past, 3))
    assert past.names() == []


def test_a_rung_that_shifts(past):
    past.play(hours(past, 3), lambda new: good(new, via="title"))
    (what,) = past.verdict().diagnoses
    assert what.name == "via_shifted"
    assert "'title'" in what.evidence
    assert "'json-ld'" in what.evidence


def test_a_new_layout_becomes_usual(past):
    past.play(hours(past, 24 * 5), lambda new: good(new, via="title"))
    assert past.names() == []


def test_times_that_fall_back(past):
    """By eight hours: a zone was lost."""
    past.play(hours(past, 2), lambda new: good(new, newest=8 * 3600 + 600))
    (what,) = past.verdict().diagnoses
    assert what.name == "times_jump"
    assert "8 h old" in what.evidence


def test_nobody_looked_for_two_days(past):
    """What came last meanwhile is a day old when it is found."""
    past.now = hours(past, 48)
    past.play(hours(past, 1), lambda _: good(9, newest=30 * 3600))
    assert past.names() == []
    past.play(hours(past, 1), lambda _: good(9, newest=30 * 3600))
    assert past.names() == ["times_jump"]


def test_times_in_the_future(past):
    def ahead(new: int) -> dict:
        return good(new, newest=-7 * 3600) | {"dates": {"dated": new, "future": new, "behind": {"0": 1}}}

    past.play(hours(past, 2), ahead)
    assert past.names() == ["times_jump"]


def test_slower_than_usual(past):
    past.play(hours(past, 2), lambda new: good(new, ms=6000))
    assert past.names() == []
    past.play(hours(past, 1), lambda new: good(new, ms=6000))
    (what,) = past.verdict().diagnoses
    assert (what.name, "6.0 s" in what.evidence) == ("slow", True)


def test_nobody_crawls_it(past):
    past.now += timedelta(hours=1, minutes=50)
    assert past.names() == []
    past.now += timedelta(minutes=30)
    assert past.names() == ["overdue"]
    past.subject = replace(past.subject, scheduled=False)
    assert past.names() == []


def test_whatever_else_fails(past):
    past.play(hours(past, 2), lambda _: KNOWN | {"requests": 2}, "failed")
    assert past.names() == ["failing"]


def test_a_source_that_is_due_once_a_day_is_ill_at_once(tmp_path):
    with Past(tmp_path, lambda hour: 1, every=86400) as past:
        past.play(past.at(weeks=3))
        past.play(past.at(weeks=3, days=1), lambda _: failed(**{"failed/timeout": 1}), "failed")
        assert past.names() == ["unreachable"]


def test_a_backfill_says_nothing_of_what_is_normal(past):
    before = past.verdict().usual
    past.play(hours(past, 1), lambda _: good(900) | {"backfill": 1})
    tallies = past.store.hours.since("s", past.now - timedelta(days=35))
    assert max(tally.get("stored", 0) for tally in tallies.values()) < 100
    assert before


def test_sources_that_were_never_crawled(tmp_path):
    now = datetime.now(SHANGHAI)
    with Store(tmp_path / "news.db") as store:
        subjects = [
            Subject("mine"),
            Subject("theirs", catalogue=True),
            Subject("broken", fault="broken.toml: title: is missing"),
        ]
        assert [one.state for one in examine(store, subjects, now)] == ["never", "unverified", "ill"]


def test_a_catalogue_source_is_unverified_until_a_run_kept_something(tmp_path):
    with Past(tmp_path, lambda hour: 5, catalogue=True) as past:
        past.play(past.at(hours=5), lambda _: failed(**{"failed/http_403": 1}), "failed")
        assert (past.verdict().state, past.names()) == ("unverified", ["blocked"])
        past.play(past.at(hours=7))
        assert past.verdict().state == "new"
        past.play(past.at(weeks=6), lambda _: failed(**{"failed/http_403": 1}), "failed")
        assert past.verdict().state == "ill"  # it worked once


def test_hours_are_learnt_from_runs_that_are_there_already(past):
    before = past.store.hours.since("s", past.now - timedelta(days=35))
    db = past.store.db
    db.execute("DROP TABLE hours")
    db.execute("DELETE FROM _sqlite_migrations WHERE name = '0040_hours'")
    past.store.close()
    past.store = Store(past.store.path)
    assert past.store.hours.since("s", past.now - timedelta(days=35)) == before
