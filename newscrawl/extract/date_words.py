"""The words of dates in each language: months, today and yesterday, ago, morning and evening.

The words are those that dateparser keeps (CLDR and its own additions); what it lacks for Chinese is added here.
dateparser's parser itself is not used: it takes about 1 ms a string and misses "12 de maio de 2024 às 08h05".
"""

import re
from dataclasses import dataclass
from functools import lru_cache

ALIASES = {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "cn": "zh", "tl": "fil", "sh": "sr", "mo": "ro"}
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
UNSPACED = ("zh", "ja", "ko", "th", "my", "km", "lo")  # written without spaces between words, or with suffixes
UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
# Where a page's language is unknown or wrong, a month word counts if all of these agree on it.
COMMON = (
    "en ru es fr de tr pt it nl pl cs id uk el sv ro hu da fi sk bg sr nb hr lt sl ca et lv is vi ar he th hi bn ms af "
    "sw fil"
).split()
EXTRA_DAYS = {"zh": {"今日": 0, "今晨": 0, "今晚": 0, "昨日": 1, "昨晚": 1, "前日": 2}}
EXTRA_AM = {"zh": ("凌晨", "早上", "清晨", "早晨", "早间", "上午", "晨")}
EXTRA_PM = {"zh": ("中午", "下午", "午后", "傍晚", "晚上", "晚间", "夜间", "深夜", "晚", "夜")}
EXTRA_AGO = {
    "zh": (
        (r"(\d+|半)\s?(?:个)?(?:小时|小時|钟头|鐘頭)(?:之)?[前以]", 3600),
        (r"(\d+)\s?(?:分钟|分鐘|分)(?:之)?前", 60),
        (r"(\d+)\s?[天日](?:之)?前", 86400),
        (r"(\d+)\s?秒(?:钟|鐘)?(?:之)?前", 1),
    ),
    "en": ((r"(\d+)\s?(?:hours?|hrs?|h) ago", 3600), (r"(\d+)\s?(?:minutes?|mins?|m) ago", 60)),
}
NOW = {"zh": ("刚刚", "刚才", "剛剛", "剛才"), "en": ("just now", "moments ago")}
STEM = 4  # letters that an inflected month shares with the name we know


@dataclass(frozen=True)
class Words:
    """One language: month words to 1-12, day words to days back, ago patterns with seconds per unit, half-day words."""

    months: dict[str, int]
    days_back: tuple[tuple[re.Pattern, int], ...]
    ago: tuple[tuple[re.Pattern, int], ...]
    now: tuple[str, ...]
    am: tuple[str, ...]
    pm: tuple[str, ...]


def base_for(text: str, language: str | None) -> str:
    """The language that a text's date words are in: its script tells where the declared language can't be right."""
    base = base_of(language)
    if text.isascii():
        return base
    if re.search(r"[\uac00-\ud7af]", text):
        return "ko"
    if re.search(r"[\u3041-\u30fa]", text):
        return "ja"
    return "zh" if base not in ("ja", "ko") and re.search(r"[\u4e00-\u9fff]", text) else base


@lru_cache(maxsize=256)
def base_of(language: str | None) -> str:
    """The primary subtag in lower case ("pt" of "pt-BR"), obsolete codes put right; "" for None."""
    base = re.split(r"[-_]", (language or "").strip().lower(), maxsplit=1)[0]
    return ALIASES.get(base, base)


@lru_cache(64)
def words_of(base: str) -> Words | None:
    """The words of a language by its two or three letters; None for one that isn't known."""
    info = _data(base)
    if info is None:
        return None
    back = {word: days for days in range(4) for word in _relative(info, days)} | EXTRA_DAYS.get(base, {})
    ago = [(p, UNITS[unit]) for unit in UNITS for p in info.get("relative-type-regex", {}).get(rf"\1 {unit} ago", ())]
    end = "" if base in UNSPACED else r"(?!\w)"
    return Words(
        months={_key(word): n for n, name in enumerate(MONTHS, 1) for word in info.get(name, ())},
        days_back=tuple((_whole(word), back[word]) for word in sorted(back, key=len, reverse=True)),
        ago=tuple((re.compile(p + end, re.I), seconds) for p, seconds in (*EXTRA_AGO.get(base, ()), *ago)),
        now=NOW.get(base, ()),
        am=(*EXTRA_AM.get(base, ()), *map(str.lower, info.get("am", ()))),
        pm=(*EXTRA_PM.get(base, ()), *map(str.lower, info.get("pm", ()))),
    )


@lru_cache(maxsize=4096)  # lines with a date say the same few words on every page of a site
def month(word: str, base: str) -> int | None:
    """The month that a word names: in the language, in English, or in every common language that has the word."""
    key = _key(word)
    for language in (base, "en"):
        words = words_of(language)
        if words and key in words.months:
            return words.months[key]
    return _inflected(key, base) or (_any_month().get(key) if len(key) > 2 else None)


def _inflected(key: str, base: str) -> int | None:
    """The month whose name differs only in its ending, as in Latvian maijs and maijā; None unless there is just one."""
    words = words_of(base) if len(key) > STEM else None
    stem = key[: max(STEM, len(key) - 2)]
    found = {n for name, n in words.months.items() if name.startswith(stem)} if words else set()
    return found.pop() if len(found) == 1 else None


def _key(word: str) -> str:
    return word.casefold().strip(".").replace("\u0307", "")  # the dot that casefold leaves of a Turkish İ


@lru_cache(1)
def _any_month() -> dict[str, int]:
    found: dict[str, set[int]] = {}
    for language in COMMON:
        words = words_of(language)
        for word, number in words.months.items() if words else ():
            found.setdefault(word, set()).add(number)
    return {word: numbers.pop() for word, numbers in found.items() if len(numbers) == 1}


def _data(base: str) -> dict | None:
    # 0.1 s to import, and most pages need no words
    from dateparser.languages.loader import default_loader  # noqa: PLC0415

    if not re.fullmatch(r"[a-z]{2,3}", base):
        return None
    try:
        return default_loader.get_locale(base).info
    except ValueError:
        return None


def _relative(info: dict, days: int) -> list[str]:
    return info.get("relative-type", {}).get(f"{days} day ago", [])


def _whole(word: str) -> re.Pattern:
    spaced = word.isascii() or ord(word[0]) < 0x2E80  # CJK and Thai words have no spaces around them
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)" if spaced else re.escape(word), re.I)
