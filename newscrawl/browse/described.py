"""The tables, said for people who look at them."""

TABLES = {
    "articles": {
        "description": "One row per article. Times are UTC; lists are JSON.",
        "facets": ["source", "publisher", "in_language", {"date": "date_published"}],
        "facet_size": 12,
        "sort_desc": "date_published",
        "label_column": "headline",
        "size": 50,
        "columns": {
            "date_published": "when it was printed, UTC",
            "publisher": "the outlet that the text says it comes from",
            "section": "the list that it was first found under",
            "fetched_at": "when it was found, UTC",
            "via": "for each field, the rule that found it",
            "story_id": "articles with the same number tell one story",
        },
    },
    "revisions": {"description": "What an article said before it was changed.", "sort_desc": "replaced_at"},
    "ledger": {"description": "One row per URL: what became of it, and why.", "facets": ["source", "state", "reason"]},
    "runs": {"description": "One row per run of a source.", "facets": ["source", "state"], "sort_desc": "started_at"},
    "lists": {"description": "Since when nothing that was on a list was missed."},
    "sections": {"description": "Every list that showed an article, by the ledger's key."},
    "outlets": {"description": "Outlets' names as they stand in addresses."},
    "stories": {"description": "Articles that tell the same, as one."},
}
