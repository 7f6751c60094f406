"""A story as the file of a post."""

import html

from newscrawl.publish.site.body import body_html, plain
from newscrawl.publish.site.entry import Entry, outlet_of, tag
from newscrawl.publish.site.front import Text
from newscrawl.publish.site.options import Options


def front_of(entry: Entry, record: dict) -> dict:
    """The post's front matter: the seed's keys first, then what the layout shows besides."""
    said = tag(entry.outlet)
    front = {
        "layout": "post", "title": Text(entry.title), "date": entry.date, "categories": entry.slug,
        "tags": Text(said) if said.split() == [said] else [Text(said)],  # Jekyll splits a text at its spaces
        "outlet": Text(entry.outlet), "original": Text(plain(record["url"])), "month": Text(entry.month),
        "precision": entry.precision, "day": Text(entry.date[:10] if entry.is_day else ""),
        "updated": entry.updated,
        "authors": [Text(name) for name in map(plain, record["authors"]) if name],
        "lang": Text(record["in_language"] or ""), "description": Text(entry.description),
        "render_with_liquid": False,
    }  # fmt: skip
    return {name: value for name, value in front.items() if value not in ("", [])}


def content_of(entry: Entry, record: dict, others: list[dict], options: Options) -> str:
    """The post's text: the article, where else the story is told, the way to the original and back."""
    words = options.words
    lines = [body_html(record, images=options.images, picture=words["picture"])]
    if others:
        links = words["comma"].join(_link(plain(other["url"]), outlet_of(other)) for other in others)
        lines.append(f'<p class="also" lang="{options.language}">{words["also"]} {links}</p>')
    url = plain(record["url"])
    lines.append(f'<p class="original" lang="{options.language}">{words["original"]}{_link(url, url)}</p>')
    back = f'<a href="../category/{entry.slug}.html">{words["back"]}{_inert(tag(entry.outlet))}</a>'
    home = f'<a href="../index.html">{words["back_home"]}</a>'
    lines.append(f'<p class="back" lang="{options.language}">{back}｜{home}</p>')
    return "\n".join(lines) + "\n"


def _link(url: str, text: str) -> str:
    if not url.startswith(("http://", "https://")):
        return _inert(text)
    return f'<a href="{_inert(url)}" rel="nofollow noopener noreferrer">{_inert(text)}</a>'


def _inert(text: str) -> str:
    return html.escape(text).replace("{", "&#123;")
