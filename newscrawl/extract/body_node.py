"""One element on the way from a text to the root of its page, and what speaks for its holding the article."""

from newscrawl.extract.body_names import DOUBTED, INLINE, NEVER, PLAIN, SILENT, SUSPECT, WANTED, is_hidden, judge
from newscrawl.extract.tree import Element

LEAVES = frozenset("p li td th h1 h2 h3 h4 h5 h6 dd dt pre".split())  # hold text, but are not where an article stands
LABEL = 80  # characters; a shorter text without a mark of punctuation is a label or a heading
UNMARKED = 0.1  # of its characters, what such a text is worth
MARK = 10.0  # characters that a mark of punctuation is worth: prose has many, menus have none
LINK = 0.2  # of its characters, what a text that is but a link speaks against its holder
ITEM = 0.5  # of its worth, for an item of a list
MOST = 0.5  # of the page: what holds more of its text is no side matter, whatever it is called
NEARLY_ALL = 0.8  # of the page: what hides it waits for a script to show it


class Node:
    """What is known of one element on the way from a text to the root."""

    text = linked = marks = 0  # of a block: characters, those in links, and marks that end or part sentences
    worth = 0.0  # of a block: its text as running text; below zero for links
    mass = 0.0  # worth of all blocks below, whatever they are
    score = 0.0  # worth of the blocks below, less with every level
    prose = own = 0.0  # worth of the paragraphs below, and of those right below
    links = proses = paragraphs = 0  # link lines and paragraphs right below, paragraphs below
    judged = out = banned = titled = headed = False

    def __init__(self, element: Element, parent: "Node | None"):
        self.element, self.parent = element, parent
        self.tag = tag = element.tag
        self.leaf = tag in LEAVES
        self.inline = parent is not None and tag in INLINE
        self.link = parent is not None and (parent.link or tag == "a")
        self.holder = (parent.holder or parent) if self.inline else None

    def judge(self, page_mass: float, *, trusting: bool = False) -> None:
        """Decide ``out``, whether this can't hold the article, and ``banned``, not even its lead; parents first.

        ``trusting``: within the article of the headline, no name speaks against a part.
        """
        parent, tag = self.parent, self.tag
        self.judged = True
        self.banned = parent is not None and parent.banned
        self.out = parent is not None and parent.out
        bare = not self.element.keys()  # most have no attributes, and asking for each takes a while
        said = PLAIN if bare else judge(self.element)
        if tag == "article" or (not bare and self.element.get("itemprop") == "articleBody"):
            said = WANTED
        if trusting:
            self.headed = (parent is not None and parent.headed) or (self.titled and said == WANTED)
            said = max(said, PLAIN) if self.headed else said
        if (
            (not bare and is_hidden(self.element) and self.mass < NEARLY_ALL * page_mass)
            or (said == NEVER and not self.titled)
            or tag in SILENT
        ):
            self.banned = self.out = True
        elif (said in (NEVER, DOUBTED) or tag in SUSPECT) and self.mass < MOST * page_mass:
            self.out = True

    def assess(self) -> None:
        """Set ``worth`` once all texts of this block are known."""
        plain = self.text - self.linked
        if self.linked > plain:
            self.worth = -LINK * self.linked
        elif self.marks == 0 and plain < LABEL:
            self.worth = UNMARKED * plain
        else:
            self.worth = (plain + MARK * self.marks) * (ITEM if self.tag == "li" else 1)

    def within(self, holder: "Node") -> bool:
        """Whether this is ``holder`` or stands in it."""
        node: Node | None = self
        while node is not None and node is not holder:
            node = node.parent
        return node is not None
