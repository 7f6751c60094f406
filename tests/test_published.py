"""Which of a page's dates is believed, and how ``via`` says so."""

from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from newscrawl.extract.lines import Around
from newscrawl.extract.page import Page
from newscrawl.extract.published import Dates, read_dates
from newscrawl.extract.tree import UnreadableError
from newscrawl.source import read as read_source

NOW = datetime(2024, 5, 13, 2, 0, tzinfo=UTC)
URL = "https://news.example.com/story/1"
TITLE = "Harbour bridge opens again"
STORY = "<p>" + "The bridge over the harbour was opened on Sunday after years of work. " * 6 + "</p>"


def dates(line="", head="", url=URL, lang="en", source=None, now=NOW, title=TITLE, above="", after="", body=None):
    """The dates of a page: ``line`` stands under the headline, ``above`` over it, ``after`` behind the story."""
    text = f"""<html lang="{lang}"><head><title>{title}</title>{head}</head><body>{above}<h1>{title}</h1>{line}
               <div id="story">{STORY}</div>{after}</body></html>"""
    page = Page(text, url, source)
    return read_dates(Around(page, title, page.root.find(".//div[@id='story']") if body else None), now)


def published(*args, **kwargs):
    """(published in its own zone, its via)."""
    found = dates(*args, **kwargs)
    return found.published and found.published.value.isoformat(), found.published_via


def modified(*args, **kwargs):
    found = dates(*args, **kwargs)
    return found.modified and found.modified.value.isoformat(), found.modified_via


def ld(published="", kind="NewsArticle", **more):
    """A script with JSON-LD."""
    pairs = {"@type": kind, "headline": TITLE, "datePublished": published, **more}
    body = ",".join(f'"{key}":"{value}"' for key, value in pairs.items() if value)
    return f'<script type="application/ld+json">{{{body}}}</script>'


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'


def source(timezone=None, **fields):
    said = {"title": "x", "start_urls": [URL], "fields": fields}
    return read_source(said | ({"timezone": timezone} if timezone else {}), "x")


def test_a_page_without_dates():
    assert dates() == Dates()


def test_the_rungs_in_their_order():
    declared = source(date_published=".when")
    line = '<p class="when">7 May 2024 08:00 UTC</p>'
    json_ld, tag = ld("2024-05-06T08:00:00Z"), meta("article:published_time", "2024-05-05T08:00:00Z")
    time = '<time datetime="2024-05-04T08:00:00Z">4 May</time>'
    script = '<script>var state = {"publishTime":"2024-05-02 08:00:00"}</script>'
    url = "https://news.example.com/2024/05/01/x"
    rungs = [
        (published(line + time, json_ld + tag, source=declared), "2024-05-07T08:00:00+00:00", "declared"),
        (published(time, json_ld + tag), "2024-05-06T08:00:00+00:00", "json-ld"),
        (published(time, tag), "2024-05-05T08:00:00+00:00", "meta"),
        (published(time + script), "2024-05-04T08:00:00+00:00", "time"),
        (published("<p>3 May 2024 08:00 UTC</p>" + script), "2024-05-03T08:00:00+00:00", "text"),
        (published(script, url=url), "2024-05-02T08:00:00+00:00", "script:no-zone"),
        (published(url=url), "2024-05-01T00:00:00+00:00", "url:no-zone"),
    ]
    for found, moment, via in rungs:
        assert found == (moment, via)


@pytest.mark.parametrize(
    ("selector", "markup"),
    [
        ("b", "<b>12.05.2024 08:05 UTC</b>"),
        ("time", '<time datetime="2024-05-12T08:05:00Z">yesterday</time>'),
        ("time::attr(datetime)", '<time datetime="2024-05-12T08:05:00Z">yesterday</time>'),
        ("i", '<i content="2024-05-12T08:05:00Z"></i>'),
        ("b", "<b>no date</b><b>2024-05-12T08:05:00Z</b>"),
    ],
)
def test_a_declared_selector_may_give_an_element_or_a_string(selector, markup):
    found = published(f"<p>{markup}</p>", source=source("Europe/Berlin", date_published=selector))
    assert found == ("2024-05-12T08:05:00+00:00", "declared")


