"""What a page, a redirect or DNS can't make the crawler do. docs/threat-model.md names these tests."""

import ipaddress
import json
import re
import stat
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.utils.project import get_project_settings

from newscrawl import source as sources
from newscrawl.addresses import NUMBER, Permitted, is_loopback, is_public, literal, server_of
from newscrawl.source_checks import SourceError
from newscrawl.store import Store
from tests.forked import ROOT
from tests.test_failures import ARTICLE, LIST, last_run
from tests.test_manners import PAGES, ledger, source
from tests.web import Web, dns, in_turn, moved

PRIVATE = """0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1 172.31.255.255 192.168.1.1
192.0.2.1 198.18.0.1 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:10.0.0.1
::ffff:169.254.169.254 64:ff9b::7f00:1 2002:7f00:1:: 2002:c0a8:101:: fe80::1 fc00::1 fd00:ec2::254 fec0::1 ff02::1
2001:db8::1 2001:0:0:0:0:0:80ff:fffe""".split()
SPELT = "2130706433 0x7f000001 017700000001 127.1 0177.0.0.1 0x7f.1 127.0.0.1. [::1] [::ffff:127.0.0.1] [::ffff:7f00:1]"


@pytest.fixture
def store(scrapy):
    with Store(scrapy.db) as store:
        yield store


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_public(address):
    assert not is_public(ipaddress.ip_address(address))
    assert not Permitted(["example.com", "8.8.8.8"]).allows_host(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_that_are_public(address):
    assert ipaddress.ip_address(address) in Permitted()


@pytest.mark.parametrize("host", SPELT.split())
def test_spellings_of_loopback(host):
    assert is_loopback(host)
    assert not Permitted(["example.com"]).allows_host(host)
    assert Permitted(["127.0.0.1", "::1"]).allows_host(host)


@given(st.ip_addresses(v=4), st.integers(0, 3))
def test_every_spelling_of_an_address_is_that_address(address, dots):
    whole = int(address)
    parts = [*[whole >> 24, (whole >> 16) & 255, (whole >> 8) & 255][:dots], whole & (2 ** (32 - 8 * dots) - 1)]
    for form in ("{}", "0{:o}", "0x{:x}"):
        assert literal(".".join(map(form.format, parts))) == address


@settings(max_examples=40)
@given(st.text(max_size=60) | st.from_regex(NUMBER))
def test_any_host_is_taken(host):
    assert literal(host) is None or Permitted(["example.com"]).allows_host(host) == is_public(literal(host))


def test_what_a_source_names_it_may_reach_and_nothing_beside():
    permitted = Permitted(["news.corp.example", "10.1.2.3", "192.168.0.0/16", "localhost"])
    reached = [one for one in PRIVATE if ipaddress.ip_address(one) in permitted]
    assert reached == ["127.0.0.1", "127.255.255.255", "192.168.1.1", "::1"]
    assert ipaddress.ip_address("10.1.2.3") in permitted
    assert server_of("http://localhost:81/x") == "localhost:81"


@pytest.mark.parametrize("domain", ["https://example.com", "a b", "10.0.0.0/99", "example.com/x", "me@example.com"])
def test_allowed_domains_are_hosts(domain):
    with pytest.raises(SourceError, match=r"allowed_domains: .* is no host"):
        sources.read({"title": "t", "start_urls": ["https://example.com"], "allowed_domains": [domain]}, "x")


TARGETS = ("http://127.0.0.2:{0}/", "http://2130706434:{0}/", "http://0x7f000002:{0}/", "http://localhost:{0}/",
           "http://[::1]:{0}/", "http://[::ffff:7f00:2]:{0}/", "http://169.254.169.254/latest/meta-data/",
           "file:///etc/passwd", "ftp://127.0.0.2:{0}/", "data:text/html,<h1>x</h1>")  # fmt: skip


def test_links_and_redirects_lead_to_no_private_address(scrapy, store):
    with Web({"/": ARTICLE.format(9), "/list": LIST}, "127.0.0.2") as private:
        urls = [target.format(private.port) for target in TARGETS]
        redirects = {f"/a/{n}.html": moved(url) for n, url in enumerate(urls)}
        redirects["/a/20.html"] = in_turn(503, moved(urls[0]))  # what is asked again is not looked at by Scrapy
        links = [*redirects, *urls]
        page = "".join(f"<li><a href='{url}'>一条消息的标题写在这里</a></li>" for url in links)
        with Web({"/list": page, "/robots.txt": ""} | redirects) as web:
            more = f'["{web.url}/list", "{web.url}/moved"]'
            web.pages["/moved"] = moved(f"{private.url}/list")
            source(scrapy, web.url, start_urls=more, next_page='"li a"', max_pages=3)
            scrapy("crawl", "s", code=1)
        assert not private.asked
    assert store.db["articles"].count == 0
    assert {row["reason"] for row in store.db.query("SELECT reason FROM ledger")} <= {
        "other_host",
        "not_http",
        "http_302",
    }
    assert len(ledger(store)) > len(redirects)


@pytest.mark.parametrize(
    ("answers", "reached"), [("127.0.0.2", False), ("127.0.0.1 127.0.0.2", False), ("127.0.0.1", True)]
)
def test_the_address_that_counts_is_the_one_connected_to(scrapy, store, answers, reached):
    """news.example is named by the source, what DNS says of it is not: not even when it says otherwise later."""
    with Web(PAGES) as web, Web(PAGES, "127.0.0.2", web.port) as private:
        source(scrapy, f"http://news.example:{web.port}", allowed_domains='["127.0.0.1"]', delay=0.25)
        options = {"DNSCACHE_ENABLED": False, "RETRY_TIMES": 0, "NEWSCRAWL_CONTACT": "me@example.org"}
        options |= {"NEWSCRAWL_TURNS": scrapy.folder / "turns"} | dns(news_example=answers)
        done = scrapy("crawl", "s", code=int(not reached), **options)
        assert not private.asked
    assert (store.db["articles"].count > 0) == reached
    assert ("a name leads to 127.0.0.2, which the source does not name" in done.stderr) != reached


def test_a_browsers_answer_from_a_private_address_is_thrown_away():
    from scrapy import Request
    from scrapy.http import Response

    from newscrawl.manners.places import Places, PrivateAddressError

    places = Places(None)
    places.permitted = Permitted(["news.example"])
    request = Request("http://news.example/")
    answer = Response("http://news.example/", ip_address=ipaddress.ip_address("10.0.0.1"))
    with pytest.raises(PrivateAddressError, match=r"came from 10\.0\.0\.1"):
        places.process_response(request, answer)


def test_robots_txt_of_a_host_that_is_not_named_is_not_asked_for(scrapy, store):
    with Web(PAGES, "127.0.0.2") as other, Web(PAGES | {"/robots.txt": moved(f"{other.url}/robots.txt")}) as web:
        source(scrapy, web.url)
        scrapy("crawl", "s")
        assert not other.asked
    assert list(ledger(store).values()) == [("stored", None, 0)] * 5


def test_what_is_typed_by_hand_may_be_private_but_where_it_leads_may_not(scrapy):
    with Web({"/": "<h1>secret</h1>"}, "127.0.0.2") as private, Web({"/": "<h1>here</h1>"}) as web:
        web.pages["/moved"] = moved(f"{private.url}/")
        assert "<h1>here" in scrapy("fetch", f"{web.url}/").stdout
        assert not private.asked
        assert "secret" not in scrapy("fetch", f"{web.url}/moved", quiet=False).stdout
        assert not private.asked


def test_a_page_of_another_host_can_be_recorded_by_hand(scrapy):
    with Web(PAGES, "127.0.0.2") as other:
        source(scrapy, "http://127.0.0.1:9")
        scrapy("record", "s", f"{other.url}/a/1.html", "--folder", str(scrapy.folder))
    assert (scrapy.folder / "s" / "01.html").exists()


def bomb(size: int) -> tuple[int, dict, bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)) + packer.flush()
    return 200, {"Content-Encoding": "gzip"}, packed


