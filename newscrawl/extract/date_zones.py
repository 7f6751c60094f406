"""Time zones: those that a text names, and the one that a host or a language implies."""

import re
from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

MAX_OFFSET = 14 * 60  # minutes; no place on earth is further from UTC

# Minutes east of UTC. An abbreviation is taken at its word: EST is -5 hours in July too.
OFFSETS = {
    "Z": 0, "UTC": 0, "UT": 0, "GMT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MEZ": 60, "CEST": 120,
    "MESZ": 120,
    "WAT": 60, "CAT": 120, "SAST": 120, "EET": 120, "EEST": 180, "EAT": 180, "IDT": 180, "MSK": 180, "МСК": 180,
    "TRT": 180, "GST": 240, "PKT": 300, "NPT": 345, "ICT": 420, "WIB": 420, "WITA": 480, "WIT": 540, "HKT": 480,
    "SGT": 480, "MYT": 480, "PHT": 480, "AWST": 480, "JST": 540, "KST": 540, "ACST": 570, "ACDT": 630, "AEST": 600,
    "AEDT": 660, "NZST": 720, "NZDT": 780, "NST": -210, "NDT": -150, "AST": -240, "ADT": -180, "EST": -300, "EDT": -240,
    "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480,
    "HST": -600, "BRT": -180, "ART": -180, "CLT": -240, "CLST": -180, "COT": -300, "PET": -300, "VET": -240, "IST": 330,
}  # fmt: skip
# The same letters elsewhere: abbreviation -> beginning of the zone or language that gives them the other meaning.
ELSEWHERE = {
    "CST": {"Asia/Shanghai": 480, "Asia/Taipei": 480, "Asia/Macau": 480, "zh": 480, "America/Havana": -300},
    "IST": {"Europe/": 60, "Asia/Jerusalem": 120, "ga": 60, "he": 120, "iw": 120},
    "BST": {"Asia/Dhaka": 360, "bn": 360},
    "AST": {"Asia/": 180, "ar": 180},
    "EST": {"Australia/": 600},
    "PST": {"Asia/Manila": 480, "Asia/Karachi": 300},
}
PLACES = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
    "AET": "Australia/Sydney", "NT": "America/St_Johns",
}  # fmt: skip
NAMED = (
    (re.compile(r"北京[时時][间間]|beijing time", re.I), "Asia/Shanghai"),
    (re.compile(r"[台臺]北[时時][间間]|[台臺][灣湾][时時][间間]", re.I), "Asia/Taipei"),
    (re.compile(r"香港[时時][间間]|hong kong time", re.I), "Asia/Hong_Kong"),
    (re.compile(r"日本時間|japan (?:standard )?time", re.I), "Asia/Tokyo"),
    (re.compile(r"한국\s?시간|korea (?:standard )?time", re.I), "Asia/Seoul"),
    (re.compile(r"по моск|московск\w+ врем|moscow time", re.I), "Europe/Moscow"),
    (re.compile(r"india(?:n)? standard time", re.I), "Asia/Kolkata"),
    (
        re.compile(r"美[国國]?东[部]?[时時][间間]|美東時間|eastern (?:(?:standard|daylight) )?time", re.I),
        "America/New_York",
    ),
    (re.compile(r"central (?:standard |daylight )?time", re.I), "America/Chicago"),
    (re.compile(r"pacific (?:standard |daylight )?time", re.I), "America/Los_Angeles"),
)
BEHIND = re.compile(
    r"(?:\s?(?:Uhr|hrs?|น\.))?[\s(,|/]{0,3}"
    r"(?:(?P<utc>UTC|GMT|Z)?(?P<gap>\s?)(?P<sign>[+\-−])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?(?![\d:])"
    r"|(?P<letters>[A-ZМСК]{1,5})(?![\w+\-−]))"
)