@pytest.mark.parametrize(
    ("tail", "day"),
    [("| News | 04.05.2024", "2024-05-04"), ("- 4 May 2024 -", "2024-05-04"), ("| 30 schools", None), ("4.5.24", None)],
)
def test_the_day_that_a_title_ends_with_comes_last(tail, day):
    for url in (URL, "https://news.example.com/2024/05/01/x"):
        top = f"<title>{TITLE} {tail}</title><div>{'<p>Menu</p>' * 8}</div>"
        page = Page(f"<html lang=en>{top}<h1>{TITLE}</h1>{STORY}", url)
        found = read_dates(Around(page, TITLE, None), NOW)
        said = ("2024-05-01", "url:no-zone") if url != URL else (day, "title:no-zone" if day else "")
        assert (found.published and found.published.value.date().isoformat(), found.published_via) == said


def test_a_moment_behind_what_a_page_shows_is_read_as_it_is():
    line = '<p>By Ann Lee - <abbr title="2024-05-12T08:05:00-04:00">{}</abbr></p>'
    for shown in ("1 hr 4 mins ago", "May 12, 8:05 AM"):
        assert published(line.format(shown)) == ("2024-05-12T08:05:00-04:00", "time")
    assert published('<p><abbr title="Central European Time">CET</abbr></p>') == (None, "")


@pytest.mark.parametrize(
    "name",
    ["article:published_time", "og:article:published_time", "pubdate", "publishdate", "PublishDate", "publish-date",
     "OriginalPublicationDate", "DC.date.issued", "parsely-pub-date", "sailthru.date", "datePublished",
     "cXenseParse:recs:publishtime", "published_at", "article.published", "date", "DC.Date", "dateCreated"],
)  # fmt: skip
def test_names_of_meta_elements(name):
    if name in ("article.published",):
        name = "article.published_date"
    assert published(head=meta(name, "2024-05-12T08:05:00Z")) == ("2024-05-12T08:05:00+00:00", "meta")


@pytest.mark.parametrize(
    "name", ["article:modified_time", "article:expiration_time", "publisher", "builddate", "msvalidate.01"]
)
def test_meta_elements_that_are_not_the_publication(name):
    assert published(head=meta(name, "2024-05-12T08:05:00Z")) == (None, "")


def test_other_nodes_of_json_ld_count_only_without_the_articles_own():
    page = ld("2024-05-11T08:00:00Z", kind="WebPage")
    assert published(head=page + ld("2024-05-12T08:00:00Z"))[0] == "2024-05-12T08:00:00+00:00"
    assert published(head=page)[0] == "2024-05-11T08:00:00+00:00"
    assert published(head=ld("2024-05-11T08:00:00Z", kind="VideoObject")) == (None, "")


def test_broken_json_ld_is_read_as_a_script():
    broken = ld("2024-05-12T08:00:00Z").replace("{", '{"name": "a "quoted" name",')
    assert published(head=broken) == ("2024-05-12T08:00:00+00:00", "script")


def test_what_a_sentence_tells_of_is_not_when_it_was_published():
    told = "北京时间6月24日12时55分，在船员的操控下，两艘船在港口外靠在一起，" + "岸上的人看了一个下午，" * 4
    assert published(f"<p>发布日期: 2024-06-24</p><p>{told}</p>", source=source("Asia/Shanghai"))[0] == (
        "2024-06-24T00:00:00+08:00"
    )
    assert published(f"<p>{told}</p>", source=source("Asia/Shanghai")) == (None, "")


