"""A text without all that is neither letter nor digit, as texts are compared."""

import re

OTHERS = re.compile(r"[\W_]+")
ASCII_OTHERS = bytes(code for code in range(128) if not chr(code).isalnum())


def letters(text: str) -> str:
    """Only the letters and digits of a text, of any script."""
    if not text.isascii():  # most that goes is ASCII all the same, and bytes are sifted several times faster
        rest = text.encode("utf-8", "surrogatepass").translate(None, ASCII_OTHERS)
        return OTHERS.sub("", rest.decode("utf-8", "surrogatepass"))
    return text.encode().translate(None, ASCII_OTHERS).decode()
