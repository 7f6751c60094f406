"""How the crawl behaves towards hosts, and what it keeps away from: one job a module, in the order of settings.py."""
