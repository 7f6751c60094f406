"""Registrable domains, tracking parameters, and the key that the spellings of a URL share."""

import socket

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newscrawl.urls import clean, fold, host_of, registrable

URLISH = st.lists(
    st.sampled_from(
        ["http://", "https://", "//", "www.", "m.", "example", ".com", ".co.uk", "/", "//", "index.html", ":80", ":443",
         ":", "@", "?", "&", "=", "#", "a", "B", "%41", "%", "%2f", "%E4", "新闻", " ", "\t", ";",
         "utm_source=x", "from=wx", "mailto:", "[", "]", "::1", ".", "..", "\ud800", "+", "%20", "ß", "İ"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "domain"),
    [
        ("https://news.example.com/a", "example.com"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("http://finance.example.com.cn:8080/x?y#z", "example.com.cn"),
        ("WWW.Example.COM.", "example.com"),
        ("someone.github.io", "someone.github.io"),
        ("http://127.0.0.1:8000/list", "127.0.0.1"),
        ("http://[::1]:8000/list", "::1"),
        ("localhost:8000", "localhost"),
        ("http://localhost/", "localhost"),
        ("com.cn", "com.cn"),
        ("intranet", "intranet"),
        ("", ""),
        ("http://[broken", ""),
    ],
)
def test_registrable(said, domain):
    assert registrable(said) == domain


def test_suffixes_come_from_the_bundled_list_never_the_network(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("asked the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert registrable("a.never-asked-before.org.cn") == "never-asked-before.org.cn"


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("https://example.com/a.html", "https://example.com/a.html"),
        ("https://example.com/a#part", "https://example.com/a"),
        ("https://example.com/a?utm_source=x&id=5&fbclid=abc", "https://example.com/a?id=5"),
        ("https://example.com/a?UTM_Medium=x", "https://example.com/a"),
        ("https://example.com/a?spm=a1.b2&gclid=1&yclid=2&mc_cid=3", "https://example.com/a"),
        ("https://example.com/a?from=timeline&isappinstalled=0", "https://example.com/a"),
        ("https://example.com/a?from=20", "https://example.com/a?from=20"),
        ("https://example.com/a?from=2024-01-01", "https://example.com/a?from=2024-01-01"),
        ("https://example.com/a?b=2&a=1", "https://example.com/a?b=2&a=1"),
        ("https://example.com/a?ref=7&source=rss", "https://example.com/a?ref=7&source=rss"),
        ("https://example.com/a?id=1&amp=2", "https://example.com/a?id=1&amp=2"),
        ("  https://example.com/a\n", "https://example.com/a"),
        ("https://example.com/新闻?q=%E4%BD", "https://example.com/新闻?q=%E4%BD"),
        ("mailto:x@example.com", "mailto:x@example.com"),
        ("", ""),
    ],
)
def test_clean(url, cleaned):
    assert clean(url) == cleaned


@pytest.mark.parametrize(
    "spelling",
    [
        "http://example.com/a/b",
        "https://www.example.com/a/b/",
        "//m.example.com/a/b",
        "http://wap.example.com:80/a/b/index.html",
        "https://EXAMPLE.com:443/a//b/index.shtml#top",
        "https://amp.example.com/a/b?utm_source=x&",
        "https://reader@example.com./a/%62",
        "example.com/a/b",
    ],
)
def test_spellings_of_one_url_fold_to_one_key(spelling):
    assert fold(spelling) == "example.com/a/b"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://example.com", "example.com"),
        ("http://example.com/", "example.com"),
        ("http://example.com/?b=2&a=1", "example.com?a=1&b=2"),
        ("http://example.com/%e4%bd%a0", "example.com/%E4%BD%A0"),
        ("http://example.com/你", "example.com/%E4%BD%A0"),
        ("http://example.com/a%2Fb", "example.com/a%2Fb"),
        ("http://example.com/100%", "example.com/100%25"),
        ("http://example.com/a?q=x y", "example.com/a?q=x+y"),
        ("http://新闻.example.com/", "xn--efvy88h.example.com"),
        ("http://www.com/", "www.com"),
        ("http://m.cn/a", "m.cn/a"),
        ("http://www.m.example.com/a", "example.com/a"),
        ("http://example.com:8080/a", "example.com:8080/a"),
        ("http://127.0.0.1:8000/a", "127.0.0.1:8000/a"),
        ("http://[::1]:8000/a", "[::1]:8000/a"),
        ("mailto:x@example.com", "mailto:x@example.com"),
        ("javascript:void(0)", "javascript:void(0)"),
        ("", ""),
    ],
)
def test_fold(url, key):
    assert fold(url) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.com/a", "http://example.com/A"),
        ("http://example.com/a", "http://example.org/a"),
        ("http://news.example.com/a", "http://example.com/a"),
        ("http://example.com/a?id=1", "http://example.com/a?id=2"),
        ("http://example.com/a/index_2.html", "http://example.com/a"),
        ("http://example.com:8080/a", "http://example.com/a"),
    ],
)
def test_different_urls_have_different_keys(one, other):
    assert fold(one) != fold(other)


@given(st.text() | URLISH)
@example("http://mailto:a?b=2&a=1")
@example("http://x.com/%%341")
@example("%.0.AL")
def test_any_string_is_taken_and_twice_is_once(text):
    assert fold(fold(text)) == fold(text)
    assert clean(clean(text)) == clean(text)
    assert registrable(registrable(text)) == registrable(text)
    host_of(text)
