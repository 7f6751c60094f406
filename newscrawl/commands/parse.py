"""scrapy parse: Scrapy's own; what it tries out leaves no trace in the database."""

from scrapy.commands.parse import Command as ScrapyParse

from newscrawl.console import KeepsNothing


class Command(KeepsNothing, ScrapyParse):
    pass
