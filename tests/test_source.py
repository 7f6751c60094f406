"""What a source file may say, and what is said of one that errs."""

import pytest

from newscrawl import source
from newscrawl.source import SourceError

GOOD = {"title": "北方网新闻", "start_urls": ["https://example.com/category/beifangwang.html"]}


def test_a_source_needs_two_lines():
    found = source.read(GOOD, "beifang")
    assert (found.name, found.kind, found.every, found.max_pages) == ("beifang", "html", 3600, 10)


def test_a_file_is_read_whole(tmp_path):
    path = tmp_path / "beifang.toml"
    path.write_text(
        """
        title = "北方网新闻"
        start_urls = ["https://example.com/category/beifangwang.html"]
        language = "zh"
        timezone = "Asia/Shanghai"
        publisher = "北方网"
        every = "5m"
        article_links = "ul.posts a"
        next_page = ["a.next", "//a[@rel='next']"]
        max_pages = 3
        [fields]
        headline = "h1"
        date_published = "time::attr(datetime)"
        remove = [".share", ".related"]
        [settings]
        DOWNLOAD_DELAY = 1.0
        """,
        encoding="utf-8",
    )
    found = source.load(path)
    assert found.every == 300
    assert found.zone.key == "Asia/Shanghai"
    assert found.next_page == ("a.next", "//a[@rel='next']")
    assert found.fields == {"headline": ("h1",), "date_published": ("time::attr(datetime)",)}
    assert found.remove == (".share", ".related")
    assert found.settings == {"DOWNLOAD_DELAY": 1.0}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"titel": "x"}, ["titel", "unknown key", "'title'"]),
        ({"zzz": 1}, ["zzz", "unknown key", "start_urls"]),
        ({"title": 5}, ["title", "text in quotes", "5"]),
        ({"title": " "}, ["title", "text in quotes"]),
        ({"start_urls": []}, ["start_urls", "empty"]),
        ({"start_urls": ["example.com"]}, ["start_urls", "'example.com'", "URL"]),
        ({"start_urls": ["http://[broken/"]}, ["start_urls", "URL"]),
        ({"timezone": "Asia/Shangai"}, ["timezone", "'Asia/Shanghai'"]),
        ({"timezone": "Mars"}, ["timezone", "Mars"]),
        ({"timezone": "../etc/passwd"}, ["timezone", "unknown time zone"]),
        ({"timezone": "Asia"}, ["timezone", "unknown time zone"]),
        ({"every": "5 minutes"}, ["every", "'5m'"]),
        ({"every": 5}, ["every", "text in quotes"]),
        ({"every": "0m"}, ["every", "duration"]),
        ({"every": "99999999999d"}, ["every", "at most 3650d"]),
        ({"start_urls": ["https://me@example.com/"]}, ["start_urls", "example.com", "no name or password"]),
        ({"max_pages": 0}, ["max_pages", "from 1"]),
        ({"max_pages": True}, ["max_pages", "from 1"]),
        ({"article_links": "a[["}, ["article_links", "bad selector", "a[["]),
        ({"article_links": "//a[foo(.)]"}, ["article_links", "bad selector"]),
        ({"article_links": "//a[re:test(., 'x')]"}, ["article_links", "bad selector"]),
        ({"article_links": "//a["}, ["article_links", "bad selector"]),
        ({"next_page": "//a[foo(]"}, ["next_page", "bad selector"]),
        ({"fields": {"headlin": "h1"}}, ["fields.headlin", "'headline'"]),
        ({"fields": {"every": "5m"}}, ["fields.every", "write it above [fields]", "date_published"]),
        ({"language": "chinese"}, ["language", "'chinese'", "'zh'"]),
        ({"settings": {"every": "5m"}}, ["settings.every", "write it above [settings]", "DOWNLOAD_DELAY"]),
        ({"settings": {"DOWNLOAD_DELY": 1}}, ["settings.DOWNLOAD_DELY", "'DOWNLOAD_DELAY'"]),
        ({"fields": {"headline": "h1["}}, ["fields.headline", "bad selector"]),
        ({"fields": "h1"}, ["fields", "table"]),
        ({"settings": {"ROBOTSTXT_OBEY": False}}, ["settings.ROBOTSTXT_OBEY", "DOWNLOAD_DELAY"]),
        ({"settings": {"DOWNLOAD_DELAY": "1"}}, ["settings.DOWNLOAD_DELAY", "number"]),
        ({"settings": {"DOWNLOAD_DELAY": -1}}, ["settings.DOWNLOAD_DELAY", "number"]),
        ({"settings": {"DOWNLOAD_DELAY": 0.01}}, ["settings.DOWNLOAD_DELAY", "floor"]),
        ({"settings": 1}, ["settings", "table"]),
    ],
)
def test_a_mistake_is_one_line_that_names_it(said, words):
    with pytest.raises(SourceError) as caught:
        source.read(GOOD | said, "beifang")
    line = str(caught.value)
    assert "\n" not in line
    for word in words:
        assert word in line


def test_a_password_is_not_repeated():
    with pytest.raises(SourceError) as caught:
        source.read(GOOD | {"start_urls": ["https://me:Secret@example.com/list"]}, "x")
    assert "Secret" not in str(caught.value)


def test_a_missing_key_is_named():
    with pytest.raises(SourceError, match="start_urls: is missing"):
        source.read({"title": "x"}, "x")


@pytest.mark.parametrize("name", ["Big", "a b", "", "..", "北方", "a.b"])
def test_a_name_that_is_no_name(name):
    with pytest.raises(SourceError, match="file's name"):
        source.read(GOOD, name)


@pytest.mark.parametrize("content", [b"title = ", b"\xff\xfe", b"title = 'x'\ntitle = 'y'"])
def test_a_file_that_is_no_toml_is_named(tmp_path, content):
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"broken\.toml: not readable as TOML"):
        source.load(path)


def test_a_file_as_windows_editors_write_it(tmp_path):
    path = tmp_path / "beifang.toml"
    text = 'title\t= "北方网新闻"\r\nstart_urls\t= ["https://example.com/"]\r\n'
    path.write_bytes(text.encode("utf-8-sig"))
    assert source.load(path).title == "北方网新闻"
    path.write_bytes(b"# x\r\n" + text.encode("gbk"))
    with pytest.raises(SourceError, match=r"beifang\.toml: .*not UTF-8 \(at line 2\); save it as UTF-8"):
        source.load(path)


@pytest.mark.parametrize("tag", ["zh", "en-GB", "zh-Hans-CN", "pt_BR"])
def test_language_tags(tag):
    assert source.read(GOOD | {"language": tag}, "x").language == tag


def test_a_selector_of_a_namespace_or_function_unknown_to_html_is_refused():
    with pytest.raises(SourceError, match="bad selector"):
        source.read(GOOD | {"article_links": "a:hoover"}, "x")


@pytest.mark.parametrize(
    "selector",
    [
        "//li[not(contains(@class, 'ad')) and (position() > 1)]/a/@href",
        "(//ul[count(li) > 3])[1]//a",
        "//h2/following-sibling::div[1]/descendant::text()",
        "//a[contains(., 're:test(x)')]",
        "a:not(.ad):nth-child(2) > b::text",
    ],
)
def test_selectors_that_are_right(selector):
    assert source.read(GOOD | {"article_links": selector}, "x").article_links == (selector,)


def test_loopback_needs_no_delay():
    local = GOOD | {"start_urls": ["http://127.0.0.1:8000/", "http://localhost/"], "settings": {"DOWNLOAD_DELAY": 0}}
    assert source.read(local, "x").settings == {"DOWNLOAD_DELAY": 0}
