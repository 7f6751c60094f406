"""A story's text, byline and date line as HTML, in the three manners of the site."""

import json
from datetime import datetime
from html import escape

from tests.site.story import Block, Story

INDENT = "\u3000\u3000"
NEW = {
    "p": "<p>{text}</p>",
    "h2": "<h2>{text}</h2>",
    "quote": "<blockquote><p>{text}</p></blockquote>",
    "figure": '<figure><img src="{image}" alt=""><figcaption>{text}</figcaption></figure>',
}
OLD = NEW | {
    "p": f"<p>{INDENT}{{text}}</p>",
    "h2": f"<p>{INDENT}<strong>{{text}}</strong></p>",
    "figure": '<p align="center"><img src="{image}" /></p>\n<p align="center" class="pic">{text}</p>',
}


def body_html(story: Story) -> str:
    """The text; the finance pages indent with full-width spaces, and some part paragraphs with ``<br>`` alone."""
    if story.style == "br":
        return "<br />\n<br />\n".join(INDENT + escape(block.lines[0]) for block in story.blocks)
    return "\n".join(block_html(block, story.layout) for block in story.blocks)


def block_html(block: Block, layout: str) -> str:
    """One block."""
    if block.kind == "table":
        return table_html(block)
    if block.kind == "list":
        return "<ul>" + "".join(f"<li>{escape(line, quote=False)}</li>" for line in block.lines) + "</ul>"
    form = (OLD if layout == "finance" else NEW)[block.kind]
    return form.format(text=escape(block.lines[0], quote=False), image=block.image)


def table_html(block: Block) -> str:
    """A table whose first row is its head."""
    rows = [
        "<tr>" + "".join(f"<{tag}>{escape(cell, quote=False)}</{tag}>" for cell in cells) + "</tr>"
        for tag, cells in zip(["th", *["td"] * len(block.lines)], block.lines, strict=False)
    ]
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def shown_date(story: Story, now: datetime) -> str:
    """The date as a reader sees it; a relative one counts back from ``now``."""
    if story.date is None:
        return ""
    if story.precision == "hour":
        return f"{round((now - story.date).total_seconds() / 3600)}小时前"
    date, day = story.date, story.precision == "day"
    if story.layout == "world":
        clock = f"{date.hour % 12 or 12}.{date:%M}{'am' if date.hour < 12 else 'pm'}"
        return f"{date.day} {date:%B %Y} at {clock}"
    form = ("%Y年%m月%d日" if story.layout == "finance" else "%Y-%m-%d") + ("" if day else " %H:%M")
    return date.strftime(form)


def byline_html(story: Story, now: datetime) -> str:
    """Who, when and from where, as the layout has it."""
    date = shown_date(story, now)
    if story.layout == "world":
        people = " and ".join(f'<a rel="author" href="/world/?by={p.split()[-1]}">{p}</a>' for p in story.authors)
        return f'By {people} <time datetime="{story.date.isoformat()}">{date}</time>'
    if story.layout == "finance":
        author = f"　作者：{'　'.join(story.authors)}" if story.authors else ""
        return f'{date}　来源：<a href="/finance/">{story.publisher}</a>{author}'
    parts = [f'<span class="date">{date}</span>'] if date else []
    parts.append(f'<span class="source">来源：{story.publisher}</span>')
    if story.authors:
        parts.append(f'<span class="author">记者：{" ".join(story.authors)}</span>')
    return "\n    ".join(parts)


def editor_html(story: Story) -> str:
    if not story.editors:
        return ""
    line = "责任编辑：" + " ".join(story.editors)
    return f"（{line}）" if story.layout == "finance" else line


def json_ld(story: Story, base: str, house: str) -> str:
    """What a city page declares; the publisher is the site, whoever the text comes from."""
    article = {
        "@type": "NewsArticle",
        "headline": story.headline,
        "url": base + story.url,
        "image": [f"{base}/img/share.svg"],
        "author": [{"@type": "Person", "name": name} for name in story.authors],
        "publisher": {"@type": "Organization", "name": house},
    }
    if story.date:
        day = story.precision == "day"
        article["datePublished"] = story.date.date().isoformat() if day else story.date.isoformat()
    crumbs = {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "城事"}]}
    graph = {"@context": "https://schema.org", "@graph": [crumbs, article]}
    return json.dumps(graph, ensure_ascii=False).replace("</", "<\\/")


def metas(story: Story) -> str:
    """The meta elements of a world page."""
    named = [("name", "author", ", ".join(story.authors)), ("property", "article:section", "World")]
    if story.keywords:
        named.append(("name", "keywords", ", ".join(story.keywords)))
    if story.date:
        named.append(("property", "article:published_time", story.date.isoformat()))
    return "\n".join(f'<meta {kind}="{name}" content="{escape(content)}">' for kind, name, content in named)
