"""Code with faults, as a user's own may have."""

from scrapy import Spider


class Broken:
    """A pipeline."""

    def process_item(self, item):
        return 1 / 0


class BrokenInit(Spider):
    name = "broken-init"

    def __init__(self, *args, **kwargs):
        1 / 0  # noqa: B018


class BrokenStart(Spider):
    name = "broken-start"

    async def start(self):
        yield 1 / 0
