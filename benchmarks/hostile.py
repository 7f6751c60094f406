"""Pages made to break a reader, of our own making: each has the name of what it is and a function that makes it."""

from collections.abc import Callable

TEXT = "The council met on Tuesday, heard what the engineers had found below the bridge, and voted to repair it. "
PROSE = f"<p>{TEXT * 3}</p>"
MB = 1_000_000


def page(inner: str, head: str = "") -> str:
    return (
        f"<html><head><title>A bridge is repaired</title>{head}</head><body><h1>A bridge is repaired</h1>{inner}</body>"
    )


def ld(said: str) -> str:
    return f'<script type="application/ld+json">{said}</script>'


def entity_bomb() -> str:
    steps = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "ha">{steps}]>' + page(PROSE * 5 + "<p>&e9;</p>")


HOSTILE: dict[str, Callable[[], str]] = {
    "9.9 MB of paragraphs": lambda: page(PROSE * (99 * MB // 10 // len(PROSE) - 1)),
    "11 MB of paragraphs": lambda: page(PROSE * (11 * MB // len(PROSE))),
    "9 MB in one paragraph": lambda: page(f"<p>{TEXT * (9 * MB // len(TEXT))}</p>"),
    "9 MB without a space": lambda: page(f"<p>{'a' * 9 * MB}</p>"),
    "9 MB of Chinese without a stop": lambda: page(f"<p>{'桥' * 3 * MB}</p>"),
    "9 MB of white space": lambda: page(f"<p>{' ' * 9 * MB}</p>" + PROSE * 5),
    "9 MB of digits and colons": lambda: page(f"<p>{'12:' * 3 * MB}</p>" + PROSE * 5),
    "9 MB of ampersands": lambda: page(f"<p>{'&amp;' * (9 * MB // 5)}</p>" + PROSE * 5),
    "100k div deep": lambda: page("<div>" * 100_000 + PROSE * 5),
    "100k span deep": lambda: page("<p>" + "<span>a " * 100_000 + PROSE * 5),
    "100k lists deep": lambda: page("<ul><li>" * 100_000 + PROSE * 5),
    "1M open b": lambda: page("<p>" + "<b>" * MB + PROSE * 5),
    "entity bomb": entity_bomb,
    "1M entities": lambda: page("<p>" + "&eacute;" * MB + "</p>" + PROSE * 5),
    "500k links": lambda: page("<a href=/a>b</a>" * 500_000 + PROSE * 5),
    "1M links": lambda: page("<a href=a>" * (97 * MB // 100) + PROSE * 5),
    "links in the article": lambda: page(f"<article>{PROSE}{'<a href=/a>b</a> ' * 200_000}{PROSE * 5}</article>"),
    "1M attributes": lambda: page(f"<div {' '.join(f'a{n}' for n in range(MB))}>{PROSE * 5}</div>"),
    "1M classes": lambda: page(f"<div class='{'ad-b ' * MB}'>{PROSE * 5}</div>"),
    "a style of 9 MB": lambda: page(f"<div style='{'display: ' * MB}'>{PROSE * 5}</div>"),
    "400k meta": lambda: page(PROSE * 5, "<meta name=a content=b>" * 400_000),
    "500k pictures": lambda: page(PROSE + "<img src=/a>" * 500_000 + PROSE * 5),
    "a srcset of 9 MB": lambda: page(f"{PROSE}<img srcset='{'/a.jpg 1w, ' * (MB * 8 // 10)}'>{PROSE * 5}"),
    "500k h1": lambda: page("<h1>a b</h1>" * 500_000 + PROSE * 5),
    "a title of 9 MB": lambda: f"<title>{'a - ' * (9 * MB // 4)}</title>" + PROSE * 5,
    "500k br": lambda: page(f"<p>{'a<br>' * 500_000}</p>" + PROSE * 5),
    "200k time elements": lambda: page("<time datetime=2024-05-12>a</time>" * 200_000 + PROSE * 5),
    "100k tables deep": lambda: page("<table><tr><td>" * 100_000 + PROSE * 5),
    "500k table cells": lambda: page(f"<table>{'<tr><td>a<td>b' * 500_000}</table>" + PROSE * 5),
    "JSON-LD 100k deep": lambda: page(PROSE * 5, ld("[" * 100_000)),
    "JSON-LD with 200k nodes": lambda: page(PROSE * 5, ld(f"[{','.join(['{}'] * 200_000)}]")),
    "JSON-LD with 1M commas": lambda: page(PROSE * 5, ld("[" + "," * MB)),
    "9 MB of JSON-LD that is none": lambda: page(PROSE * 5, ld('{"a": "' + "-->;" * (9 * MB // 4))),
    "9 MB of script": lambda: page("<p>Soon.</p>", f'<script>{"pubdate=" * MB}</script>'),
    "a script of quotes": lambda: page("<p>Soon.</p>", "<script>" + '"a\\"' * (2 * MB) + "</script>"),
    "500k comments": lambda: page("<!-- a -->" * 500_000 + PROSE * 5),
    "500k early ends": lambda: page("</body></html>" * 500_000 + PROSE * 5),
    "nothing but nulls": lambda: "\0" * 9 * MB,
    "nothing but <": lambda: "<" * 9 * MB,
    "labels without a value": lambda: page(f"<p>{'来源：' * 100_000}</p><p>责任编辑：</p>" + PROSE * 5),
}  # fmt: skip