# Countries whose news all keeps one clock, by their top-level domain. Left out on purpose: those with several (us, ca,
# au, br, ru, mx, id, kz, ...) and those whose domain the whole world uses (io, tv, me, co, ai, ...).
BY_COUNTRY = {
    "Europe/Vienna": "at", "Europe/Brussels": "be", "Europe/Sofia": "bg",
    "Europe/Zurich": "ch li", "Europe/Prague": "cz",
    "Europe/Berlin": "de", "Europe/Copenhagen": "dk", "Europe/Tallinn": "ee", "Europe/Madrid": "es cat",
    "Europe/Helsinki": "fi", "Europe/Paris": "fr", "Europe/Athens": "gr", "Europe/Zagreb": "hr",
    "Europe/Budapest": "hu",
    "Europe/Dublin": "ie", "Atlantic/Reykjavik": "is", "Europe/Rome": "it", "Europe/Vilnius": "lt",
    "Europe/Luxembourg": "lu", "Europe/Riga": "lv", "Europe/Chisinau": "md", "Europe/Skopje": "mk",
    "Europe/Malta": "mt",
    "Europe/Amsterdam": "nl", "Europe/Oslo": "no", "Europe/Warsaw": "pl", "Europe/Lisbon": "pt",
    "Europe/Bucharest": "ro",
    "Europe/Belgrade": "rs", "Europe/Stockholm": "se", "Europe/Ljubljana": "si", "Europe/Bratislava": "sk",
    "Europe/Istanbul": "tr", "Europe/Kyiv": "ua", "Europe/London": "uk", "Europe/Minsk": "by", "Europe/Sarajevo": "ba",
    "Europe/Tirane": "al", "Asia/Nicosia": "cy", "America/Nuuk": "gl", "Asia/Tbilisi": "ge", "Asia/Yerevan": "am",
    "Asia/Baku": "az", "Asia/Jerusalem": "il", "Asia/Tehran": "ir", "Asia/Baghdad": "iq", "Asia/Amman": "jo",
    "Asia/Beirut": "lb", "Asia/Damascus": "sy", "Asia/Kuwait": "kw", "Asia/Qatar": "qa", "Asia/Riyadh": "sa",
    "Asia/Dubai": "ae", "Asia/Muscat": "om", "Asia/Kabul": "af", "Asia/Karachi": "pk", "Asia/Kolkata": "in",
    "Asia/Kathmandu": "np", "Asia/Dhaka": "bd", "Asia/Colombo": "lk", "Asia/Yangon": "mm", "Asia/Bangkok": "th",
    "Asia/Vientiane": "la", "Asia/Phnom_Penh": "kh", "Asia/Ho_Chi_Minh": "vn", "Asia/Kuala_Lumpur": "my",
    "Asia/Singapore": "sg", "Asia/Manila": "ph", "Asia/Shanghai": "cn", "Asia/Hong_Kong": "hk", "Asia/Macau": "mo",
    "Asia/Taipei": "tw", "Asia/Tokyo": "jp", "Asia/Seoul": "kr", "Asia/Tashkent": "uz", "Pacific/Auckland": "nz",
    "Africa/Johannesburg": "za", "Africa/Lagos": "ng", "Africa/Nairobi": "ke", "Africa/Dar_es_Salaam": "tz",
    "Africa/Kampala": "ug", "Africa/Kigali": "rw", "Africa/Accra": "gh", "Africa/Cairo": "eg", "Africa/Tunis": "tn",
    "Africa/Algiers": "dz", "Africa/Casablanca": "ma", "Africa/Addis_Ababa": "et", "Africa/Harare": "zw",
    "Africa/Lusaka": "zm", "Africa/Windhoek": "na", "Africa/Gaborone": "bw", "Africa/Dakar": "sn",
    "America/Bogota": "com.co", "America/Lima": "pe", "America/Caracas": "ve", "America/Argentina/Buenos_Aires": "ar",
    "America/Montevideo": "uy", "America/Asuncion": "py", "America/La_Paz": "bo", "America/Santiago": "cl",
    "America/Havana": "cu", "America/Jamaica": "jm", "America/Costa_Rica": "cr", "America/Panama": "pa",
}  # fmt: skip
# Languages that are written for readers of one clock (de, nl and it have several countries, and one time).
BY_LANGUAGE = {
    "Asia/Shanghai": "zh", "Asia/Tokyo": "ja", "Asia/Seoul": "ko", "Europe/Berlin": "de", "Europe/Amsterdam": "nl",
    "Europe/Rome": "it", "Europe/Copenhagen": "da", "Europe/Oslo": "nb nn no", "Europe/Stockholm": "sv",
    "Europe/Helsinki": "fi", "Europe/Warsaw": "pl", "Europe/Prague": "cs", "Europe/Bratislava": "sk",
    "Europe/Budapest": "hu", "Europe/Zagreb": "hr", "Europe/Ljubljana": "sl", "Europe/Belgrade": "sr",
    "Europe/Athens": "el", "Europe/Istanbul": "tr", "Europe/Kyiv": "uk", "Europe/Sofia": "bg", "Europe/Bucharest": "ro",
    "Europe/Vilnius": "lt", "Europe/Riga": "lv", "Europe/Tallinn": "et", "Atlantic/Reykjavik": "is",
    "Europe/Madrid": "ca eu gl", "Asia/Jerusalem": "he iw", "Asia/Bangkok": "th", "Asia/Ho_Chi_Minh": "vi",
    "Asia/Kolkata": "hi te mr gu kn ml", "Asia/Tehran": "fa",
}  # fmt: skip