class TestPrecision:
    def test_a_rung_further_down_gives_the_time_of_the_same_day(self):
        line = "<p>12 May 2024 08:05 GMT</p>"
        assert published(line, ld("2024-05-12")) == ("2024-05-12T08:05:00+00:00", "text")
        assert published(line, ld("2024-05-12T00:00:00Z")) == ("2024-05-12T08:05:00+00:00", "text")

    def test_but_not_of_another_day(self):
        found = published("<p>11 May 2024 08:05 GMT</p>", ld("2024-05-12"))
        assert found == ("2024-05-12T00:00:00+00:00", "json-ld:no-zone")

    def test_a_day_stays_a_day(self):
        found = dates(head=ld("2024-05-12")).published
        assert (found.precision, found.raw) == ("day", "2024-05-12")


class TestDoubt:
    def test_a_time_to_come_loses(self):
        future = ld("2024-06-12T08:05:00Z")
        assert published(head=future) == ("2024-06-12T08:05:00+00:00", "json-ld?future")
        assert published("<p>12 May 2024 08:05 GMT</p>", future) == ("2024-05-12T08:05:00+00:00", "text")

    def test_so_does_one_before_the_urls_day(self):
        url = "https://news.example.com/2024/05/12/x"
        old = meta("article:published_time", "2019-01-07T08:05:00Z")
        assert published(head=old, url=url) == ("2024-05-12T00:00:00+00:00", "url:no-zone")

    def test_and_todays_date_at_the_top_of_a_page_whose_url_knows_better(self):
        found = published(above="<p>Monday 13 May 2024</p>", url="https://news.example.com/2024/02/03/x")
        assert found == ("2024-02-03T00:00:00+00:00", "url:no-zone")

    def test_and_a_bare_1_january(self):
        assert published(head=meta("pubdate", "2024-01-01")) == ("2024-01-01T00:00:00+00:00", "meta?january-1:no-zone")
        assert published("<p>12 May 2024</p>", meta("pubdate", "2024-01-01"))[1] == "text:no-zone"

    def test_1_january_is_believed_where_the_url_agrees_or_a_time_is_given(self):
        assert published(head=meta("pubdate", "2024-01-01"), url="https://e.com/20240101/x")[1] == "meta:no-zone"
        assert published(head=meta("pubdate", "2024-01-01T08:05:00Z"))[1] == "meta"


