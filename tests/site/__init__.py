"""A small news site of our own, served on loopback: what the demo and the crawl tests read.

Towns, companies and people are invented. ``/city/`` is Chinese in UTF-8 with JSON-LD, ``/finance/`` Chinese in GBK
that says gb2312, ``/world/`` English with meta elements and ``<time>``; each has some 14 articles on three pages.
``/trouble/`` holds what takes long or breaks readers, ``/loop/`` is a list whose last page leads back to its second.

    with serve() as site:
        write_sources(site.url, folder)       # demo-city, demo-finance, demo-world, demo-trouble
        ...crawl...
        site.expected()                       # by path: fields, or the state and reason of what is no article
        site.requests                         # [("GET", "/robots.txt"), ...]
        site.advance()                        # the next run: a story is new, one has changed

What goes wrong, and what is right to make of it ("stored" where nothing else is said):

In ``/city/``
    /city/202611/t20261104_1066.html             the same URL is listed in ``/finance/`` as well
    /city/special/winter-guide.html              no date at all
    /city/202611/t20261106_1071.html             another text from its second fetch on, and from the second run on
    /city/202611/t20261123_1140.html             new in the second run; 404 and not listed before
    /city/202611/t20261119_1124.html             404: gone, http_404
    /city/202611/t20261112_1094.html             200 with an empty body: refused, empty
    javascript:void(0)                           no address: refused, not_http
    mailto:news@linxi.example                    no address: refused, not_http
    /city/                                       the list itself: nothing
In ``/finance/``
    /finance/2026-11-02/doc-4987.html            the text of 2026-11-18/doc-5098.html, other headline: duplicate, text
    /finance/rolling/doc-5133.html               dated 3小时前
    /finance/2026-11-17/doc-5084.html            500 at the first request, then well
    /finance/old/doc-5071.html                   301 to /finance/2026-11-16/doc-5071.html, which no list names
    /finance/files/2026-q3-report.pdf            a PDF: refused, not_html
    http://example.org/partner/market-week.html  another host: refused, other_host
In ``/world/``
    /private/world/2026/11/draft-harbour-inquiry forbidden by robots.txt: refused, robots
    /world/2026/11/kessley-town-clock-repaired   served as application/octet-stream
    /world/2026/11/dunmarrow-orchard-survey      served as text/plain
In all three
    ...?utm_source=list                          the third story of each list; sidebars name theirs with ?utm_source=hot
In ``/trouble/``
    /trouble/nul.html                            NUL bytes in and between its words
    /trouble/charset.html                        GBK that says UTF-8, in its header and its meta element
    /trouble/cut.html                            ends in the middle of its last paragraph; no tag is closed
    /trouble/oneline.html                        5 MB in a single line
    /trouble/hang.html                           never answers: failed, timeout
    /trouble/round-a.html                        301 to round-b.html, and from there back: failed, redirect_loop
    /trouble/deeper.html                         302 to ?n=1, from there to ?n=2, and so on: failed, redirect_loop
    /trouble/huge.html                           12 MB, chunked, of unannounced length: refused, too_large
    /trouble/cut-off.html                        fewer bytes than its Content-Length: failed, cut_off
"""

from tests.site.expect import expected
from tests.site.server import Site, serve
from tests.site.sources import write_sources

__all__ = ["Site", "expected", "serve", "write_sources"]
