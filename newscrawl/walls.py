"""Walls: what a site shows instead of its page to whom it takes for a robot, or who has to log in or agree first."""

import re

from newscrawl.extract.page import Page
from newscrawl.extract.tree import UnreadableError
from newscrawl.items import Article
from newscrawl.packing import unpack

LONGEST = 1000  # characters that a wall has to read, at most; what is longer says something of its own
SHORT = 600  # characters of an article's text up to which its headline may show that it is none

# headlines that are nothing else; a site's name may follow
TITLE = re.compile(
    r"(?:just a moment|attention required|access (?:to this page (?:has been|is) )?denied|robot check|captcha|"
    r"are you (?:a )?(?:human|robot)|(?:please )?verify (?:that )?you(?:'re| are) (?:a )?human|human verification|"
    r"security (?:check|verification)|checking your browser|pardon our interruption|unusual traffic|"
    r"before you continue(?: to .{1,40})?|"
    r"(?:百度|网站)?安全验证|(?:请)?(?:完成)?(?:人机|访问|滑动|滑块)验证|(?:请输入)?验证码|"
    r"访问(?:过于|太)?(?:频繁|受限|异常|被拒绝)|环境异常)[\s.!?…！？。]*(?:\s[-|–—]\s?.{1,40}|[-|_].{1,20})?",
    re.I,
)
CAPTCHA = re.compile(
    r"captcha|(?:are|you're) (?:not )?a (?:human|robot)|verify (?:that )?you|unusual traffic|"
    r"checking (?:if|your browser)|"
    r"enable javascript and cookies|access (?:is |has been )?denied|automated (?:access|requests)|"
    r"验证码|(?:安全|人机|访问|滑动|滑块|完成|通过)验证|拖动.{0,6}滑块|访问(?:过于|太|频率).{0,4}(?:频繁|过高|快)|"
    r"(?:访问|请求|环境).{0,4}(?:异常|被拦截|被拒绝|受限)|异常(?:访问|流量|请求)",
    re.I,
)
CONSENT = re.compile(
    r"before you continue|(?:we|our partners).{0,40}cookies|(?:accept|agree|consent).{0,40}(?:cookies|privacy|terms)|"
    r"(?:同意|接受).{0,12}(?:cookie|隐私|条款|协议)",
    re.I,
)
MARKS = re.compile(
    rb"g-recaptcha|h-captcha|cf[-_]ch(?:allenge|l_)|geetest|TCaptcha|_Incapsula_|captcha-delivery|px-captcha|awswaf|"
    rb"/punish\?|aliyun_waf",
    re.I,
)


def of_article(article: Article) -> str | None:
    """What stands before an article that was not found, or is too short: captcha, consent, login; else None."""
    headline, body = article.headline, article.article_body
    if headline and body:
        if len(body) > SHORT or not TITLE.fullmatch(headline.strip()):
            return None
        return "consent" if CONSENT.search(f"{headline}\n{body}") else "captcha"
    page = article.fetch.pages[0] if article.fetch and article.fetch.pages else None
    return of_page(unpack(page.packed), page.url) if page else None


def of_page(html: bytes, url: str) -> str | None:
    """What stands before a page on which nothing was found: captcha, consent, login; None if nothing is seen to."""
    try:
        root = Page(html, url).root
    except UnreadableError:
        return None
    text = " ".join(root.xpath("//text()[not(ancestor::script or ancestor::style)]")).split()
    said = " ".join(text)
    if len(said) > LONGEST:
        return None
    if CAPTCHA.search(said) or MARKS.search(html):
        return "captcha"
    if CONSENT.search(said):
        return "consent"
    return "login" if root.xpath("//input[@type = 'password']") else None
