"""Near-duplicate stories: which articles are copies of one text. No SQL here, and no Scrapy.

``read`` folds a text, ``signature`` stands for it: copies share a band of it, and are ``akin`` by its sketch.
``agreement`` says whether two texts are copies, ``settle`` groups. When one of them judges otherwise than before,
change RULES in store/stories.py.
"""

from newscrawl.stories.agree import agreement
from newscrawl.stories.fold import Text, read
from newscrawl.stories.grams import akin, signature
from newscrawl.stories.grouping import Book, Key, settle

__all__ = ["Book", "Key", "Text", "agreement", "akin", "read", "settle", "signature"]
