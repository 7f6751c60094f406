"""Writes the pages of a site that list its stories."""

import json
from collections import defaultdict
from itertools import chain

from newscrawl.publish.site import lists, pages
from newscrawl.publish.site.entry import Entry
from newscrawl.publish.site.render import Renderer
from newscrawl.publish.site.write import Writer


def write_lists(writer: Writer) -> None:
    """Write the home page, outlets' and months' pages, feeds and indexes, as far as the writer says they changed."""
    options, folder = writer.options, writer.folder
    everything = lists.newest_first(writer.entries.values())
    live, old = ([entry for entry in everything if entry.live is now] for now in (True, False))
    data = lists.data_of(everything, pages.months_of(everything), options)
    shown = [entry for entry in old if entry.month in writer.changed]
    site = lists.site_of([] if writer.jekyll else live, shown, data, options)
    renderer = Renderer(site)
    if writer.jekyll:
        for name, value in data.items():
            folder.write(f"_data/{name}.json", json.dumps(value, ensure_ascii=False, indent=1) + "\n")
    made = None if writer.jekyll else renderer
    paths = writer.write_pages(chain(pages.always(options), pages.home(len(live), options)), made)
    folder.keep_only(paths, "", "index.")
    _write_categories(writer, live, data["outlets"], made)
    _write_months(writer, live, old, renderer)


def _write_categories(writer: Writer, live: list[Entry], outlets: list[dict], renderer: Renderer | None) -> None:
    counts = defaultdict(int)
    for entry in live:
        counts[entry.slug] += 1
    wanted = {"category/index.html"}
    for outlet in outlets:
        slug = outlet["slug"]
        listed = list(pages.category(slug, outlet["name"], counts[slug], writer.options))
        wanted |= {path for path, _ in listed}
        if slug in writer.changed:
            writer.write_pages(listed, renderer)
    writer.folder.keep_only(wanted, "category")


def _write_months(writer: Writer, live: list[Entry], old: list[Entry], renderer: Renderer) -> None:
    """A month of which all stories have left the lists is done with: Jekyll only copies its pages."""
    at_work = {entry.month for entry in live}
    wanted, data = {"archive/index.html"}, set()
    for name in renderer.site["data"]["months"]:
        listed = list(pages.month(name))
        wanted |= {path for path, _ in listed}
        left_to_jekyll = writer.jekyll and name in at_work
        gone = [entry for entry in old if entry.month == name] if left_to_jekyll else []
        if gone:
            data.add(f"_data/archive/{name}.json")
        if name in writer.changed:
            writer.write_pages(listed, None if left_to_jekyll else renderer)
            if gone:
                writer.folder.write(f"_data/archive/{name}.json", lists.archived_json(gone, writer.options))
    writer.folder.keep_only(wanted, "archive")
    writer.folder.keep_only(data, "_data/archive")
