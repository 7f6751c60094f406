"""A stand-in, on loopback, of East Money's public lists, its article pages, and of the Jekyll mirror of them.

The shapes are those that public projects recorded; stories, towns and companies are invented.

    with EastMoney("blank", most=5) as site:     # what it does wrong: see server.TROUBLES
        write_source("eastmoney-rolling", site.url, folder)
        ...crawl...
        site.shown += 3                          # three stories more are published

/comm/web/getNewsByColumns         JSON (or JSONP); column 350 is rolling, others have TWINS with NW ids and OTHERS
/comm/web/getFastNewsList          JSON; flashes, three of which differ in one number
/kuaixun/v1/getlist_....html       var ajaxResult={...}
/body/<id>                         JSON with the HTML of an article
/a/<id>.html, /a/NW<id>.html       an article's page
/a/cgnjj.html, /a/cgnjj_2.html     a column in HTML
/emnews/, /category/..., /...      the mirror
"""

from tests.eastmoney.server import EastMoney
from tests.eastmoney.sources import write_source

__all__ = ["EastMoney", "write_source"]
