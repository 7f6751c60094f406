"""The source files of the site, with its real address."""

from pathlib import Path

FOLDER = Path(__file__).parent / "sources"
PLACEHOLDER = "http://127.0.0.1:8999"


def write_sources(site_url: str, folder: Path | str) -> list[Path]:
    """Copies of ``sources/*.toml`` in ``folder`` (made if missing) that start at ``site_url``; their paths."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sorted(FOLDER.glob("*.toml")):
        text = source.read_text(encoding="utf-8").replace(PLACEHOLDER, site_url.rstrip("/"))
        written.append(folder / source.name)
        written[-1].write_text(text, encoding="utf-8")
    return written
