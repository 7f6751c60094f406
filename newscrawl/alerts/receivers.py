"""Who is told: addresses as apprise knows them, from the environment. They hold secrets, so nothing here shows them."""

import logging
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from apprise import Apprise, AppriseAsset, NotifyFormat, PersistentStoreMode
from apprise.utils.parse import parse_urls

VARIABLE = "NEWSCRAWL_ALERTS"
SCHEME = re.compile(r"([a-z][a-z0-9]{1,14})://", re.I)  # of an address, all that may be shown of it


class AlertsError(ValueError):
    """What the environment says of alerts can't be used; the message is one line without any address."""


class Receiver:
    """One address. ``name`` tells it from others without giving anything away: "receiver 2 (slack)"."""

    def __init__(self, url: str, number: int):
        kind = SCHEME.match(url)
        self.name = f"receiver {number} ({kind[1] if kind else 'without scheme'})"
        # in memory: apprise keeps nothing on the disk either
        self._apprise = Apprise(asset=AppriseAsset(async_mode=False, storage_mode=PersistentStoreMode.MEMORY))
        with _quietly():
            if not self._apprise.add(url):
                raise AlertsError(
                    f"{VARIABLE}: {self.name} is no address that apprise knows; see github.com/caronc/apprise"
                )

    def send(self, title: str, body: str) -> bool:
        """Send a message; False if that failed, for whatever reason."""
        with _quietly():
            return bool(self._apprise.notify(title=title, body=body, body_format=NotifyFormat.TEXT))


def receivers(environ: Mapping[str, str]) -> list[Receiver]:
    """The receivers that NEWSCRAWL_ALERTS names, separated by spaces, commas or lines. Raises AlertsError."""
    said = environ.get(VARIABLE, "")
    urls = parse_urls(said)
    if said.strip(" ,\n") and not urls:
        raise AlertsError(f"{VARIABLE}: names no address; write one such as mailto://… or slack://…")
    return [Receiver(url, number) for number, url in enumerate(urls, 1)]


@contextmanager
def _quietly() -> Iterator[None]:
    """Without any log: apprise and what it sends with write addresses there. Nor does it warn of its own modules."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        logging.disable(before)
