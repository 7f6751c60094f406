"""Bytes of a page to text: which encoding it really is, not which one it claims."""

import codecs
import re
from contextlib import suppress

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

CHINESE_HOST = re.compile(r"^https?://[^/?#]*\.(?:cn|xn--fiqs8s|xn--fiqz9s)(?=[:/?#]|$)", re.I)
HAN_SHARE = 0.5  # of the characters beyond ASCII, for a page that declares nothing to be taken as GB18030
TOLERATED = 0.01  # undecodable characters among those beyond ASCII: a broken ad or a cut end, not a wrong encoding


def decode(html: bytes, url: str, encoding: str | None = None, language: str | None = None) -> str:
    """The text of ``html``. ``encoding`` is what the response declared (a name or a Content-Type); it can be wrong.

    Well-formed UTF-8 is UTF-8 whatever was declared; else the declarations, HTTP's before the page's own; gb2312 and
    gbk are read as GB18030, which contains both. Where nothing usable is declared, a Chinese site or language means
    GB18030 before any guess. Never raises: what can't be decoded becomes U+FFFD.
    """
    bom = read_bom(html)[0]
    if bom:
        return html.decode(bom, "replace").lstrip("\ufeff")
    seven_bit = html.isascii()
    if not seven_bit:
        with suppress(UnicodeDecodeError):
            return html.decode("utf-8")
    declared = [name for name in (_declared(encoding), html_body_declared_encoding(html)) if name]
    if seven_bit:  # ISO-2022-JP and HZ are seven-bit, so only a declaration tells
        return html.decode(declared[0] if declared else "ascii", "replace")
    return _decode_doubtful(html, url, declared, language)


def may_be_utf8(html: bytes) -> bool:
    """Whether only reading all of it tells if it is UTF-8: neither 7-bit, where a declaration decides, nor marked."""
    return not (html.isascii() or read_bom(html)[0])


def utf8(html: bytes, url: str, encoding: str | None = None, language: str | None = None) -> bytes:
    """The same in UTF-8, which on most pages are the bytes as they came."""
    if may_be_utf8(html):
        with suppress(UnicodeDecodeError):
            html.decode("utf-8")
            return html
    return decode(html, url, encoding, language).encode("utf-8", "replace")


def _decode_doubtful(html: bytes, url: str, declared: list[str], language: str | None) -> str:
    chinese = bool(CHINESE_HOST.match(url)) or (language or "").lower().startswith("zh")
    first = [*declared, "gb18030"] if chinese else declared
    for name in dict.fromkeys(["utf-8", *first]):
        text = html.decode(name, "replace")
        if _share_lost(text) <= TOLERATED:
            return text
    guess = html.decode("gb18030", "replace")
    if _share_lost(guess) <= TOLERATED and _share_han(guess) >= HAN_SHARE:
        return guess
    return html.decode(declared[0] if declared else "cp1252", "replace")


def _declared(encoding: str | None) -> str | None:
    if not encoding:
        return None
    name = http_content_type_encoding(encoding) or resolve_encoding(encoding)
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def _beyond_ascii(text: str) -> str:
    return re.sub(r"[\x00-\x7f]+", "", text)


def _share_lost(text: str) -> float:
    return text.count("\ufffd") / max(1, len(_beyond_ascii(text)))


def _share_han(text: str) -> float:
    wide = _beyond_ascii(text)
    return len(re.findall(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]", wide)) / max(1, len(wide))
