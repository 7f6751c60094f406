"""Telling languages that share a script by their commonest short words.

A tenth to a third of running text is such words, so a few hundred words decide; a library that does the same for a
hundred languages costs over 100 MB of memory (py3langid 0.4 with numpy, measured), which a small server has not to
spare for the few pages that declare no language.
"""

import re
from collections import Counter

WORDS = {
    tag: frozenset(words.split())
    for tag, words in {
        "en": "the of and to in that is for was with on as by from are has",
        "de": "der die und das ist den mit von für auf nicht dem ein eine sich im",
        "fr": "le les des et est une du dans pour au que qui sur pas par aux",
        "es": "el los las y una por con del que se su para más al fue como",
        "pt": "o os as um uma do da não com em para ao que foi dos na",
        "it": "il di che è per una della con gli nel non del la dei alla sono",
        "nl": "de het een van en dat niet op zijn voor met aan ook bij naar wordt",
        "sv": "och att det som är på för inte med har av till ett om kan den",
        "da": "og at det er på ikke som til af med for har den der en ud",
        "no": "og at det er på ikke som til av med for har den han en også",
        "pl": "w i na z nie się do że jest to po od przez oraz jak dla",
        "cs": "a v na se že je to s z do jsou ale který podle pro také",
        "tr": "ve bir bu da de için ile olarak olan daha çok gibi kadar sonra ise en",
        "id": "yang dan di dengan untuk ini dari dalam itu pada tidak akan telah juga oleh ke",
        "vi": "và của là có trong được cho các với không một người này những đã khi",
        "ro": "și în de la cu pe din care este o nu să au pentru mai fost",
        "hu": "a az és hogy nem is egy volt van meg de csak már még el ki",
        "fi": "ja on ei että se oli ovat myös joka mutta kun mukaan hän ole tai jo",
        "ru": "и в на не что с по это как из за для от его был также",
        "uk": "і в на не що з до як це за від та про його була також",
        "bg": "и на да в за се от не е са че с по това като ще",
    }.items()
}
SAME = {"nb": "no", "nn": "no"}
FEWEST_WORDS = 40  # of a text, before anything is said about it
FEWEST_KINDS = 4  # different short words of a language that a text in it has
SHARE = 0.08  # of a text's words that are the language's short words, at the least
LIE = 0.25  # of the best language's share: with less than that, a declared language is not the text's
NONE = 0.01  # share of its own short words below which prose is not in a language, even if in none of these
WORD = re.compile(r"[^\W\d_]+")


def guess(text: str) -> str | None:
    """The language that a text's words show; None for short texts and where no language is plain."""
    best, share, _ = _best(_counts(text))
    return best if share >= SHARE else None


def contradicts(tag: str, text: str) -> bool:
    """Whether a text's words rule out a language: another's are far more common, or hardly any of its own are there."""
    tag = SAME.get(tag, tag)
    counts = _counts(text)
    if tag not in WORDS or not counts:
        return False
    best, share, total = _best(counts)
    own = _share(counts, tag, total)
    return own < NONE or (best != tag and share >= SHARE and own < LIE * share)


def _counts(text: str) -> Counter:
    counts = Counter(WORD.findall(text.lower()))
    return counts if sum(counts.values()) >= FEWEST_WORDS else Counter()


def _best(counts: Counter) -> tuple[str | None, float, int]:
    total = max(1, sum(counts.values()))
    able = [tag for tag, words in WORDS.items() if sum(word in counts for word in words) >= FEWEST_KINDS]
    best = max(able, key=lambda tag: _share(counts, tag, total), default=None)
    return best, _share(counts, best, total) if best else 0.0, total


def _share(counts: Counter, tag: str, total: int) -> float:
    return sum(counts[word] for word in WORDS[tag]) / total
