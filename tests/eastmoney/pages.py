"""HTML around the invented stories: an article's page, a column's list, the mirror's posts and category pages."""

from html import escape

from tests.eastmoney.records import OUTLETS, STORIES, Story


def article(story: Story) -> str:
    day, clock = story.time.split()
    year, month, date = day.split("-")
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">
<title>{story.title} _ 东方财富网</title></head>
<body><div class="nav"><a href="/">首页</a> <a href="/a/cgnjj.html">国内经济</a></div>
<div class="title">{story.title}</div><div class="infos"><div class="item">{year}年{month}月{date}日 {clock[:5]}</div>
<div class="item">来源：{story.media}</div><div class="item">作者：</div></div>
<div id="ContentBody" class="txtinfos">{story.content}</div><p class="res-edit">（责任编辑：DF142）</p></body></html>"""


def column(stories: list[Story], page: int, following: bool) -> str:
    rows = "".join(
        f'<li><div class="text"><p class="title"><a href="/a/{s.id}.html">{s.title}</a></p>'
        f'<p class="info" title="{escape(s.summary)}">{s.summary[:12]}…</p>'
        f'<p class="time">11月20日 {s.time[11:16]}</p></div></li>'
        for s in stories
    )
    more = f'<a href="/a/cgnjj_{page + 1}.html">下一页</a>' if following else ""
    return f'<html><body><ul id="newsListContent">{rows}</ul><div class="pagerbox">{more}</div></body></html>'


def post_path(story: Story, *, twin: bool) -> str:
    year, month, date = story.time[:10].split("-")
    return f"/{'beifangwang' if twin else 'emnews'}/{year}/{month}/{date}/{'NW' if twin else ''}{story.id}.html"


def post(story: Story, *, twin: bool) -> str:
    digest = "" if twin else f"<blockquote><p>{story.summary}</p></blockquote>"
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">
<title>{story.title} | 财经新闻</title></head><body>
<header><h1><a href="/">财经新闻</a></h1></header><article class="post"><h1 class="post-title">{story.title}</h1>
<time datetime="{story.time[:10]}T{story.time[11:]}+08:00">{story.time[:10]}</time>
<div class="post-content">{digest}{story.content}<p><a href="https://x.example/{story.id}">原文</a></p>
<p><a href="/category/beifangwang.html">返回北方网新闻</a>｜<a href="/">返回首页</a></p></div>
</article></body></html>"""


def mirror() -> dict[str, str]:
    """The mirror's pages by path: its rolling list has every story of one outlet, its category page their twins."""
    ours = [story for story in STORIES if story.media == OUTLETS[0]]
    pages = {post_path(story, twin=twin): post(story, twin=twin) for story in ours for twin in (False, True)}
    for path, twin in (("/emnews/", False), ("/category/beifangwang.html", True)):
        links = "".join(f'<li><a href="{post_path(s, twin=twin)}">{s.title}</a></li>' for s in reversed(ours))
        pages[path] = f'<html><body><h1>列表</h1><ul class="posts">{links}</ul></body></html>'
    return pages
