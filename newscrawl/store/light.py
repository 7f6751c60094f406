"""sqlite-utils, imported before all others do: without numpy and pandas, which it would load if they are installed.

They are for tables of their own types, of which ours have none, and take 15 and 40 MB of every command.
"""

from newscrawl.without import without

with without("numpy", "pandas"):
    import sqlite_utils.db  # noqa: F401
