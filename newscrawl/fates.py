"""What Scrapy raises when nothing was read, in the ledger's words."""

import logging

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError


def _without_trace(record: logging.LogRecord) -> bool:
    record.exc_info = None
    return True


# a host that does not answer is no fault of the program: a line, not a stack trace
logging.getLogger("scrapy.downloadermiddlewares.robotstxt").addFilter(_without_trace)

GONE = (404, 410)


class Unchanged(Exception):  # noqa: N818 - no error
    """The server says that what was asked for is still what it was (304)."""


IGNORED = {  # words of Scrapy's middlewares when they drop a request or its response
    "robots": ("refused", "robots"),
    "redirect": ("failed", "redirect_loop"),
    "maxsize": ("refused", "too_large"),  # what it unpacks to
}
REASONS = {  # what Scrapy raises: (what it means for the URL, the reason on its row)
    DownloadTimeoutError: ("failed", "timeout"),
    CannotResolveHostError: ("failed", "dns"),
    DownloadConnectionRefusedError: ("failed", "connection_refused"),
    ResponseDataLossError: ("failed", "cut_off"),
    DownloadCancelledError: ("refused", "too_large"),
    UnsupportedURLSchemeError: ("refused", "not_http"),
}


def fate_of(error: BaseException) -> tuple[str, str]:
    """(state, reason) of a URL whose download ended in ``error``."""
    if isinstance(error, HttpError):
        status = error.response.status
        return ("gone" if status in GONE else "failed"), f"http_{status}"
    if isinstance(error, IgnoreRequest):
        words = str(error).lower()
        return next((fate for word, fate in IGNORED.items() if word in words), ("refused", "ignored"))
    known = (fate for kind, fate in REASONS.items() if isinstance(error, kind))
    return next(known, ("failed", f"error_{type(error).__name__}"))