class TestZone:
    def test_the_sources_zone_needs_no_mark(self):
        found = published("<p>2024-05-12 08:05</p>", source=source("Asia/Tokyo"), url="https://e.de/1")
        assert found == ("2024-05-12T08:05:00+09:00", "text")

    @pytest.mark.parametrize(
        ("url", "lang", "moment"),
        [
            ("https://news.example.cn/1", "", "2024-05-12T08:05:00+08:00"),
            ("https://news.example.com/1", "zh-CN", "2024-05-12T08:05:00+08:00"),
            ("https://news.example.de/1", "en", "2024-05-12T08:05:00+02:00"),
            ("https://news.example.co.uk/1", "en", "2024-05-12T08:05:00+01:00"),
            ("https://news.example.com/1", "de-AT", "2024-05-12T08:05:00+02:00"),
            ("https://news.example.com/1", "pt-PT", "2024-05-12T08:05:00+01:00"),
        ],
    )
    def test_else_the_hosts_or_languages_is_guessed_and_named(self, url, lang, moment):
        assert published("<p>2024-05-12 08:05</p>", url=url, lang=lang) == (moment, "text:zone-guess")

    @pytest.mark.parametrize(("url", "lang"), [(URL, "en-GB"), (URL, "es"), ("https://e.com.au/1", "en"), (URL, "")])
    def test_where_there_are_several_it_is_utc_and_says_so(self, url, lang):
        found = published("<p>2024-05-12 08:05</p>", url=url, lang=lang)
        assert found == ("2024-05-12T08:05:00+00:00", "text:no-zone")

    def test_the_script_of_the_title_is_believed_before_the_declared_language(self):
        assert published("<p>2024-05-12 08:05</p>", lang="en", title="大桥重新开放通车")[0].endswith("+08:00")

    def test_local_time_that_claims_to_be_utc_is_put_right(self):
        found = published("<p>12.05.2024, 14:26 Uhr</p>", ld("2024-05-12T14:26:01Z"), url="https://e.de/1", lang="de")
        assert found == ("2024-05-12T14:26:01+02:00", "json-ld:not-utc")

    def test_and_so_is_its_change(self):
        head = ld("2024-05-12T14:26:01Z", dateModified="2024-05-12T15:00:00Z")
        found = modified("<p>12.05.2024, 14:26 Uhr</p>", head, url="https://e.de/1", lang="de")
        assert found == ("2024-05-12T15:00:00+02:00", "json-ld:not-utc")

    def test_utc_that_the_page_bears_out_is_left_alone(self):
        found = published("<p>12.05.2024, 16:26 Uhr</p>", ld("2024-05-12T14:26:01Z"), url="https://e.de/1", lang="de")
        assert found == ("2024-05-12T14:26:01+00:00", "json-ld")

    def test_without_a_known_zone_utc_is_left_alone(self):
        assert published("<p>12 May 2024 14:26</p>", ld("2024-05-12T14:26:01Z"))[1] == "json-ld"

    def test_a_moment_that_has_not_come_yet_was_local_time(self):
        found = published(head=ld("2024-05-13T09:30:00Z"), url="https://e.cn/1", lang="en")
        assert found == ("2024-05-13T09:30:00+08:00", "json-ld:not-utc")

    def test_utc_with_the_local_offset_behind_it_is_put_right(self):
        line = '<time datetime="2024-05-12T10:41:45+01:00">12 May</time>'
        assert published(line, ld("2024-05-12T09:41:45+01:00")) == ("2024-05-12T10:41:45+01:00", "json-ld:not-local")

    def test_winter_time_in_summer_is_put_right_where_the_page_says_so(self):
        said = meta("pubdate", "Sun, 12 May 2024 07:15:45 EST")
        assert published("<p>5/12/24 7:15 AM EDT</p>", said) == ("2024-05-12T07:15:45-04:00", "meta:not-winter")
        assert published("<p>5/12/24 8:15 AM EDT</p>", said) == ("2024-05-12T07:15:45-05:00", "meta")
        found = published("<p>12/05/2024 07:15</p>", ld("2024-05-12T07:15:45+01:00"), url="https://e.es/1", lang="es")
        assert found == ("2024-05-12T07:15:45+01:00", "json-ld")


class TestChinese:
    def page(self, line="", head="", **more):
        return published(line, head, url="https://news.example.cn/a/1", lang="zh", title="大桥重新开放通车", **more)

    def test_the_line_under_the_headline_goes_before_what_systems_declare(self):
        head = meta("article:published_time", "2024-05-12T09:10:42+08:00")
        line = "<div><span>2024年05月12日 09:05</span> <a>来源：本报</a></div>"
        assert self.page(line, head) == ("2024-05-12T09:05:00+08:00", "text:zone-guess")

    def test_seconds_come_from_a_rung_of_the_same_minute(self):
        head = meta("article:published_time", "2024-05-12T09:05:42+08:00")
        assert self.page("<p>2024年05月12日 09:05</p>", head) == ("2024-05-12T09:05:42+08:00", "meta")

    def test_where_a_script_draws_the_line_its_data_count(self):
        head = (
            meta("article:published_time", "2024-05-12 21:30:50")
            + '<script>{"pubtime": "2024-05-12 19:02:26"}</script>'
        )
        assert self.page(head=head) == ("2024-05-12T19:02:26+08:00", "script:zone-guess")

    def test_a_date_without_a_year_takes_that_of_the_page(self):
        assert self.page(
            "<p>发布时间：<span>10-08</span><span>12:00</span></p>", meta("dateUpdate", "2019-10-08 12:01:00")
        ) == (
            "2019-10-08T12:00:00+08:00",
            "text:zone-guess",
        )

    def test_what_counts_from_now_comes_last_and_needs_no_zone(self):
        assert self.page("<p>3小时前</p>") == ("2024-05-13T07:00:00+08:00", "text")
        assert self.page("<p>昨天</p><script>var ct = '1581517074'</script>") == ("2020-02-12T22:17:54+08:00", "script")

    def test_the_update_is_kept_apart(self):
        line = "<p>2024-05-12 09:25:09</p><p>最后更新: 2024-05-12 09:27:48</p>"
        assert self.page(line)[0] == "2024-05-12T09:25:09+08:00"
        found = modified(line, url="https://news.example.cn/a/1", lang="zh")
        assert found == ("2024-05-12T09:27:48+08:00", "text:zone-guess")


