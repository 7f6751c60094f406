"""The plainest client of the site, for tests of the site itself."""

import http.client
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from email.message import Message
from urllib.parse import urlsplit

import parsel


@contextmanager
def client(url: str, timeout: float = 5) -> Iterator[Callable[..., tuple[int, Message, bytes]]]:
    """Ask for paths over one connection that is kept alive: ``ask(path, method="GET", **headers)``.

    The answer is (status, headers, body). Raises what http.client raises; ``timeout`` is in seconds.
    """
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=timeout)) as connection:

        def ask(path: str, method: str = "GET", **headers: str) -> tuple[int, Message, bytes]:
            connection.request(method, path, headers={name.replace("_", "-"): text for name, text in headers.items()})
            with connection.getresponse() as response:
                return response.status, response.headers, response.read()

        yield ask


def page_of(body: bytes, encoding: str = "utf-8") -> parsel.Selector:
    return parsel.Selector(text=body.decode(encoding, "replace").replace("\0", ""))
