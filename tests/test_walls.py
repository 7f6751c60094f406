"""Walls are told from pages, in English and Chinese, and from articles that speak of them."""

import pytest

from newscrawl import walls
from newscrawl.items import Article

PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p></body></html>"
CAPTCHAS = [
    ("Just a moment...", "Enable JavaScript and cookies to continue"),
    ("Access Denied", "You don't have permission to access this resource."),
    ("Are you a robot?", "Please verify that you are human to go on."),
    ("Error", "Our systems have detected unusual traffic from your network."),
    ("百度安全验证", "网络不给力，请稍后重试"),
    ("访问验证", "请按住滑块，拖动到最右边"),
    ("提示", "您的访问过于频繁，请输入验证码后继续访问"),
    ("系统提示", "检测到异常访问，请完成安全验证"),
]
CONSENTS = [
    ("Before you continue to Example", "We use cookies and data to deliver our services."),
    ("Example", "Please accept our cookies and privacy terms to read on."),
    ("提示", "请先同意并接受隐私政策和用户协议"),
]


@pytest.mark.parametrize(("title", "text"), CAPTCHAS)
def test_captchas(title, text):
    assert walls.of_page(PAGE.format(title, text).encode(), "https://example.com/") == "captcha"


@pytest.mark.parametrize(("title", "text"), CONSENTS)
def test_consent(title, text):
    assert walls.of_page(PAGE.format(title, text).encode(), "https://example.com/") == "consent"


def test_a_form_that_asks_for_a_password():
    form = "<form action='/in'><input name='user'><input type='password' name='word'></form>"
    assert walls.of_page(PAGE.format("Welcome back", form).encode(), "https://example.com/") == "login"
    assert walls.of_page(PAGE.format("News", "Sentences. " * 200 + form).encode(), "https://example.com/") is None


def test_a_script_gives_it_away():
    page = b"<html><head><script src='https://js.geetest.com/v4.js'></script></head><body><p>loading</p></body></html>"
    assert walls.of_page(page, "https://example.com/") == "captcha"


@pytest.mark.parametrize("text", ["Nothing here today.", "暂无内容", "A login form asks for a captcha. " * 80, ""])
def test_pages_that_are_no_walls(text):
    assert walls.of_page(PAGE.format("News", text).encode(), "https://example.com/") is None


@pytest.mark.parametrize(("title", "text"), [CAPTCHAS[0], CAPTCHAS[1], CAPTCHAS[4], CAPTCHAS[5], CONSENTS[0]])
def test_a_wall_that_was_read_as_an_article(title, text):
    assert walls.of_article(Article("https://example.com/1", headline=title, article_body=text))
    assert walls.of_article(Article("https://example.com/1", headline=f"{title} - 示例网", article_body=text))


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("验证码短信骗局再现，警方提醒市民", "不要把验证码告诉任何人。"),
        ("Access denied: how one town lost its library", "The doors have been shut since May."),
        ("Just a moment", "Anna had only meant to look at it. " * 40),
        ("北向资金净流入超40亿元", "完成安全验证的机构均可参与。"),
    ],
)
def test_articles_that_are_no_walls(headline, body):
    assert walls.of_article(Article("https://example.com/1", headline=headline, article_body=body)) is None
