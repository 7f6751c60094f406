"""Whole pages: stories and lists in the layouts of ``templates/``."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from tests.site import blocks
from tests.site.story import HOUSE, Story

HERE = Path(__file__).parent
PAGE_SIZE = 6
TITLES = {"city": "城事", "finance": "财经要闻", "world": "World", "trouble": "疑难页面", "loop": "循环的列表"}
LAYOUTS = {"trouble": "city", "loop": "city"}
NEXT = {"city": "下一页", "finance": "[下一页]", "world": "Older stories ›"}
PREVIOUS = {"city": "上一页", "finance": "[上一页]", "world": "‹ Newer stories"}
IMAGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="200">'
    '<rect width="480" height="200" fill="#9db7c9"/></svg>'
)


@dataclass(frozen=True)
class Entry:
    """What a list shows of one link."""

    href: str
    title: str
    date: str = ""
    teaser: str = ""


@cache
def template(name: str) -> Template:
    return Template((HERE / "templates" / f"{name}.html").read_text(encoding="utf-8"))


def story_page(story: Story, others: list[Story], base: str, now: datetime) -> str:
    """A story's page; ``others`` are those it may link to, newest first."""
    near = [other for other in others if other.category == story.category and other.url != story.url] or others
    return template(f"{story.layout}-story").substitute(
        base=base, url=story.url, headline=escape(story.headline), teaser=escape(story.teaser),
        body=blocks.body_html(story), byline=blocks.byline_html(story, now), editor=blocks.editor_html(story),
        keywords=" ".join(story.keywords), json_ld=blocks.json_ld(story, base, HOUSE["city"]),
        metas=blocks.metas(story), related=links(near[:4]), hot=links(near[-5:], "?utm_source=hot&utm_medium=sidebar"),
    )  # fmt: skip


def list_page(name: str, number: int, entries: list[Entry], others: list[Story], last: int, following: int) -> str:
    """Page ``number`` of a list that has ``last`` pages; ``following`` is the page its next link leads to, 0: none."""
    layout = LAYOUTS.get(name, name)
    pager = []
    if number > 1:
        pager.append(anchor(list_url(name, number - 1), PREVIOUS[layout], "prev"))
    for page in range(1, last + 1):
        here = f'<span class="current">{page}</span>'
        pager.append(here if page == number else anchor(list_url(name, page), str(page)))
    if following:
        pager.append(anchor(list_url(name, following), NEXT[layout], "next"))
    near = [story for story in others if story.category == name] or others
    return template(f"{layout}-list").substitute(
        title=TITLES[name], items="\n".join(item(entry, layout) for entry in entries), pager="\n".join(pager),
        hot=links(near[-5:], "?utm_source=hot&utm_medium=sidebar"),
        metas=f'<link rel="next" href="{list_url(name, following)}">' if following else "",
    )  # fmt: skip


def item(entry: Entry, layout: str) -> str:
    """One entry of a list."""
    href, title, teaser = escape(entry.href), escape(entry.title), escape(entry.teaser)
    if layout == "finance":
        return f'<li><span class="date">{entry.date}</span><a href="{href}" target="_blank">{title}</a></li>'
    if layout == "world":
        return (
            f'<article class="card"><a href="{href}"><img src="/img/thumb.svg" alt=""></a>\n'
            f'<h2><a href="{href}">{title}</a></h2><p>{teaser}</p><span class="stamp">{entry.date}</span></article>'
        )
    return (
        f'<li><h3><a href="{href}">{title}</a></h3><p class="teaser">{teaser}</p>'
        f'<span class="date">{entry.date}</span> <a class="more" href="{href}">详细</a></li>'
    )


def anchor(href: str, text: str, rel: str = "") -> str:
    return f'<a href="{escape(href)}"{f" class={rel}" if rel else ""}>{text}</a>'


def links(stories: list[Story], tracking: str = "") -> str:
    return "\n".join(f"<li>{anchor(story.url + tracking, escape(story.headline))}</li>" for story in stories)


def list_url(name: str, number: int) -> str:
    """The path of a list's page: every layout counts in its own way."""
    if number == 1:
        return f"/{name}/"
    return f"/{name}/" + {"finance": "list_{}.html", "world": "?page={}"}.get(name, "index_{}.html").format(number)


def home_page() -> str:
    found = "".join(f"<li>{anchor(list_url(name, 1), title)}</li>" for name, title in TITLES.items())
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>临汐在线</title>'
        f'<link rel="stylesheet" href="/style.css"></head><body><h1>临汐在线</h1><ul>{found}</ul></body></html>'
    )
