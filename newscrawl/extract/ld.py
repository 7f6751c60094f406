"""Reading JSON-LD nodes: references followed, names and addresses out of objects, strings and lists."""

from newscrawl.extract.ladder import as_list, clean
from newscrawl.extract.page import Page, types_of

MOST = 50  # entries of one list that are looked at


def resolved(page: Page, value: object) -> list[dict | str]:
    """The entries of a value: objects (a bare ``@id`` replaced by the node that has it) and strings."""
    entries = (_followed(page, entry) for entry in as_list(value)[:MOST])
    return [entry for entry in entries if isinstance(entry, dict | str) and entry]


def _followed(page: Page, entry: object) -> object:
    if not isinstance(entry, dict) or entry.get("name") or not entry.get("@id"):
        return entry
    return next((node for node in page.json_ld if node.get("@id") == entry["@id"] and node.get("name")), entry)


def name_of(entry: dict | str) -> str:
    """The name in a Person, Organization or plain string; "" when there is none."""
    if isinstance(entry, str):
        return clean(entry)
    name = entry.get("name") or entry.get("byline")
    if isinstance(name, list):
        name = ", ".join(str(n) for n in name[:MOST])
    if not name:
        name = f"{entry.get('givenName') or ''} {entry.get('familyName') or ''}"
    return clean(name)


def is_organisation(entry: dict | str) -> bool:
    return isinstance(entry, dict) and any(t.endswith(("Organization", "Organisation")) for t in types_of(entry))


def address_of(entry: object) -> str | None:
    """The URL in an image or page given as a string, an object with ``url`` or ``contentUrl``, or a list of either."""
    for one in as_list(entry)[:MOST]:
        said = as_list(one.get("url") or one.get("contentUrl") or one.get("@id")) if isinstance(one, dict) else [one]
        url = next((text.strip() for text in said[:MOST] if isinstance(text, str) and text.strip()), None)
        if url:
            return url
    return None
