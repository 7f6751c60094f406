"""What Scrapy raises when nothing was read, in the ledger's words."""

from datetime import datetime

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError


class HeldBackError(IgnoreRequest):
    """A request that our own manners keep from being sent; the message is for people, ``reason`` for the ledger.

    ``until`` (aware) is when it may be sent; None: nothing is known of that. ``state`` None: its row stays as it is.
    """

    state: str | None = "failed"
    reason = "held_back"

    def __init__(self, message: str, reason: str | None = None, until: datetime | None = None):
        super().__init__(message)
        self.reason, self.until = reason or self.reason, until


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
    DownloadFailedError: ("failed", "cut_off"),
    DownloadCancelledError: ("refused", "too_large"),
    UnsupportedURLSchemeError: ("refused", "not_http"),
}


WORDS = {  # reasons for people; what begins with a key and goes on is of its kind
    "robots": "the site's robots.txt forbids it",
    "no_headline": "no headline was found on its page; declare one under [fields]",
    "no_article_body": "no text was found on its page; declare article_body under [fields]",
    "other_host": "its host is none of the source's; name it in allowed_domains",
    "too_large": "it is longer than DOWNLOAD_MAXSIZE",
    "empty": "its page is empty",
    "html": "it is a web page and no list of the source's kind",
    "not_html": "it is no page but a PDF, a picture or the like",
    "too_long": "its address is longer than URLLENGTH_LIMIT",
    "not_http": "it is no http address",
    "text": "an article with the same text is stored",
    "url": "an article that it leads to is stored",
    "timeout": "no answer within DOWNLOAD_TIMEOUT",
    "dns": "its host's name is not known",
    "connection_refused": "nothing answers at its host",
    "cut_off": "the connection or the answer broke off",
    "redirect_loop": "its redirects go in circles",
    "redirected_together": "it leads to a page that others lead to: a log-in or a captcha?",
    "same_body": "its text is another article's",
    "part_": "a further page of it could not be had",
    "http_404": "its page is not there",
    "http_410": "its page was taken down",
    "http_403": "the site refuses us",
    "http_429": "the site asks us to slow down",
    "http_5": "the site is out of order",
    "error_": "an error of the program; the log has it",
}


def because(reason: str) -> str | None:
    """A reason of the ledger in words; None where it says all itself."""
    return WORDS.get(reason) or next(
        (said for key, said in WORDS.items() if key[-1] in "_5" and reason.startswith(key)), None
    )


def fate_of(error: BaseException) -> tuple[str | None, str]:
    """(state, reason) of a URL whose download ended in ``error``."""
    if isinstance(error, HttpError):
        status = error.response.status
        return ("gone" if status in GONE else "failed"), f"http_{status}"
    if isinstance(error, HeldBackError):
        return error.state, error.reason
    if isinstance(error, IgnoreRequest):
        words = str(error).lower()
        return next((fate for word, fate in IGNORED.items() if word in words), ("refused", "ignored"))
    known = (fate for kind, fate in REASONS.items() if isinstance(error, kind))
    return next(known, ("failed", f"error_{type(error).__name__}"))
