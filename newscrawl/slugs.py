"""Names of outlets as they stand in addresses: pinyin, and nothing that an address must escape."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping

LONGEST = 48  # characters; the longest outlets' names are half of it
LONGEST_NAME = 200  # characters of a name that are read
NOT_SAFE = re.compile(r"[^a-z0-9]+")
WITHOUT_MARKS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "þ": "th"})


def same(outlet: str) -> str:
    """The spelling under which an outlet's name is compared: width and runs of spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", outlet).split())


def slug(outlet: str) -> str:
    """An outlet's name in a-z and 0-9: 北方网 → beifangwang, 21世纪经济报道 → 21shijijingjibaodao, Le Monde → lemonde.

    Any string is taken. What has no such letters, and what is too long, gets or ends in a digest of the name.
    """
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its dictionary takes every command a fifth of a second

    name = same(outlet)[:LONGEST_NAME]
    pinyin = "".join(lazy_pinyin(name, style=Style.NORMAL, v_to_u=False)).casefold().translate(WITHOUT_MARKS)
    letters = NOT_SAFE.sub("", _without_marks(pinyin))
    if not letters:
        return f"outlet{_digest(outlet)}"
    return letters if len(letters) <= LONGEST else letters[: LONGEST - 8] + _digest(outlet)


def slug_for(outlet: str, taken: Mapping[str, str]) -> str:
    """The slug of an outlet where ``taken`` are those of others by slug: the second of two homophones gets a suffix.

    The suffix comes from the name alone, so that it does not depend on who else is there.
    """
    first = slug(outlet)
    for found in (first, f"{first}-{_digest(outlet)[:4]}"):
        if same(taken.get(found, outlet)) == same(outlet):
            return found
    return f"{first}-{_digest(outlet)}"


def _without_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _digest(outlet: str) -> str:
    return hashlib.blake2b(same(outlet).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
