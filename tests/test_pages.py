"""Every recorded page reads as it was recorded; a failure names the field."""

from pathlib import Path

import pytest

from newscrawl import records, source

HERE = Path(__file__).parent
FOLDERS = (HERE.parent / "newscrawl" / "sources", HERE / "site" / "sources")
PAGES = sorted((HERE / "pages").glob("*/*.json"))


@pytest.mark.parametrize("path", PAGES, ids=[f"{path.parent.name}/{path.stem}" for path in PAGES])
def test_a_recorded_page(path):
    file = next((folder / f"{path.parent.name}.toml" for folder in FOLDERS
                 if (folder / f"{path.parent.name}.toml").exists()), None)  # fmt: skip
    assert records.differences(path, source.load(file) if file else None) == {}


def test_there_are_some():
    assert PAGES


def test_a_page_is_recorded_and_a_field_that_changes_is_named(scrapy, tmp_path):
    from tests.site import serve, write_sources

    with serve() as site:
        write_sources(site.url, scrapy.sources)
        url = f"{site.url}/city/202611/t20261120_1128.html"
        done = scrapy("record", "demo-city", url, "--folder", str(tmp_path / "pages"))
        again = scrapy("record", "demo-city", url, "--folder", str(tmp_path / "pages"))
    path = tmp_path / "pages" / "demo-city" / "01.json"
    assert str(path) in done.stdout
    assert "headline" in done.stdout
    assert str(path).replace("01.json", "02.json") in again.stdout
    demo = source.load(scrapy.sources / "demo-city.toml")
    assert records.differences(path, demo) == {}
    path.write_text(path.read_text("utf-8").replace('"publisher": "', '"publisher": "x'), encoding="utf-8")
    assert list(records.differences(path, demo)) == ["publisher"]
    assert not scrapy.db.exists()


def test_a_page_that_is_not_there(scrapy, tmp_path):
    from tests.site import serve, write_sources

    with serve() as site:
        write_sources(site.url, scrapy.sources)
        done = scrapy("record", "demo-city", f"{site.url}/nowhere", "--folder", str(tmp_path), code=2)
    assert "could not be fetched" in done.stderr
