"""newscrawl: category pages of news sites, read truthfully, each story kept once, in one SQLite file."""

__version__ = "0.1.0"
