"""Names: splitting what names several, cleaning each, and deciding which are people."""

import re
from collections.abc import Iterable
from itertools import islice

from newscrawl.extract.ladder import clean, unique
from newscrawl.extract.people_words import (
    AGENCIES,
    FAMILY_NAMES,
    HAN_NOBODY,
    HAN_ORGANISATION,
    JOBS,
    LONG_FAMILY_NAMES,
    NOBODY,
    ORGANISATIONS,
    PARTICLES,
)
from newscrawl.extract.site import folded

MOST_NAMES = 40
LONGEST = 600  # characters of a text that is read for names; longer ones are no list of names
MOST_WORDS = 5  # of one name
HAN = "\u3005\u3400-\u9fff"
AND = "and|And|AND|und|et|y|e|og|och|ja|i|a|en|oraz|ve|và|и|і|та"
NOTE = re.compile(r"[(（\[【〔［<][^()（）\[\]【】〔〕［］<>]{0,80}[)）\]】〕］>]|[(（\[【〔［］〕】\]）)]")
SPLIT = re.compile(rf"\s*[,，、;；|｜/／&＆\n]\s*|\s+[•·–—-]\s+|(?<=[^\W\d_]{{4}})\.\s+|\s+(?:{AND})\s+")
HAN_SPLIT = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])|(?<=[{HAN}])[和与及](?=[{HAN}]{{2}})")
BY = re.compile(
    r"^\W*(?:(?:written|reported|story|words|text)\s+)?"
    r"(?:by|von|par|por|di|de|da|av|af|door|przez|autor(?:in|en)?|auteurs?|authors?|autore|tekst|texte?|testo|texto)"
    r"(?:\s*[:：]\s*|\s+)(?=\S)",
    re.I,
)
HAN_JOB = re.compile(
    r"^.{0,16}?(?:记者|記者|通讯员|通訊員|实习生|作者|编辑|編輯|撰稿人?|评论员|研究员|主编|编译|撰文|执笔|特派员|主持人)\s*[:：]?\s*"
)
HAN_TITLE = re.compile(
    r"\s*(?:综合报道|摄影报道|报道|报導|整理|采写|先生|女士|教授|博士|记者|記者|编辑|実習生|特派員|編集委員|論説委員|기자|특파원|논설위원|위원)$"
)
BY_ALONE = re.compile(r"(?:by|par|por|przez|door)\s", re.I)  # no name begins so, as De Luca, Di Marco and Von Berg do
NICKNAME = re.compile(r"""\s(?:"[^"]{1,30}"|“[^”]{1,30}”|„[^“”]{1,30}[“”]|'[^']{1,30}'|‘[^’]{1,30}’)(?=\s)""")
LATIN = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’‘`´\u0300-\u036f-])*")
HAN_NAME = re.compile(rf"[{HAN}]{{2,6}}|[{HAN}]{{1,8}}(?:[·•・．][{HAN}A-Za-z.]{{1,12}}){{1,3}}")
KANA_NAME = re.compile(rf"(?=.*[\u3040-\u30ff])(?!.*[のをはが])[{HAN}\u3040-\u30ffー・ ]{{2,8}}")
HANGUL_NAME = re.compile(r"[\uac00-\ud7af]{2,4}")
CODE = re.compile(r"(?=.*[^\W\d_])[\w.·• -]{1,24}")
WIDE = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def split_names(text: str) -> list[str]:
    """The names that one text lists, in order, without notes in brackets; job titles and outlets are still among them.

    Text that is far longer than a list of names gives []. "Last, First" of a single name is turned round.
    """
    text = clean(NOTE.sub(" ", str(text or "")[: LONGEST + 1]))
    if not text or len(text) > LONGEST:
        return []
    inverted = re.fullmatch(r"([^\W\d_][\w'’-]+), ([^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*)?)", text)
    if inverted and not WIDE.search(text):
        return [f"{inverted[2]} {inverted[1]}"]
    parts = (part for piece in SPLIT.split(text) for part in HAN_SPLIT.split(piece))
    return [part for part in (clean(p).strip(' .:：。*“”"') for p in parts) if part][:MOST_NAMES]


def people(said: Iterable[str], site: frozenset[str] = frozenset(), *, sure: bool = True) -> list[str]:
    """The people among what texts say: outlets, staff, jobs, handles, addresses and codes are left out.

    ``site`` are the site's own names, folded. ``sure``: the texts are said to hold a name, so that a nickname or a
    single word may be one; otherwise a Chinese name must begin with a family name, and others have two words.
    """
    texts = (_after_by(clean(str(text or "")[: LONGEST + 1])) for text in islice(said, MOST_NAMES))
    found = [name for text in texts for part in split_names(text) if (name := person(part, site, sure))]
    full = [name for name in found if " " in name or WIDE.search(name)]
    return unique(full or found)


def person(name: str, site: frozenset[str] = frozenset(), sure: bool = True) -> str | None:
    """The name of a person, cleaned; None when the text names something else."""
    name = HAN_TITLE.sub("", HAN_JOB.sub("", name)).strip()
    if not name or folded(name) in NOBODY or {folded(name), folded(name.split()[0])} & site:
        return None
    if WIDE.search(name):
        return name if _is_wide_person(name, sure) else None
    return name if _is_person(name, sure) else None


def editor(name: str) -> str | None:
    """An editor's name or code (letters with digits), cleaned; None for anything longer, and for bare numbers."""
    name = HAN_JOB.sub("", name).strip()
    return name if CODE.fullmatch(name) and not HAN_NOBODY.fullmatch(name) else None


def _after_by(text: str) -> str:
    rest = BY.sub("", text)
    return rest if " " in rest or BY_ALONE.match(text) or ":" in text else text


def _is_wide_person(name: str, sure: bool) -> bool:
    if HANGUL_NAME.fullmatch(name) or KANA_NAME.fullmatch(name):
        return not HAN_ORGANISATION.search(name)
    if not HAN_NAME.fullmatch(name) or HAN_ORGANISATION.search(name) or HAN_NOBODY.fullmatch(name):
        return False
    if sure or "·" in name:
        return True
    return name.startswith(FAMILY_NAMES) and len(name) <= (4 if name.startswith(LONG_FAMILY_NAMES) else 3)


def _is_person(name: str, sure: bool) -> bool:
    words = NICKNAME.sub("", name).split()
    if not (1 if sure else 2) <= len(words) <= MOST_WORDS or not all(map(LATIN.fullmatch, words)):
        return False
    lowered = {folded(part) for word in words for part in re.split(r"[-.]", word)} | {folded(word) for word in words}
    initials = {folded(word) for word in words if len(words) == 1 or (word.isupper() and not name.isupper())}
    if lowered & ORGANISATIONS or lowered & JOBS or initials & AGENCIES:
        return False
    capitals = [w for w in words if w[0].isupper() or w[0].lower() == w[0].upper()]
    if len(words) == 1:
        return bool(capitals) and "." not in name and not (name.isupper() and len(name) <= 5)
    return len(capitals) >= 2 and all(w in capitals or w.strip("'’").lower() in PARTICLES for w in words)
