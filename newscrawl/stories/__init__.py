"""Near-duplicate stories: which articles are copies of one text. No SQL here, and no Scrapy.

``read`` folds a text, ``bands`` are what copies probably have in common, ``agreement`` says whether two texts are
copies, ``settle`` groups. Change RULES whenever one of them judges otherwise: files then ask for a rebuild.
"""

from newscrawl.stories.agree import agreement
from newscrawl.stories.fold import Text, read
from newscrawl.stories.grams import bands
from newscrawl.stories.grouping import Book, Key, settle

__all__ = ["RULES", "Book", "Key", "Text", "agreement", "bands", "read", "settle"]

RULES = "1"
