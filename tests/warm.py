"""What each process of scrapy would import and work out anew: done once, it is there in all that are forked then."""

from datetime import UTC, datetime

from scrapy.settings import default_settings
from scrapy.utils.misc import load_object, walk_modules_iter

from newscrawl.extract.date_words import month
from newscrawl.reading import Task, read
from newscrawl.urls import registrable

BUILT_IN = ("EXTENSIONS_BASE", "DOWNLOADER_MIDDLEWARES_BASE", "SPIDER_MIDDLEWARES_BASE")
PAGE = """<html lang=zh><h1>第一条消息的标题写在这里</h1><p>2026-11-20 08:00 来源：新华社</p>
<p>November 20, 2026</p><p>央行今天表示，稳健的货币政策将保持不变，市场流动性合理充裕，利率没有变化。</p>"""

for component in (path for name in BUILT_IN for path in getattr(default_settings, name)):
    load_object(component)
list(walk_modules_iter("scrapy.commands"))
read(None, Task(PAGE.encode(), "https://www.example.com/1.html", None, datetime.now(UTC)))
month("of no language", "zh")
registrable("https://www.example.com/")