class TestAroundTheHeadline:
    @pytest.mark.parametrize(
        "line",
        [
            "<p>By A Writer | Published 12 May 2024 08:05 GMT | 5 comments</p>",
            "<p>12 May 2024 08:05 GMT (updated 13 May 2024 01:00 GMT)</p>",
            "<p>Updated 13 May 2024 01:00 GMT - Published 12 May 2024 08:05 GMT</p>",
            "<p>Last updated: 13 May 2024 01:00 GMT</p><p>12 May 2024 08:05 GMT</p>",
            "<dl><dt>Updated</dt><dd>13 May 2024 01:00 GMT</dd><dt>Published</dt><dd>12 May 2024 08:05 GMT</dd></dl>",
            "<div>12 May 2024</div><div>08:05 GMT</div>",
            "<p>12 <b>May</b> 2024, <span>08:05</span> <span>GMT</span></p>",
            f"{STORY}<p>12 May 2024 08:05 GMT</p>",
            '<time datetime="2024-05-13T01:00Z">Updated 13 May</time> <time datetime="2024-05-12T08:05Z">12 May</time>',
            '<p itemprop="dateModified" content="2024-05-13T01:00Z">x</p><p>12 May 2024 08:05 GMT</p>',
        ],
    )
    def test_the_date_of_publication_is_told_from_others(self, line):
        assert published(line)[0] == "2024-05-12T08:05:00+00:00"

    @pytest.mark.parametrize(
        "line",
        [
            "<p>Copyright 12 May 2024</p>",
            f"<p>{'The bridge was first opened many years ago by a man who loved bridges. ' * 2} on 12 May 2024</p>",
            f"{STORY * 6}<p>12 May 2024 08:05 GMT</p>",
            "<p>They met on the 12. May and 5 others came</p>",
            "<script>12 May 2024 08:05</script><style>12 May 2024 08:05</style>",
            "<p>Top 10 of 2024: 12 reasons</p>",
        ],
    )
    def test_other_dates_are_not_taken_for_it(self, line):
        assert published(line) == (None, "")

    def test_what_stands_above_is_taken_if_nothing_stands_behind(self):
        above = "<p>12 May 2024 08:05 GMT</p>"
        assert published(above=above)[0] == "2024-05-12T08:05:00+00:00"
        assert published("<p>11 May 2024 08:05 GMT</p>", above=above)[0] == "2024-05-11T08:05:00+00:00"

    def test_a_date_behind_the_story_must_say_what_it_is(self):
        assert published(after="<p>Published: 12 May 2024</p>", body=True)[0] == "2024-05-12T00:00:00+00:00"
        assert published(after="<p>12 May 2024</p>" + STORY * 6, body=True, line=STORY * 6) == (None, "")

    def test_a_page_without_a_headline_element(self):
        page = Page(f"<p>12 May 2024 08:05 GMT</p>{STORY}", URL)
        assert read_dates(Around(page, None, None), NOW).published.value == datetime(2024, 5, 12, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2024/05/12/x.html", "2024-05-12"),
        ("/news/2024-05-12/x", "2024-05-12"),
        ("/2024-05/12/c_112.htm", "2024-05-12"),
        ("/n1/2024/0512/c1-2.html", "2024-05-12"),
        ("/20240512/x", "2024-05-12"),
        ("/202405/t20240512_600000.shtml", "2024-05-12"),
        ("/x/2024_05_12_516891.shtml", "2024-05-12"),
        ("/omn/20240512A0HFYM00.html", "2024-05-12"),
        ("/a/202405123398034850.html", "2024-05-12"),
        ("/20/0512/18/F6.html", "2020-05-12"),
        ("/world/2024/may/12/x", "2024-05-12"),
        ("/2024/WORLD/05/12/x/index.html", "2024-05-12"),
        ("/2024/middle_east/5/3/x.html", "2024-05-03"),
        ("/story/24207788", None),
        ("/2024/13/45/x", None),
        ("/2024/05/x", None),
        ("/s?id=20240512", None),
    ],
)
def test_the_day_in_a_url(path, day):
    assert published(url="https://e.com" + path)[0] == (day and f"{day}T00:00:00+00:00")


