"""The theme's layouts, rendered as Jekyll renders them, without Jekyll."""

import json
from datetime import datetime
from functools import lru_cache

from liquid import Environment, Template
from liquid.filter import liquid_filter

from newscrawl.publish.site.front import parts
from newscrawl.publish.site.options import THEME

ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


class Renderer:
    """Pages of one site. ``site`` is what templates find under that name; its times are datetimes."""

    def __init__(self, site: dict):
        self.site = site

    def page(self, front: dict, content: str = "") -> str:
        """A page with this front matter, in its layout, and that in its own."""
        layout = front["layout"]
        while layout:
            layout, template = _layouts()[layout]
            content = template.render(site=self.site, page=front, content=content)
        return content


@lru_cache
def _layouts() -> dict[str, tuple[str | None, Template]]:
    """(the layout around it, the template) of each layout by its name."""
    environment = Environment()
    for name, made in {"date_to_xmlschema": _xmlschema, "jsonify": _jsonify, "escape": _escape}.items():
        environment.add_filter(name, made)
    found = {}
    for path in (THEME / "_layouts").iterdir():
        front, text = parts(path.read_text(encoding="utf-8"))
        found[path.stem] = (front.get("layout"), environment.from_string(text))
    return found


@liquid_filter
def _xmlschema(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


@liquid_filter
def _jsonify(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@liquid_filter
def _escape(text: object) -> str:
    return "" if text is None else str(text).translate(ENTITIES)
