"""Which language a page is in: as declared, unless its script says that the declaration is wrong."""

import re

from newscrawl.extract.ladder import as_list
from newscrawl.extract.language_words import contradicts, guess
from newscrawl.extract.page import Page

TAG = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_][\w-]*)?\s*(?:[,;].*)?")
ALIASES = {"iw": "he", "in": "id", "ji": "yi", "cn": "zh", "jp": "ja", "kr": "ko", "cz": "cs", "gr": "el", "ua": "uk",
           "dk": "da", "chi": "zh", "zho": "zh", "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr",
           "spa": "es", "jpn": "ja", "kor": "ko", "rus": "ru", "por": "pt", "ita": "it"}  # fmt: skip
SCRIPTS = {
    "kana": (re.compile(r"[\u3041-\u30ff]"), "ja"), "hangul": (re.compile(r"[\uac00-\ud7af]"), "ko"),
    "han": (re.compile(r"[\u3400-\u9fff]"), "zh"), "cyrillic": (re.compile(r"[\u0400-\u052f]"), None),
    "greek": (re.compile(r"[\u0370-\u03ff]"), "el"), "arabic": (re.compile(r"[\u0600-\u06ff]"), None),
    "hebrew": (re.compile(r"[\u0590-\u05ff]"), "he"), "thai": (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    "devanagari": (re.compile(r"[\u0900-\u097f]"), None),
    "latin": (re.compile(r"[A-Za-z\u00c0-\u024f]"), None),
}  # fmt: skip
WRITTEN_IN = {"han": {"zh", "ja", "yue", "wuu", "nan"}, "kana": {"ja"}, "hangul": {"ko"}, "greek": {"el"},
              "hebrew": {"he", "yi"}, "thai": {"th"}, "arabic": {"ar", "fa", "ur", "ps", "ug", "ckb", "ku", "sd", "az"},
              "cyrillic": {"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "uz", "tt", "bs", "cnr"},
              "devanagari": {"hi", "mr", "ne", "sa"}}  # fmt: skip
SAMPLE = 600  # characters whose script is looked at
TEXT = 1000  # characters of headline and body whose words are looked at
FEWEST = 20  # letters needed to say anything


def declared(page: Page) -> tuple[str | None, str | None]:
    """The primary language subtag (BCP 47, lower case: "en", "zh") that the page declares, and where it does."""
    said = [
        ("html lang", page.root.get("lang") or page.root.get("{http://www.w3.org/XML/1998/namespace}lang")),
        ("json-ld", next((v for v in as_list(page.article_ld.get("inLanguage")) if isinstance(v, str)), None)),
        ("meta", page.first_meta("og:locale")),
        ("meta", page.first_meta("content-language", "language", "dc.language", "dcterms.language")),
    ]
    return next(((tag, where) for where, value in said if (tag := primary(value))), (None, None))


def primary(tag: str | None) -> str | None:
    """The primary subtag of a language tag, obsolete and country codes put right; None for what is no tag."""
    found = TAG.fullmatch(tag or "")
    code = found[1].lower() if found else None
    return ALIASES.get(code, code) if code not in ("und", "mul", "utf") else None


def script(text: str) -> str | None:
    """The script that most of a text is in; None when there are too few letters to say. Some kana among Han is kana."""
    sample = text[:SAMPLE]
    if sample.isascii():
        return "latin" if len(sample) >= FEWEST else None
    counts = {name: len(letters.findall(sample)) for name, (letters, _) in SCRIPTS.items()}
    if counts["kana"] * 10 > counts["han"] + counts["kana"] > FEWEST:
        return "kana"
    best = max(counts, key=counts.get)
    # one Han character says as much as several Latin letters, and Han text is full of Latin names
    best = "han" if counts["han"] * 3 > counts["latin"] and best == "latin" else best
    return best if counts[best] >= FEWEST else None


def agrees(tag: str, written: str | None) -> bool:
    """Whether a text in the language can be in the script."""
    if written is None:
        return True
    if written == "latin":
        return not any(
            tag in tags for name, tags in WRITTEN_IN.items() if name in ("han", "kana", "hangul", "greek", "thai")
        )
    return tag in WRITTEN_IN[written]


def believable(tag: str | None, text: str) -> bool:
    """Whether a text can be in the language, by its script and its commonest words."""
    return bool(tag) and agrees(tag, script(text)) and not contradicts(tag, text)


def shown(text: str) -> tuple[str | None, str]:
    """The language that a text's script or else its words show, and which of the two; (None, …) when neither does."""
    written = script(text)
    if written and SCRIPTS[written][1]:
        return SCRIPTS[written][1], "script"
    return guess(text), "words"
