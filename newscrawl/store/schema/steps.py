"""What every step of the schema is entered in."""

from sqlite_utils import Migrations

migrations = Migrations("newscrawl")
