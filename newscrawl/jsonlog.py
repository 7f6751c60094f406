"""Logs for machines: a JSON object a line, where the log's file ends in .jsonl."""

import logging
from pathlib import PurePath

from pythonjsonlogger.json import JsonFormatter
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

FIELDS = ["levelname", "name", "message"]
NAMES = {"levelname": "level", "name": "logger"}


def to_json(settings: BaseSettings) -> None:
    """Write the log as JSON if LOG_FILE ends in .jsonl. To be called before the crawler process is made.

    Scrapy formats its own log file as text and offers no choice, so this log is a handler of the standard logging
    beside it, and Scrapy is told to write none. Raises UsageError if the file can't be written.
    """
    path = settings.get("LOG_FILE")
    if not path or PurePath(path).suffix.lower() != ".jsonl":
        return
    mode = "a" if settings.getbool("LOG_FILE_APPEND") else "w"
    try:
        handler = logging.FileHandler(path, mode, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"--logfile: {path}: can't be written: {error.strerror}", print_help=False) from None
    handler.setFormatter(_Formatter(FIELDS, rename_fields=NAMES, timestamp="time", json_ensure_ascii=False))
    handler.setLevel(settings.get("LOG_LEVEL"))
    logging.root.addHandler(handler)
    settings.set("LOG_FILE", None, priority="cmdline")
    settings.set("LOG_ENABLED", False, priority="cmdline")


class _Formatter(JsonFormatter):
    """Only what was meant for the log: Scrapy hangs the spider and the whole crawl on its records."""

    def process_log_record(self, log_data: dict) -> dict:
        kept = ("time", "level", "logger", "message", "source", "exc_info")
        return {name: log_data[name] for name in kept if name in log_data}
