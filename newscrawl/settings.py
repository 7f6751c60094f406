"""Every knob, once. See docs.scrapy.org for Scrapy's own; the NEWSCRAWL_ ones are explained in README."""

import os
import sys
import tempfile

from newscrawl import __version__
from newscrawl.items import PUBLIC_FIELDS

BOT_NAME = "newscrawl"
SPIDER_MODULES = ["newscrawl.spiders"]
NEWSPIDER_MODULE = "newscrawl.spiders"
SPIDER_LOADER_CLASS = "newscrawl.loader.SourceLoader"
COMMANDS_MODULE = "newscrawl.commands"

NEWSCRAWL_DB = "news.db"
NEWSCRAWL_DB_TIMEOUT = 30  # seconds to wait for another writer
NEWSCRAWL_SOURCES = ""  # folders of your own source files, separated by commas

NEWSCRAWL_KNOWN_IN_A_ROW = 20  # known links in a row on a list: what follows is known, too
NEWSCRAWL_CHECKS = "1h, 6h, 1d, 7d"  # ages at which stored articles are looked at again; "" for never
NEWSCRAWL_CHECKS_PER_RUN = 100  # at most, so that looking back does not hold up what is new
NEWSCRAWL_PAGES_DAYS = None  # days that raw pages are kept, None: for good, 0: not at all; `scrapy prune` deletes
NEWSCRAWL_PAGES_MB = None  # megabytes of raw pages that are kept, likewise
NEWSCRAWL_REVISIONS_DAYS = None  # and what articles said before, likewise
NEWSCRAWL_REVISIONS_MB = None
NEWSCRAWL_READERS = 2 if (os.cpu_count() or 1) > 1 else 0  # at most so many processes read beside a crawl; 0: none

NEWSCRAWL_DUE = ""  # what `scrapy due` crawls beside your own sources: names, patterns
NEWSCRAWL_AT_ONCE = 8  # sources that `scrapy due` crawls at the same time, on all of the machine
NEWSCRAWL_LONGEST_RUN = 1800  # seconds after which it closes a crawl; the next run goes on from there
NEWSCRAWL_SITE_TITLE = "newscrawl"  # of what `scrapy export --format jekyll` and `--format html` write
NEWSCRAWL_SITE_URL = ""  # where it will stand; feeds need it
NEWSCRAWL_SITE_DAYS = 30  # calendar days, today included, that stories stand on its lists; None: all
NEWSCRAWL_SITE_TIMEZONE = ""  # IANA zone of what it shows; "": that of most sources
NEWSCRAWL_SITE_LANGUAGE = "zh"  # of its own words: zh or en

ITEM_PIPELINES = {
    "newscrawl.pipelines.Clean": 100,
    "newscrawl.pipelines.Require": 200,
    "newscrawl.pipelines.Deduplicate": 300,
    "newscrawl.pipelines.StoreArticle": 400,
}
SPIDER_MIDDLEWARES = {
    "newscrawl.middlewares.LedgerMiddleware": 950
}  # next to the spider: sees requests before all others
EXTENSIONS = {
    "newscrawl.report.Report": 100,
    "newscrawl.manners.crawl_delay.CrawlDelay": 200,
    "newscrawl.progress.Progress": 500,
    # off below as well; not to load them at all also spares every start an eighth of a second
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
}
FEED_EXPORT_FIELDS = list(PUBLIC_FIELDS)
FEED_EXPORT_ENCODING = "utf-8"

CONCURRENT_ITEMS = 1  # pipelines wait for nothing, and Scrapy starts this many tasks for each page read

# Manners
USER_AGENT = f"newscrawl/{__version__}"
NEWSCRAWL_CONTACT = ""  # an e-mail address or URL, for USER_AGENT; loopback needs none
ADDONS = {"newscrawl.manners.identity.Identity": 100}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "newscrawl.manners.places.Places": 50,
    "newscrawl.manners.identity.Identified": 60,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newscrawl.manners.robots.Robots": 100,
    "newscrawl.manners.reservations.Reservations": 110,
    "newscrawl.manners.pace.Pace": 560,
    "newscrawl.manners.rest.Rest": 570,
}
DOWNLOAD_HANDLERS = {
    "http": "newscrawl.manners.connecting.GuardedHandler",
    "https": "newscrawl.manners.connecting.GuardedHandler",
    "data": None, "ftp": None, "s3": None,
}  # fmt: skip
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "newscrawl"
NEWSCRAWL_ROBOTS_AGE = 86_400  # seconds that a robots.txt holds; RFC 9309 allows no more than a day
NEWSCRAWL_TDMREP = True  # look as often into each host's /.well-known/tdmrep.json, which reserves mining
NEWSCRAWL_CRAWL_DELAY_MAX = 60  # seconds; a host whose robots.txt asks for a longer Crawl-delay is not crawled
NEWSCRAWL_HOST_FAILURES = 5  # requests in a row that a host did not answer: it then rests
NEWSCRAWL_TURNS = f"{tempfile.gettempdir()}/newscrawl-{os.geteuid()}"
DOWNLOAD_DELAY = 1.0
CONCURRENT_REQUESTS_PER_DOMAIN = 4
AUTOTHROTTLE_ENABLED = True  # a host that takes longer than the delay to answer is asked as seldom as it answers
AUTOTHROTTLE_START_DELAY = 0  # that is, DOWNLOAD_DELAY
AUTOTHROTTLE_MAX_DELAY = 60
RETRY_TIMES = 2  # within a run; over runs the ledger tries again, and keeps what came of it
RETRY_GIVE_UP_LOG_LEVEL = "INFO"

# Bounds
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 10_000_000  # what extract.page.MAX_SIZE reads
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
COOKIES_ENABLED = False
URLLENGTH_LIMIT = 2000  # what store.ledger.LONGEST_URL keeps

# Nobody outside steers the crawl
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# On a terminal a progress bar and a summary; in a log Scrapy's lines
LOG_LEVEL = "WARNING" if sys.stderr.isatty() else "INFO"

# Each NEWSCRAWL_ setting may stand in the environment too; -s goes before it
globals().update(
    {name: os.environ[name] for name in list(globals()) if name[:10] == "NEWSCRAWL_" and os.environ.get(name)}
)
