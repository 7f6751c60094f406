"""An article's text as the site shows it."""

import html as entities
import re

import lxml.html
import nh3
from lxml.html import HtmlElement

BLOCKS = set("p h2 h3 h4 h5 h6 ul ol li blockquote pre table tr td br strong em sub sup code a".split())
PARAGRAPH = re.compile(r"\n\s*\n")
# what no XML holds, and what is no character at all
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
ABOUT = {"a": {"href", "aria-label"}}
SHOWN = {**ABOUT, "img": {"src", "alt"}}
AROUND = {"a": {"rel": "nofollow noopener noreferrer"}, "table": {"tabindex": "0"}}  # wide ones scroll
LAZY = {**AROUND, "img": {"loading": "lazy", "referrerpolicy": "no-referrer", "decoding": "async"}}


def plain(text: str | None) -> str:
    """A text in one line, without control characters."""
    return " ".join(CONTROLS.sub("", text or "").split())


def body_html(record: dict, *, images: bool, picture: str) -> str:
    """The sanitised HTML of a record's text; nothing in it is a mark of Liquid.

    With ``images`` pictures are shown; else each is a link that CSS labels, named ``picture`` for screen readers, so
    that no reader's browser asks another host for anything.
    """
    html = CONTROLS.sub("", record["article_body_html"] or "")
    if html.strip():
        root = lxml.html.fragment_fromstring(html, create_parent="div")
        if not images:
            _link_images(root, picture)
        _drop_empty_links(root)
        html = _inside(root)
    else:
        paragraphs = PARAGRAPH.split(CONTROLS.sub("", record["article_body"]).strip())
        html = "\n".join(f"<p>{entities.escape(one)}</p>" for one in paragraphs)
    html = nh3.clean(
        html, tags=BLOCKS | {"img"} if images else BLOCKS, attributes=SHOWN if images else ABOUT,
        allowed_classes={"a": {"picture"}}, url_schemes={"http", "https"}, link_rel=None,
        set_tag_attribute_values=LAZY if images else AROUND,
    )  # fmt: skip
    return html.replace("{", "&#123;").strip()  # GitHub's Jekyll 3 knows no render_with_liquid: false


def _link_images(root: HtmlElement, picture: str) -> None:
    for image in list(root.iter("img")):
        name = plain(image.get("alt"))
        link = next(image.iterancestors("a"), None)
        if link is None:
            link = lxml.html.Element("a", {"href": image.get("src") or ""})
            image.addprevious(link)
        image.drop_tree()
        if not link.text_content().strip():
            link.set("class", "picture")
            link.set("aria-label", f"{picture}: {name}" if name else picture)


def _drop_empty_links(root: HtmlElement) -> None:
    for link in list(root.iter("a")):
        if link.get("class") != "picture" and not link.text_content().strip() and link.find(".//img") is None:
            link.drop_tag()


def _inside(root: HtmlElement) -> str:
    parts = [lxml.html.tostring(child, encoding="unicode") for child in root]
    return entities.escape(root.text or "", quote=False) + "".join(parts)