def _spread(table: dict[str, str]) -> dict[str, str]:
    return {key: zone for zone, keys in table.items() for key in keys.split()}


COUNTRY_ZONE, LANGUAGE_ZONE = _spread(BY_COUNTRY), _spread(BY_LANGUAGE)


def read_zone(behind: str, whole: str, zone: ZoneInfo | None, language: str | None, *, iso: bool) -> tzinfo | None:
    """The zone that a text gives its time: an offset or letters right ``behind`` it, or a name anywhere in ``whole``.

    ``zone`` and ``language`` settle abbreviations that mean several things (IST, CST, BST). ``iso`` says that the time
    has seconds or a T: only then is a bare "-05:30" an offset and not the end of a span such as 08:05-09:30.
    """
    found = BEHIND.match(behind)
    if found and found["sign"] and (found["utc"] or iso or (found["sign"] == "+" and found["minutes"])):
        offset = int(found["hours"]) * 60 + int(found["minutes"] or 0)
        if offset <= MAX_OFFSET:
            return _fixed(offset if found["sign"] == "+" else -offset)
    if found and found["letters"]:
        known = _abbreviated(found["letters"], zone, language)
        if known:
            return known
    return next((ZoneInfo(name) for pattern, name in NAMED if pattern.search(whole)), None)


def _abbreviated(letters: str, zone: ZoneInfo | None, language: str | None) -> tzinfo | None:
    if letters in PLACES:
        return ZoneInfo(PLACES[letters])
    for where, offset in ELSEWHERE.get(letters, {}).items():
        if (zone and zone.key.startswith(where)) or (not zone and language and language.lower().split("-")[0] == where):
            return _fixed(offset)
    return _fixed(OFFSETS[letters]) if letters in OFFSETS else None


@lru_cache(128)
def _fixed(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))


@lru_cache(maxsize=1024)
def likely_zone(host: str, language: str | None) -> ZoneInfo | None:
    """The zone that readers of a host and language live by, where there is only one; a guess, to be named as one.

    The host's country comes first, then the region of the language (de-AT; English ones say little and are skipped),
    then the language.
    """
    labels = host.lower().rstrip(".").split(".")
    base, _, region = (language or "").lower().replace("_", "-").partition("-")
    region = region.rpartition("-")[2]
    keys = [".".join(labels[-2:]), labels[-1]]
    name = next((COUNTRY_ZONE[key] for key in keys if key in COUNTRY_ZONE), None)
    if not name and base != "en" and len(region) == 2:
        name = COUNTRY_ZONE.get({"gb": "uk"}.get(region, region))
    name = name or LANGUAGE_ZONE.get(base)
    return ZoneInfo(name) if name else None