def test_what_unpacks_to_more_than_a_page_is_refused(scrapy, store):
    with Web(PAGES | {"/robots.txt": "", "/a/0.html": bomb(60_000_000)}) as web:
        source(scrapy, web.url)
        scrapy("crawl", "s")
    assert ledger(store)["0.html"][:2] == ("refused", "too_large")
    assert last_run(scrapy)["counts"]["stored"] == 4


@pytest.mark.parametrize(
    "name", ["TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "METAREFRESH_ENABLED", "COOKIES_ENABLED"]
)
def test_nobody_outside_steers_the_crawl(name):
    assert get_project_settings().getbool(name) is False


@pytest.mark.parametrize("name", ["JOBDIR", "HTTPCACHE_ENABLED"])
def test_no_pickle_is_read_from_disk(scrapy, name):
    with Web(PAGES) as web:
        source(scrapy, web.url)
        done = scrapy("crawl", "s", code=2, **{name: "1"})
        assert not web.asked
    assert f"scrapy: error: {name} is not kept: " in done.stderr


def test_who_may_read_what_is_written(scrapy, tmp_path):
    with Web(PAGES) as web:
        source(scrapy, web.url)
        scrapy("crawl", "s", NEWSCRAWL_TURNS=tmp_path / "turns", DOWNLOAD_DELAY=0)
    with Store(scrapy.db) as store, store.transaction():
        store.runs.start("s")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in scrapy.folder.glob("news.db*")}
    assert modes == {"news.db": 0o640, "news.db-wal": 0o640, "news.db-shm": 0o640, "news.db-locks": 0o700}
    scrapy("export", "-o", str(tmp_path / "news.jsonl"))
    assert stat.S_IMODE((tmp_path / "news.jsonl").stat().st_mode) == 0o644


def test_a_database_that_is_there_keeps_its_mode(tmp_path):
    Store(tmp_path / "news.db").close()
    (tmp_path / "news.db").chmod(0o600)
    Store(tmp_path / "news.db").close()
    assert stat.S_IMODE((tmp_path / "news.db").stat().st_mode) == 0o600


def test_what_is_exported_is_data_and_not_markup(scrapy):
    page = ARTICLE.format(0).replace("<p>", "<p onclick=x()><script>alert(1)</script><a href='javascript:x()'>a</a>", 1)
    with Web(PAGES | {"/robots.txt": "", "/a/0.html": page}) as web:
        source(scrapy, web.url)
        scrapy("crawl", "s")
        records = [json.loads(line) for line in scrapy("export").stdout.splitlines()]
    assert len(records) == 5
    assert not [one for one in records if any(bad in one["article_body_html"] for bad in ("script", "onclick"))]


def test_the_tests_that_the_threat_model_names_are_there():
    text = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
    named = re.findall(r"`(test_\w+\.py)(?:::(\w+))?`", text)
    assert len(named) > 25
    for file, function in named:
        assert f"def {function}" in (ROOT / "tests" / file).read_text("utf-8"), (file, function)


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_dependencies_are_pinned_with_hashes(path):
    lines = path.read_text("utf-8").splitlines()
    pinned = [n for n, line in enumerate(lines) if line and not line.startswith((" ", "#"))]
    assert pinned
    for n in pinned:
        assert re.match(r"[\w.-]+==\S+", lines[n]), lines[n]
        assert "--hash=sha256:" in lines[n + 1], f"{lines[n]}: run `make requirements`"
