"""Pages to read what is stored, served by datasette: search, article, story, revisions, charts. They only read."""
