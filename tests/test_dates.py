"""From a page's own string to a moment."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extract.dates import parse

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NOW = datetime(2024, 5, 13, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai, 04:00 in Berlin


def read(text, language=None, zone=SHANGHAI, now=NOW):
    """What a text says as (local time, precision), both as short strings; (None, None) for no date."""
    when = parse(text, zone=zone, now=now, language=language)
    if when is None:
        return None, None
    assert when.raw == text.strip()
    return when.value.isoformat(timespec="minutes" if when.precision == "minute" else "seconds"), when.precision


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("2024-05-12T08:05:09+08:00", "2024-05-12T08:05:09+08:00", "second"),
        ("2024-05-12T08:05:09", "2024-05-12T08:05:09+08:00", "second"),
        ("2024-05-12T08:05:09Z", "2024-05-12T08:05:09+00:00", "second"),
        ("2024-05-12T08:05:09.000+0800", "2024-05-12T08:05:09+08:00", "second"),
        ("2024-05-12T08:05:09,000Z", "2024-05-12T08:05:09+00:00", "second"),
        ("2024-05-12 08:05:09.0000000Z", "2024-05-12T08:05:09+00:00", "second"),
        ("2024-05-12 08:05:09 +0800", "2024-05-12T08:05:09+08:00", "second"),
        ("2024-05-12 08:05:09 -0400", "2024-05-12T08:05:09-04:00", "second"),
        ("2024-05-12 08:05:09 UTC", "2024-05-12T08:05:09+00:00", "second"),
        ("2024-05-12T08:05-04:00", "2024-05-12T08:05-04:00", "minute"),
        ("2024-05-12 08:05", "2024-05-12T08:05+08:00", "minute"),
        ("20240512T080509Z", "2024-05-12T08:05:09+00:00", "second"),
        ("20240512080509", "2024-05-12T08:05:09+08:00", "second"),
        ("202405120805", "2024-05-12T08:05+08:00", "minute"),
        ("20240512", "2024-05-12T00:00:00+08:00", "day"),
        ("2024-05-12", "2024-05-12T00:00:00+08:00", "day"),
        ("2024-5-2", "2024-05-02T00:00:00+08:00", "day"),
        ("2024-W19-7", "2024-05-12T00:00:00+08:00", "day"),
        ("1715472309", "2024-05-12T08:05:09+08:00", "second"),
        ("1715472309000", "2024-05-12T08:05:09+08:00", "second"),
        ("Sun, 12 May 2024 08:05:09 +0800", "2024-05-12T08:05:09+08:00", "second"),
        ("Sun, 12 May 2024 08:05:09 GMT", "2024-05-12T08:05:09+00:00", "second"),
        ("Sun May 12 08:05:09 CEST 2024", "2024-05-12T08:05:09+02:00", "second"),
        ("Sun May 12 2024 08:05:09 GMT+0200 (CEST)", "2024-05-12T08:05:09+02:00", "second"),
    ],
)
def test_what_systems_write(text, moment, precision):
    assert read(text) == (moment, precision)


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("2024年5月12日 08:05", "2024-05-12T08:05+08:00", "minute"),
        ("2024年05月12日08时05分", "2024-05-12T08:05+08:00", "minute"),
        ("2024年05月12日08:05:09", "2024-05-12T08:05:09+08:00", "second"),
        ("２０２４年５月１２日　０８：０５", "2024-05-12T08:05+08:00", "minute"),
        ("2024年5月12日（星期日）08:05", "2024-05-12T08:05+08:00", "minute"),
        ("2024年5月12日 下午3:05", "2024-05-12T15:05+08:00", "minute"),
        ("2024年5月12日凌晨12点05分", "2024-05-12T00:05+08:00", "minute"),
        ("2024年5月12日晚上8点", "2024-05-12T20:00:00+08:00", "day"),
        ("2024年5月12日 24:00", "2024-05-13T00:00+08:00", "minute"),
        ("2024年5月12日", "2024-05-12T00:00:00+08:00", "day"),
        ("二〇二四年五月十二日", "2024-05-12T00:00:00+08:00", "day"),
        ("二○二三年十二月二十一日", "2023-12-21T00:00:00+08:00", "day"),
        ("民國113年5月12日", "2024-05-12T00:00:00+08:00", "day"),
        ("发布时间：2024-05-12 08:05:09 来源：本报", "2024-05-12T08:05:09+08:00", "second"),
        ("2024/05/12 08:05", "2024-05-12T08:05+08:00", "minute"),
        ("2024.05.12 08:05", "2024-05-12T08:05+08:00", "minute"),
        ("05月12日 15:36", "2024-05-12T15:36+08:00", "minute"),
        ("05-12 15:36", "2024-05-12T15:36+08:00", "minute"),
        ("12月31日 15:36", "2023-12-31T15:36+08:00", "minute"),
        ("北京时间2024年5月12日 08:05", "2024-05-12T08:05+08:00", "minute"),
    ],
)
def test_chinese_forms(text, moment, precision):
    assert read(text) == read(text, "zh-CN") == (moment, precision)


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("今天 09:30", "2024-05-13T09:30+08:00", "minute"),
        ("昨天 08:05", "2024-05-12T08:05+08:00", "minute"),
        ("昨天", "2024-05-12T00:00:00+08:00", "day"),
        ("前天", "2024-05-11T00:00:00+08:00", "day"),
        ("刚刚", "2024-05-13T10:00+08:00", "minute"),
        ("10分钟前", "2024-05-13T09:50+08:00", "minute"),
        ("3小时前", "2024-05-13T07:00:00+08:00", "day"),
        ("半小时前", "2024-05-13T09:30:00+08:00", "day"),
        ("2天前", "2024-05-11T00:00:00+08:00", "day"),
        ("2周前", None, None),
        ("3个月前", None, None),
    ],
)
def test_what_counts_from_now_says_no_more_than_it_knows(text, moment, precision):
    assert read(text) == (moment, precision)
    assert moment is None or parse(text, zone=SHANGHAI, now=NOW).relative


@pytest.mark.parametrize(
    ("language", "text", "moment"),
    [
        ("en", "May 12, 2024 8:05 a.m.", "2024-05-12T08:05"),
        ("en", "12 May 2024 at 8:05pm", "2024-05-12T20:05"),
        ("en", "Published 08:05, 12 May 2024", "2024-05-12T08:05"),
        ("en", "Sunday 12th May 2024 | 8.05", "2024-05-12T08:05"),
        ("en", "Sept. 3, 2023, 12:05 a.m.", "2023-09-03T00:05"),
        ("en", "yesterday at 5:30 pm", "2024-05-12T17:30"),
        ("de", "12. Mai 2024, 08:05 Uhr", "2024-05-12T08:05"),
        ("de", "So 12.05.24 | 8.05 Uhr | Von", "2024-05-12T08:05"),
        ("de", "gestern um 12:19 Uhr", "2024-05-12T12:19"),
        ("fr", "Publié le 1er mai 2024 à 08h05", "2024-05-01T08:05"),
        ("es", "12 de mayo de 2024, 8:05", "2024-05-12T08:05"),
        ("pt-BR", "12 de maio de 2024 às 08h05", "2024-05-12T08:05"),
        ("it", "4 gennaio 2024 - 14:41", "2024-01-04T14:41"),
        ("nl", "12 mei 2024 08:05", "2024-05-12T08:05"),
        ("da", "12. maj 2024 kl. 08.05", "2024-05-12T08:05"),
        ("no", "søndag 12. mai 2024 - 08:05", "2024-05-12T08:05"),
        ("sv", "12 maj 2024 kl 08:05", "2024-05-12T08:05"),
        ("fi", "12.5.2024 klo 8.05", "2024-05-12T08:05"),
        ("is", "12. maí 2024 08:05", "2024-05-12T08:05"),
        ("pl", "12 maja 2024, 08:05", "2024-05-12T08:05"),
        ("cs", "12. května 2024 8:05", "2024-05-12T08:05"),
        ("hu", "2024. május 12. 08:05", "2024-05-12T08:05"),
        ("lt", "2024 m. gegužės 12 d. 08:05", "2024-05-12T08:05"),
        ("lv", "2024. gada 12. maijā, 08:05", "2024-05-12T08:05"),
        ("ru", "12 мая 2024, 08:05", "2024-05-12T08:05"),
        ("ru", "8 января, 17:46", "2024-01-08T17:46"),
        ("uk", "12 травня 2024, 08:05", "2024-05-12T08:05"),
        ("el", "12 Μαΐου 2024 08:05", "2024-05-12T08:05"),
        ("tr", "12 Mayıs 2024 08:05", "2024-05-12T08:05"),
        ("ar", "١٢ مايو ٢٠٢٤ 08:05", "2024-05-12T08:05"),
        ("hi", "12 जुलाई 2023 08:05", "2023-07-12T08:05"),
        ("th", "12 พฤษภาคม 2567 08:05", "2024-05-12T08:05"),
        ("vi", "Chủ nhật, 12 tháng 5, 2024 08:05", "2024-05-12T08:05"),
        ("id", "Minggu, 12 Mei 2024 08:05", "2024-05-12T08:05"),
        ("ja", "2024年5月12日 午後8時5分", "2024-05-12T20:05"),
        ("ja", "令和6年5月12日 8時5分", "2024-05-12T08:05"),
        ("ko", "2024년 5월 12일 오전 8:05", "2024-05-12T08:05"),
        ("ko", "24.05.12 08:05", "2024-05-12T08:05"),
        ("xx", "12 Mai 2024 08:05", "2024-05-12T08:05"),
        (None, "12 Μαΐου 2024 08:05", "2024-05-12T08:05"),
    ],
)
def test_words_of_many_languages(language, text, moment):
    assert read(text, language) == (f"{moment}+08:00", "minute")


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("May 12, 2024 8:05 a.m. ET", -4),
        ("Dec. 12, 2023 8:05 a.m. ET", -5),
        ("May 12, 2024 8:05am edt", -4),
        ("12 May 2024 08:05 CEST", 2),
        ("12 May 2024 08:05 (GMT+7)", 7),
        ("12/05/2024 - 08:05 UTC+1", 1),
        ("08:05 JST, May 12, 2024", 9),
        ("12 Mei 2024 08:05 WIB", 7),
        ("2024년 5월 12일 08:05 한국시간", 9),
        ("May 12, 2024 8:05 AM Eastern Daylight Time", -4),
        ("12 мая 2024 08:05 МСК", 3),
        ("12 May 2024 08:05 XYZT", None),
        ("12 May 2024 08:05 - 12 comments", None),
    ],
)
def test_a_zone_in_the_text(text, offset):
    when = parse(text, zone=BERLIN, now=NOW, language="en-GB")
    assert (when.value.utcoffset() if when.has_zone else None) == (None if offset is None else timedelta(hours=offset))


@pytest.mark.parametrize(
    ("letters", "zone", "language", "hours"),
    [
        ("IST", None, "en", 5.5),
        ("IST", "Asia/Kolkata", "en", 5.5),
        ("IST", "Europe/Dublin", "en", 1),
        ("IST", "Asia/Jerusalem", "en", 2),
        ("CST", "America/Chicago", "en", -6),
        ("CST", "Asia/Shanghai", "zh", 8),
        ("CST", None, "zh-CN", 8),
        ("BST", "Asia/Dhaka", "en", 6),
        ("BST", "Europe/London", "en", 1),
    ],
)
def test_letters_that_mean_several_zones_are_settled_by_place_and_language(letters, zone, language, hours):
    when = parse(f"2024-05-12 08:05 {letters}", zone=zone and ZoneInfo(zone), now=NOW, language=language)
    assert when.has_zone
    assert when.value.utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("text", "language", "zone", "day"),
    [
        ("03/04/2024", "en-US", None, "2024-03-04"),
        ("03/04/2024", "en", None, "2024-03-04"),
        ("03.04.2024", "en", None, "2024-04-03"),
        ("03/04/2024", "en-GB", None, "2024-04-03"),
        ("03/04/2024", "en", "Europe/London", "2024-04-03"),
        ("03/04/2024", "fr", "America/Montreal", "2024-04-03"),
        ("13/04/2024", "en-US", None, "2024-04-13"),
        ("04/13/2024", "de", None, "2024-04-13"),
        ("03/04/2024", "zh-CN", None, "2024-03-04"),
        ("05/12/2024", "de", None, "2024-05-12"),  # 5 December is still to come
    ],
)
def test_day_and_month_in_numbers(text, language, zone, day):
    when = parse(text, zone=zone and ZoneInfo(zone), now=NOW, language=language)
    assert when.value.date().isoformat() == day


@pytest.mark.parametrize(
    ("now", "year"),
    [("2024-05-13T02:00Z", 2024), ("2024-05-11T20:00Z", 2024), ("2024-05-10T02:00Z", 2023), ("2024-01-01T00Z", 2023)],
)
def test_a_date_without_a_year_is_the_nearest_before_now(now, year):
    when = parse("05月12日 15:36", zone=SHANGHAI, now=datetime.fromisoformat(now))
    assert when.value.year == year
    assert when.year_guessed


def test_29_february_without_a_year_is_of_a_leap_year():
    assert read("2月29日 08:00", now=datetime(2023, 3, 1, tzinfo=UTC))[0] == "2020-02-29T08:00+08:00"


@pytest.mark.parametrize("zone", [SHANGHAI, BERLIN, None])
def test_a_naive_time_counts_in_the_zone_given_and_never_in_the_machines(zone):
    when = parse("2024-07-12 08:05", zone=zone, now=NOW)
    assert when.value == datetime(2024, 7, 12, 8, 5, tzinfo=zone or UTC)
    assert not when.has_zone


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "May 2024", "2024年5月", "2024-02-30", "31/31/2024", "Top 10 of 2024", "PT50M55S", "192.168.10.12"),
        *("5 Min.", "12:30", "no date", "00:00-YY-DD-MM", "99月99日"),
        *("1234567890123456789", "9876543210", "0000000000"),
    ],
)
def test_what_is_no_date(text):
    assert parse(text, zone=SHANGHAI, now=NOW, language="en") is None


DATE_LIKE = st.text(alphabet="0123456789-/.:TZ年月日时分上下午前昨天 amp+,MayGT零二十元令和", max_size=40)


@given(
    st.text(max_size=300) | DATE_LIKE,
    st.datetimes(timezones=st.just(UTC)),
    st.none() | st.timezones(),
    st.none() | st.sampled_from(["zh", "en", "de", "th", "ar", "xx", "", "zh-Hans-CN"]) | st.text(max_size=8),
)
def test_no_text_raises_and_every_moment_is_aware(text, now, zone, language):
    when = parse(text, zone=zone, now=now, language=language)
    if when is not None:
        assert when.value.utcoffset() is not None
        assert when.precision in ("second", "minute", "day")
        assert when.value.year <= 2300


@given(st.datetimes(NOW.replace(year=2000, tzinfo=None), NOW.replace(day=1, tzinfo=None)), st.timezones())
def test_iso_is_read_as_it_was_written(moment, zone):
    moment = moment.replace(microsecond=0)
    assert parse(moment.isoformat(), zone=zone, now=NOW).value.replace(tzinfo=None) == moment


def test_a_huge_text_is_read_in_no_time():
    assert parse("2024-05-12 " + "9 May " * 500_000, zone=SHANGHAI, now=NOW).value.day == 12
    assert parse("1" * 1_000_000, zone=SHANGHAI, now=NOW) is None
