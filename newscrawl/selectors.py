"""The selectors of source files: CSS, or XPath when they start with ``/`` or ``(``."""

import re
from functools import lru_cache

import cssselect
from lxml import etree
from parsel.csstranslator import HTMLTranslator

XPATH = ("/", "(")  # what an XPath begins with; all else is CSS
FUNCTIONS = set(
    "text node comment processing-instruction and or not true false boolean position last count id local-name name "
    "namespace-uri string concat starts-with contains substring-before substring-after substring string-length "
    "normalize-space translate number sum floor ceiling round mod div lang".split()
)  # of XPath 1.0, its node tests and operators that may stand before a parenthesis


@lru_cache(maxsize=10_000)  # selectors; a thousand sources have fewer
def compiled(selector: str) -> etree.XPath:
    """A source file's selector, to be called with a tree. CSS is translated; ``/`` or ``(`` begins an XPath."""
    xpath = selector if selector.startswith(XPATH) else HTMLTranslator().css_to_xpath(selector)
    return etree.XPath(xpath, smart_strings=False)


def mistake(selector: str) -> str | None:
    """What is wrong with a selector, in a few words; None if it is right."""
    try:
        compiled(selector)
    except (cssselect.SelectorError, etree.XPathError) as error:
        return str(error)
    code = re.sub(r"'[^']*'|\"[^\"]*\"", "", selector) if selector.startswith(XPATH) else ""
    for name in (*re.findall(r"([\w:.-]+)\s*\(", code), *re.findall(r"[\w.-]+:[\w.-]+", code)):
        if name.rpartition("::")[2] not in FUNCTIONS:  # libxml2 says so only when it meets a page that it applies to
            return f"{name} is nothing that XPath 1.0 knows"
    return None
