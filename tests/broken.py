"""A pipeline with a fault, as a user's own may have."""


class Broken:
    def process_item(self, item):
        return 1 / 0