WILD = st.sampled_from(
    [
        *(
            ld("2024-05-12T08:00:00Z"),
            ld("9999-99-99"),
            meta("date", "1e99"),
            "<time datetime='x'>",
            "<time>2024-05-12",
        ),
        *(
            "<p>昨天",
            "更新",
            "发布时间：",
            "12 May",
            "2024",
            "08:05",
            "</div>",
            "<div>" * 40,
            "<h1>",
            "</h1>",
            "\x00",
            "٢٠٢٤",
        ),
        *("<script>ct=1", "</script>"),
    ]
)
TEXTS = WILD | st.text(max_size=20).map(escape)


@given(st.lists(TEXTS, max_size=25).map("".join), st.sampled_from(["", "en", "zh", "🙂"]))
@settings(deadline=None, max_examples=150)
def test_no_page_raises_and_what_is_found_is_aware(markup, lang):
    try:
        page = Page(f'<html lang="{lang}"><body>{markup}', "https://[bad/2024/05/12")
    except UnreadableError:
        return
    body = page.root.find(".//div")
    for found in (read_dates(Around(page, "12 May", body), NOW), read_dates(Around(page, None, None), NOW)):
        for when, via in ((found.published, found.published_via), (found.modified, found.modified_via)):
            assert (when is None) == (via == "")
            assert when is None or when.value.utcoffset() is not None


@pytest.mark.parametrize(
    "markup",
    [
        "<h1>" + TITLE + "</h1>" + "<div><p></p></div>" * 60_000,
        "<p>12 May 2024 08:05</p>" * 40_000,
        "<h1>" + TITLE + "</h1>" + "<script>publishTime = '2024-13-13 1'</script>" * 20_000,
        "<div>" * 60_000 + "<h1>" + TITLE + "</h1>",
        "<time datetime='5'>" * 30_000,
        "<h1>" + TITLE + "</h1><p>" + "publish 12 updated " * 100_000,
    ],
)
def test_large_and_deep_pages_take_no_time(markup):
    page = Page(markup, URL)
    page.meta, page.article_ld  # noqa: B018 (what the page reads once is not measured here)
    started = datetime.now(UTC)
    read_dates(Around(page, None, None), NOW)
    assert (datetime.now(UTC) - started).total_seconds() < 2


def test_the_tree_is_left_as_it_was():
    page = Page(f"<h1>{TITLE}</h1><p>12 May 2024 08:05</p>{STORY}", URL)
    before = lxml_html.tostring(page.root)
    read_dates(Around(page, None, None), NOW)
    assert lxml_html.tostring(page.root) == before
