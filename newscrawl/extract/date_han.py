"""Years of East Asian eras, and dates written in Chinese numerals."""

import re

HAN_DIGITS = dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True))
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民国": 1911, "民國": 1911}  # the year before the first
ERA = re.compile(rf"({'|'.join(ERAS)})\s?(\d{{1,3}}|元)年")
HAN_NUMBER = "[一二三四五六七八九十]"
HAN_DATE = re.compile(rf"([{''.join(HAN_DIGITS)}]{{4}})年({HAN_NUMBER}{{1,2}})月({HAN_NUMBER}{{1,3}})(?=[日号號])")


def in_digits(text: str) -> str:
    """The text with years such as 令和6年 as 2024年, and dates such as 二〇二四年五月十二日 as 2024年5月12日."""
    return HAN_DATE.sub(_han_date, ERA.sub(_era, text))


def _era(found: re.Match) -> str:
    return f"{ERAS[found[1]] + (1 if found[2] == '元' else int(found[2]))}年"


def _han_date(found: re.Match) -> str:
    return f"{''.join(HAN_DIGITS[c] for c in found[1])}年{_han_number(found[2])}月{_han_number(found[3])}"


def _han_number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    return (int(HAN_DIGITS.get(tens[-1], "1")) if tens else 1) * 10 * bool(ten) + (
        int(HAN_DIGITS[ones[-1]]) if ones else 0
    )
