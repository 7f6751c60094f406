"""scrapy fetch: Scrapy's own; what it tries out leaves no trace in the database."""

from scrapy.commands.fetch import Command as ScrapyFetch

from newscrawl.console import KeepsNothing


class Command(KeepsNothing, ScrapyFetch):
    pass
