"""Files with front matter, as Jekyll reads them."""

import yaml


class Text(str):
    """Between double quotes whatever it says: Jekyll's YAML takes 1,000 for a number and :x for a symbol."""


class _Dumper(yaml.SafeDumper):
    pass


_Dumper.add_representer(Text, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def to_yaml(values: dict) -> str:
    """YAML, a line a value, however long."""
    return yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))


def with_front(values: dict, content: str = "") -> str:
    return f"---\n{to_yaml(values)}---\n{content}"


def parts(text: str) -> tuple[dict, str]:
    """(front matter, content) of a file of the theme."""
    _, front, content = text.split("---\n", 2)
    return yaml.safe_load(front) or {}, content
