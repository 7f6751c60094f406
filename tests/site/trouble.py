"""What goes wrong on purpose: links that lead to no article, and pages that are spoilt on the way out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.site.reply import HTML, Reply

HUGE = 12_000_000  # bytes of the page over the size limit
ONE_LINE = 5_000_000  # characters of the page that has no line break
CHUNK = 64_000
NO_SUCH = "xmlcharrefreplace"  # © is not in GBK
HANG, STREAM, CUT_OFF = "/trouble/hang.html", "/trouble/huge.html", "/trouble/cut-off.html"
LOOP = {"/trouble/round-a.html": "/trouble/round-b.html", "/trouble/round-b.html": "/trouble/round-a.html"}
OTHER = "http://example.org/partner/market-week.html"
DEEPER = "/trouble/deeper.html"  # ?n=1, ?n=2 and so on, for ever
EMPTY = "/city/202611/t20261112_1094.html"
PDF = "/finance/files/2026-q3-report.pdf"


@dataclass(frozen=True)
class Link:
    """A listed link that leads to no article; ``at`` is its place in the list, ``state`` None: no row is asked for."""

    href: str
    where: str
    at: int
    title: str
    state: str | None
    reason: str | None


LINKS = (
    Link("/city/202611/t20261119_1124.html", "city", 1, "城东客运站试运行（稿件已撤下）", "gone", "http_404"),
    Link("javascript:void(0)", "city", 3, "点击展开更多本地消息", "refused", "not_http"),
    Link("mailto:news@linxi.example", "city", 6, "有新闻线索？写信告诉我们", "refused", "not_http"),
    Link(EMPTY, "city", 8, "石桥区三所小学扩建工程通过验收", "refused", "empty"),
    Link("/city/", "city", 10, "返回城事频道首页看最新消息", None, None),
    Link(PDF, "finance", 4, "临汐市三季度经济运行报告（PDF全文）", "refused", "not_html"),
    Link(OTHER, "finance", 9, "一周市场回顾（合作媒体）", "refused", "other_host"),
    Link(HANG, "trouble", 1, "一张永远等不到的页面", "failed", "timeout"),
    Link("/trouble/round-a.html", "trouble", 3, "绕着圈子跳转的页面", "failed", "redirect_loop"),
    Link(DEEPER, "trouble", 5, "总是跳往下一处的页面", "failed", "redirect_loop"),
    Link(STREAM, "trouble", 6, "一张超过大小限制的页面", "refused", "too_large"),
    Link(CUT_OFF, "trouble", 8, "传到一半断开的页面", "failed", "cut_off"),
)
FATES = {"private": ("refused", "robots"), "reprint": ("duplicate", "text")}  # of stories; all others are stored


def spoil(trouble: str, page: str, encoding: str) -> Reply:
    """A story's page as its trouble lets it out."""
    if trouble in TRICKS:
        return TRICKS[trouble](page)
    kind = HTML if encoding == "utf-8" else "text/html"  # the GBK pages leave the charset to their meta element
    return Reply(page.encode(encoding, NO_SUCH), kind=kind)


def _nul(page: str) -> Reply:
    return Reply(page.replace("</p>", "\x00</p>\x00\n").replace("，", "，\x00").encode())


def _cut(page: str) -> Reply:
    """Ends with the text of the last paragraph: no closing tag after it."""
    body = page.index("story-body")
    return Reply(page[: page.index('</p>\n  <div class="ad-inline"', body)].encode())


def _one_line(page: str) -> Reply:
    """All in one line, with what a script would keep there before the closing tag."""
    state = '{"id":%d,"title":"","tags":[],"read":false},'
    items = "".join(state % number for number in range(ONE_LINE // len(state)))
    page = page.replace("</body>", f"<script>window.__STATE__=[{items}null];</script></body>")
    return Reply(page.replace("\n", "").encode())


TRICKS: dict[str, Callable[[str], Reply]] = {
    "octet": lambda page: Reply(page.encode(), kind="application/octet-stream"),
    "plain": lambda page: Reply(page.encode(), kind="text/plain; charset=utf-8"),
    "liar": lambda page: Reply(page.encode("gbk", NO_SUCH)),
    "nul": _nul,
    "cut": _cut,
    "oneline": _one_line,
}


def huge() -> Iterator[bytes]:
    """A page without end, almost: HUGE bytes in pieces."""
    yield "<!doctype html><meta charset=utf-8><title>大</title><h1>一张超过大小限制的页面</h1>".encode()
    line = "<p>这一段话会重复很多次，直到页面超过任何新闻稿应有的长度。</p>\n".encode()
    piece = line * (CHUNK // len(line))
    for _ in range(HUGE // len(piece) + 1):
        yield piece


def pdf() -> bytes:
    """The smallest PDF that a viewer opens: one blank page."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
