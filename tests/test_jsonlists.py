"""JSON lists: wrappers, paths, templates; what is no list says why."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl import jsonlists, source
from newscrawl.extract import extract
from newscrawl.items import Article
from newscrawl.source import SourceError
from newscrawl.spiders.listed import fill
from newscrawl.stream import NotAListError

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
LIST = "https://api.example.com/list?page=1"
TABLE = {
    "records": "data.list",
    "link": "https://example.com/a/{code}.html",
    "fields": {"headline": "title", "date_published": "time", "publisher": "media.name", "authors": "who[].name"},
}
BASE = {"title": "t", "kind": "json", "start_urls": [LIST], "timezone": "Asia/Shanghai", "language": "zh"}


def made(**changes: object) -> source.Source:
    """A source; changes are keys of its table, but for what stands in BASE or beside."""
    beside = {key: changes.pop(key) for key in ("full_text", "id", "id_scope", "fields_beside") if key in changes}
    return source.read(BASE | {"json": TABLE | changes} | beside, "s")


def read(value: object, **changes: object) -> list[jsonlists.Record]:
    return jsonlists.read(json.dumps(value).encode(), LIST, made(**changes))


def one(record: object, **changes: object) -> jsonlists.Record:
    return read({"data": {"list": [record]}}, **changes)[0]


GOOD = '{"data": {"list": [{"code": "1"}]}}'


@pytest.mark.parametrize(
    "text",
    [
        GOOD, f"  {GOOD}\n", f"\ufeff{GOOD}", f"cb({GOOD})", f"cb({GOOD});", f"jQuery11_22({GOOD}) ;\n",
        f"a.b.c({GOOD})", f"var x={GOOD}", f"var x = {GOOD};", f"const x = {GOOD};\n", f"x={GOOD};", f"/**/cb({GOOD});",
        f"/* by us */ window.x = {GOOD};", GOOD.replace(" ", "\n"), GOOD.replace("1", "a\tb"),
    ],
)  # fmt: skip
def test_what_json_is_wrapped_in(text):
    assert len(jsonlists.read(text.encode(), LIST, made())) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("<html><body>busy</body></html>", "html"),
        ("\ufeff<!doctype html>", "html"),
        ("busy, try later", "not_json"),
        (f"{GOOD} {GOOD}", "not_json"),
        (f"var x = {GOOD}; var y = {GOOD};", "not_json"),
        (f"cb({GOOD}); alert(1)", "not_json"),
        (f"cb(cb({GOOD}))", "not_json"),
        (GOOD[:-3], "not_json"),
        ("[" * 100_000, "not_json"),
        ('{"data": {"list": null}}', "no_records"),
        ('{"data": {"list": {}}}', "no_records"),
        ('{"data": {"list": "x"}}', "no_records"),
        ('{"data": []}', "no_records"),
        ('{"code": 0, "message": "busy"}', "no_records"),
        ("[]", "no_records"),
        ("null", "no_records"),
        ("5", "no_records"),
    ],
)
def test_what_is_no_list_says_why(text, reason):
    with pytest.raises(NotAListError, match=f"^{reason}$"):
        jsonlists.read(text.encode(), LIST, made())


def test_an_empty_list_is_a_list():
    assert read({"data": {"list": []}}) == []
    assert read({"data": {"list": None}}, records="data.list || `[]`") == []


def test_the_manual_s_example(tmp_path):
    manual = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    path = tmp_path / "example.toml"
    path.write_text(manual.split("### JSON lists")[1].split("```toml")[1].split("```")[0], encoding="utf-8")
    found = source.load(path)
    record = {"code": "NW202205312398034850", "title": "题", "showTime": "2022-05-31 19:37:05", "mediaName": "北方网"}
    (read_record,) = jsonlists.read(json.dumps({"data": {"list": [record]}}).encode(), LIST, found)
    assert found.key(read_record.entry.url) == found.key("https://example.com/a/202205312398034850.html")
    assert jsonlists.article(read_record, found, NOW).date_published == datetime(2022, 5, 31, 11, 37, 5, tzinfo=UTC)


def test_chinese_in_gb18030():
    text = json.dumps({"data": {"list": [{"code": 1, "title": "临汐港区货运指数上升"}]}}, ensure_ascii=False)
    found = jsonlists.read(text.encode("gb18030"), LIST, made())
    assert found[0].entry.headline == "临汐港区货运指数上升"


@pytest.mark.parametrize(
    ("link", "record", "url"),
    [
        ("https://example.com/a/{code}.html", {"code": "12"}, "https://example.com/a/12.html"),
        ("https://example.com/a/{code}.html", {"code": 12}, "https://example.com/a/12.html"),
        ("https://example.com/{d.y}/{code}", {"code": "x", "d": {"y": 2026}}, "https://example.com/2026/x"),
        ("https://example.com/?q={code}", {"code": "a b&c/ü"}, "https://example.com/?q=a%20b%26c%2F%C3%BC"),
        ("url", {"url": "http://example.com/x"}, "http://example.com/x"),
        ("url", {"url": "//example.com/x"}, "https://example.com/x"),
        ("url", {"url": "/x"}, "https://api.example.com/x"),
        ("uniqueUrl || url", {"uniqueUrl": "", "url": "/y"}, "https://api.example.com/y"),
    ],
)
def test_links(link, record, url):
    assert one(record, link=link).entry.url == url


@pytest.mark.parametrize(
    ("link", "record", "reason"),
    [
        ("https://example.com/a/{code}.html", {}, "no_link"),
        ("https://example.com/a/{code}.html", {"code": ""}, "no_link"),
        ("https://example.com/a/{code}.html", {"code": ["1"]}, "no_link"),
        ("https://example.com/a/{code}.html", None, "no_link"),
        ("https://example.com/a/{code}.html", "text", "no_link"),
        ("https://example.com/a/{code}.html", [1], "no_link"),
        ("url", {"url": None}, "no_link"),
        ("url", {"url": True}, "no_link"),
        ("url", {"url": "javascript:void(0)"}, "not_http"),
        ("url", {"url": "mailto:a@example.com"}, "not_http"),
        ("url", {"url": "http://["}, "not_http"),
        ("join('/', urls)", {"url": "x"}, "no_link"),
    ],
)
def test_a_record_without_a_link_says_why(link, record, reason):
    found = one(record, link=link)
    assert (found.entry.url, found.reason) == (None, reason)


def test_what_a_record_says_as_an_article():
    record = {
        "code": 1, "title": "临汐<em>港区</em>&nbsp;货运&quot;指数&quot;", "time": "2026-11-20 11:05:30",
        "media": {"name": "北方网"}, "who": [{"name": "张三"}, {"name": None}, {"name": "李四"}],
    }  # fmt: skip
    found = jsonlists.article(one(record), made(), NOW)
    assert found.headline == '临汐港区 货运"指数"'
    assert (found.date_published, found.date_precision) == (datetime(2026, 11, 20, 3, 5, 30, tzinfo=UTC), "second")
    assert (found.publisher, found.authors) == ("北方网", ["张三", "李四"])
    assert set(found.via.values()) == {"declared:list"}


@pytest.mark.parametrize("value", [None, "", [], {}, True, ["x"], {"a": 1}, "soon", 10**400, -1, "9" * 5000])
def test_a_field_of_another_shape_is_not_there(value):
    found = jsonlists.article(one({"code": 1, "title": "题", "time": value, "media": value, "who": value}), made(), NOW)
    assert found.headline == "题"
    assert found.date_published is None
    assert found.authors == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["1.600519", "90.BK0473", "116.00700", "106.NIO"], ["1 600519", "90 BK0473", "116 00700", "106 NIO"]),
        (["1.600519", "1.600519", "600519", "x.y", "", None, 5], ["1 600519"]),
        ("0.000001", ["0 000001"]),
        ([{"market": 1, "code": "600519", "name": "临汐"}, {"name": "x"}], ["1 600519"]),
        (None, []),
    ],
)
def test_stocks(value, expected):
    table = TABLE["fields"] | {"stocks": "s"}
    assert [f"{s['market']} {s['code']}" for s in one({"code": 1, "s": value}, fields=table).stocks] == expected


def test_marks_in_the_text_itself():
    html = (
        '<p>据<span id="stock_1.600519"><a href="x">临汐酒业</a></span><span id="quote_1.600519"></span>公告，'
        '<span id="bk_90.BK0473"><a href="x">证券</a></span>、<span id="stock_106.NIO"><a>临汐汽车</a></span>上涨。</p>'
    )
    whole = made(fields=TABLE["fields"] | {"article_body": "text"}, full_text=True)
    record = jsonlists.read(json.dumps({"data": {"list": [{"code": 1, "text": html}]}}).encode(), LIST, whole)[0]
    found = jsonlists.article(record, whole, NOW)
    assert found.article_body == "据临汐酒业公告，证券、临汐汽车上涨。"
    assert [(s["market"], s["code"], s["name"]) for s in found.stocks] == [
        ("1", "600519", "临汐酒业"), ("90", "BK0473", "证券"), ("106", "NIO", "临汐汽车"),
    ]  # fmt: skip


WITH_BODY = {"body": "https://api.example.com/body/{code}", "body_html": "data.content"}
TEXT = "<p>临汐市昨日发布公报。</p></div><p>公报说，工程如期推进。</p><!-- x --><p>（文章来源：北方网）</p>"


@pytest.mark.parametrize("content", [TEXT, TEXT.replace("</p>", "")])
def test_a_body_is_read_as_a_page(content):
    chosen = made(**WITH_BODY)
    answer = json.dumps({"data": {"content": content}}).encode()
    page = jsonlists.page_of(answer, "https://example.com/a/1.html", chosen, "公报 <发布>")
    found = extract(page, "https://example.com/a/1.html", chosen, fetched_at=NOW)
    assert found.headline == "公报 <发布>"
    assert "临汐市昨日发布公报。" in found.article_body
    assert "公报说，工程如期推进。" in found.article_body
    assert found.publisher == "北方网"


def test_a_body_of_plain_text():
    page = jsonlists.page_of(
        b'{"data": {"content": "a < b.\\n\\nSecond."}}', "https://example.com/1", made(**WITH_BODY), "H"
    )
    assert "<p>a &lt; b.</p><p>Second.</p>" in page.decode()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(b"<html>busy</html>", "html"), (b"{}", "no_body"), (b'{"data": {"content": " "}}', "no_body"), (b"", "empty")],
)
def test_a_body_that_is_none_says_why(answer, reason):
    with pytest.raises(NotAListError, match=f"^{reason}$"):
        jsonlists.page_of(answer, "https://example.com/1", made(**WITH_BODY), None)


def test_a_body_without_a_path_is_html():
    chosen = made(body=WITH_BODY["body"])
    assert b'<div id="newscrawl-body"><p>x</p></div>' in jsonlists.page_of(b"<p>x</p>", "https://e.com/", chosen, None)
    whole = b"<html><body><p>x</p></body></html>"
    assert jsonlists.page_of(whole, "https://example.com/", chosen, None) == whole


def test_a_body_needs_its_address():
    found = one({"code": "1"}, **WITH_BODY)
    assert found.body_url == "https://api.example.com/body/1"
    assert one({"url": "https://example.com/1"}, link="url", **WITH_BODY).reason == "no_link"


def listed(**values: object) -> Article:
    return Article(url="u", via=dict.fromkeys(values, "declared:list"), **values)


@pytest.mark.parametrize(
    ("page", "via", "said", "kept"),
    [
        ("of the page", "h1", "of the list", "of the list"),
        ("of the page", "declared", "of the list", "of the page"),
        ("of the page, whole", "h1", "of the pa…", "of the page, whole"),
        (None, None, "of the pa…", "of the pa…"),
        ("of the page", "h1", None, "of the page"),
    ],
)
def test_a_declared_headline_goes_before_one_that_was_found(page, via, said, kept):
    article = Article(url="u", headline=page, via={"headline": via} if via else {})
    assert fill(article, listed(headline=said)).headline == kept


def test_a_declared_time_goes_first_unless_the_page_says_it_more_exactly():
    day = datetime(2026, 11, 20, tzinfo=UTC)
    exact = datetime(2026, 11, 20, 3, 5, tzinfo=UTC)
    for page, said, kept in (
        ("minute", "minute", exact),
        ("minute", "day", day.replace(hour=9)),
        ("day", "minute", exact),
    ):
        article = Article(
            url="u", date_published=day.replace(hour=9), date_precision=page, via={"date_published": "meta"}
        )
        assert fill(article, listed(date_published=exact, date_precision=said)).date_published == kept


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"records": "data.["}, ["json.records", "bad JMESPath", "data.["]),
        ({"records": 5}, ["json.records", "text in quotes"]),
        ({"recrods": "x"}, ["json.recrods", "'records'"]),
        ({"link": "https://example.com/a.html"}, ["json.link", "{id}"]),
        ({"link": "https://example.com/{a.html"}, ["json.link", "braces"]),
        ({"link": "https://example.com/{a[}"}, ["json.link", "bad JMESPath"]),
        ({"link": "a b"}, ["json.link", "bad JMESPath"]),
        ({"body_html": "x"}, ["json.body_html", "json.body is missing"]),
        ({"fields": {"headlin": "x"}}, ["json.fields.headlin", "'headline'"]),
        ({"fields": {"headline": "x["}}, ["json.fields.headline", "bad JMESPath"]),
        ({"fields": "x"}, ["json.fields", "table"]),
        ({"fields": {"article_body": "x"}}, ["json.fields.article_body", "full_text"]),
        ({"full_text": True}, ["json.fields.article_body", "full_text"]),
        ({"id": "("}, ["id", "bad regular expression"]),
        ({"id": r"\d+"}, ["id", "one group"]),
        ({"id": r"(\d)(\d)"}, ["id", "one group"]),
    ],
)
def test_a_mistake_is_one_line_that_names_it(changes, words):
    with pytest.raises(SourceError) as caught:
        made(**changes)
    line = str(caught.value)
    assert "\n" not in line
    for word in words:
        assert word in line


def test_the_table_and_the_kind_go_together():
    with pytest.raises(SourceError, match="needs a table"):
        source.read(BASE, "s")
    with pytest.raises(SourceError, match="has no such table"):
        source.read(BASE | {"kind": "html", "json": TABLE}, "s")
    with pytest.raises(SourceError, match="must be a table"):
        source.read(BASE | {"json": "x"}, "s")
    with pytest.raises(SourceError, match=r"json\.link: is missing"):
        source.read(BASE | {"json": {"records": "x"}}, "s")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://finance.example.com/a/202205312398034850.html", "scope#202205312398034850"),
        ("https://share.example.com/x?infoCode=NW202205312398034850", "scope#202205312398034850"),
        ("http://www.example.com/a/index.html", "example.com/a"),
    ],
)
def test_the_key_of_an_article_with_an_id(url, key):
    assert made(id=r"(?:NW)?(\d{18})", id_scope="scope").key(url) == key
    assert made(id=r"(?:NW)?(\d{18})").key(url) == key.replace("scope", "s")


WILD = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["data", "list", "code", "title", "time", "media", "name", "who"]), inner, max_size=5
        )
    ),
    max_leaves=20,
)


@given(WILD)
def test_any_json_is_read_or_said_why_not(value):
    for whole in (value, {"data": {"list": [value]}}):
        try:
            found = jsonlists.read(json.dumps(whole).encode(), LIST, made())
        except NotAListError:
            continue
        for record in found:
            if record.entry.url:
                jsonlists.article(record, made(), NOW)
            else:
                assert record.reason


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_refused_in_a_word(data):
    with pytest.raises(NotAListError, match=r"^(empty|html|not_json|no_records)$"):
        jsonlists.read(data, LIST, made())
