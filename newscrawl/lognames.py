"""In a log that several crawls share, each line says whose it is."""

import logging
from contextvars import ContextVar

from scrapy.settings import BaseSettings

CRAWLING: ContextVar[str] = ContextVar("crawling", default="-")  # the source in whose crawl something happens
FORMAT = "%(asctime)s %(source)s [%(name)s] %(levelname)s: %(message)s"


def name_sources(settings: BaseSettings) -> None:
    """Give every log record of this process a ``source``, and show it unless LOG_FORMAT was chosen."""
    settings.set("LOG_FORMAT", FORMAT, priority="project")
    make = logging.getLogRecordFactory()

    def named(*args: object, **kwargs: object) -> logging.LogRecord:
        record = make(*args, **kwargs)
        record.source = CRAWLING.get()
        return record

    logging.setLogRecordFactory(named)
