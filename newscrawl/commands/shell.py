"""scrapy shell: Scrapy's own; what it tries out leaves no trace in the database."""

from scrapy.commands.shell import Command as ScrapyShell

from newscrawl.console import KeepsNothing


class Command(KeepsNothing, ScrapyShell):
    pass
