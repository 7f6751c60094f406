"""Whether a page shows a time of day at all. Quick, so that most pages need not be read line by line to know."""

import re
from datetime import datetime
from functools import cached_property, lru_cache

from lxml import etree
from lxml.html import HtmlElement

SEPARATORS = frozenset(":：.hH時时點点시")  # between an hour and its minutes
UNPADDED = re.compile(r"[時时點点시]\s?\d(?!\d)")  # minutes of one digit
OTHER_DIGIT = re.compile(r"[٠-٩۰-۹०-९০-৯０-９]")  # of the scripts whose sites use their own
_ITEMPROPS = etree.XPath("descendant::*/@itemprop")


class Clocks:
    """The times of day that stand anywhere on a page, whatever they are of."""

    def __init__(self, root: HtmlElement):
        self._root = root

    def may_show(self, clock: datetime) -> bool:
        """Whether the hour and minute of ``clock`` may stand there, on 24 hours or on 12; if not, they surely don't."""
        return bool(_shown(clock.hour, clock.minute).search(self._text)) or self._unusual

    @cached_property
    def _text(self) -> str:
        body = self._root.find("body")
        text = etree.tostring(self._root if body is None else body, method="text", encoding="unicode")
        marked = [name.getparent() for name in _ITEMPROPS(self._root) if name.startswith("date")]
        times = (one.get("datetime") or one.get("content") or "" for one in (*marked, *self._root.iter("time")))
        return "\n".join(
            [text, *(time for time in times if not time.endswith(("Z", "+00:00")))]
        )  # UTC is no local time

    @cached_property
    def _unusual(self) -> bool:
        text = self._text
        return not text.isascii() and bool(UNPADDED.search(text) or OTHER_DIGIT.search(text))


@lru_cache(maxsize=24 * 60)
def _shown(hour: int, minute: int) -> re.Pattern:
    return re.compile(rf"[{hour % 10}{((hour - 1) % 12 + 1) % 10}]\s?[:：.hH时時點点시]\s?{minute:02}")
