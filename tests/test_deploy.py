"""What deploy/ holds works, as far as it can be tried without a server of its own."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from newscrawl.store import Store
from tests.forked import ROOT
from tests.manysite import ManySites

DEPLOY = ROOT / "deploy"
SYSTEMD = shutil.which("systemd-analyze")


def call(*command: object, **options: object) -> subprocess.CompletedProcess:
    return subprocess.run(list(map(str, command)), check=False, capture_output=True, text=True, timeout=60, **options)


@pytest.fixture
def units(tmp_path):
    """The units, with a program that is there in place of the one that an installation has."""
    for name in ("newscrawl.service", "newscrawl.timer"):
        text = (DEPLOY / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("/opt/newscrawl/.venv/bin/scrapy", "/bin/true"))
    return tmp_path


@pytest.mark.skipif(not SYSTEMD, reason="no systemd-analyze")
def test_systemd_takes_the_units(units):
    done = call(SYSTEMD, "verify", units / "newscrawl.service", units / "newscrawl.timer")
    assert (done.returncode, done.stderr) == (0, "")
    assert call(SYSTEMD, "calendar", re.search(r"OnCalendar=(.*)", (units / "newscrawl.timer").read_text())[1]).stdout


@pytest.mark.skipif(not SYSTEMD, reason="no systemd-analyze")
def test_the_unit_is_hardened(units):
    done = call(SYSTEMD, "security", "--offline=true", "--threshold=15", units / "newscrawl.service")
    assert done.returncode == 0, done.stdout[-300:]


def test_the_unit_keeps_turns_where_processes_beside_it_find_them():
    """In a /tmp of its own it would ask hosts at a pace of its own."""
    unit = (DEPLOY / "newscrawl.service").read_text("utf-8")
    by_hand = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    (turns,) = re.findall(r"NEWSCRAWL_TURNS=(\S+)", unit)
    assert turns.startswith("/var/lib/newscrawl/")
    assert f"NEWSCRAWL_TURNS={turns}" in by_hand


def commands_of(name: str) -> list[str]:
    """Each ``scrapy due`` of a file with its options."""
    found = re.findall(r"scrapy (due\b[^|&#\n\"`]*)", (DEPLOY / name).read_text("utf-8"))
    return [one.strip() for one in found if "$" not in one]


@pytest.mark.parametrize("name", ["newscrawl.service", "github-workflow.yml"])
def test_the_commands_are_understood(scrapy, name):
    for command in commands_of(name):
        assert scrapy(*command.split(), "--dry-run", NEWSCRAWL_DUE="bbc").stdout == "bbc\n", command


def test_the_line_of_the_crontab_crawls_and_says_nothing(tmp_path):
    lines = [line for line in (DEPLOY / "crontab").read_text("utf-8").splitlines() if not line.startswith("#")]
    settings = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    [*_, user, command] = lines[-1].split(maxsplit=6)
    assert (lines[-1].split()[:5], user) == (["*"] * 5, "newscrawl")
    (tmp_path / "sources").mkdir()
    places = {"/var/lib/newscrawl": tmp_path, "/etc/newscrawl": tmp_path, "/opt/newscrawl": ROOT,
              ".venv/bin/scrapy": str(Path(sys.executable).with_name("scrapy"))}  # fmt: skip
    for before, after in places.items():
        command = command.replace(before, str(after))
        settings = {name: value.replace(before, str(after)) for name, value in settings.items()}
    with ManySites() as sites:
        source = f'title = "a"\nstart_urls = ["{sites.url}/a/list"]\n[settings]\nDOWNLOAD_DELAY = 0\n'
        (tmp_path / "sources/a.toml").write_text(source)
        done = call("sh", "-c", command, env=os.environ | settings, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with Store(tmp_path / "news.db") as store:
        assert store.db["articles"].count == 3
    assert (tmp_path / "due.log").read_text() == ""


def step_of_workflow(name: str) -> str:
    """The script of one step."""
    text = (DEPLOY / "github-workflow.yml").read_text("utf-8").split(f"- name: {name}\n")[1]
    return textwrap.dedent(re.split(r"\n {6}- ", text)[0].split("run: |\n")[1])


def program(folder: Path, name: str, text: str) -> dict[str, str]:
    """A program in a folder; the environment in which it is found first."""
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)
    return os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"}


def test_the_workflow_commits_a_site_only_when_it_changed(tmp_path):
    origin, page = tmp_path / "origin.git", tmp_path / "page"
    call("git", "init", "--bare", origin)
    env = program(tmp_path, "scrapy", f'cp {page} "$4/index.html"')
    env |= {"HOME": str(tmp_path), "TOKEN": "t", "REPOSITORY": str(origin)}
    script = step_of_workflow("Export the site and commit it if it changed")
    commits = []
    for text in ("one", "one", "two"):
        page.write_text(text)
        done = call("bash", "-e", "-o", "pipefail", "-c", script, env=env, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert ("nothing changed" in done.stdout) == (len(commits) == 1)
        commits.append(call("git", "-C", origin, "rev-list", "--count", "site").stdout.strip())
        shutil.rmtree(tmp_path / "site")
    assert commits == ["1", "1", "2"]
    assert call("git", "-C", origin, "show", "site:index.html").stdout == "two"


@pytest.mark.parametrize(("code", "passes"), [(0, True), (1, True), (2, False)])
def test_the_workflow_goes_on_when_a_source_is_not_well(tmp_path, code, passes):
    env = program(tmp_path, "scrapy", f"exit {code}")
    done = call("bash", "-e", "-o", "pipefail", "-c", step_of_workflow("Crawl what is due"), env=env, cwd=tmp_path)
    assert (done.returncode == 0) == passes


def test_the_container_calls_each_minute_and_hands_signals_on(tmp_path):
    env = program(tmp_path, "scrapy", 'trap "echo ended; exit" TERM\necho "$*"\nwhile :; do sleep 0.1; done')
    command = ["sh", DEPLOY / "each-minute.sh", "a"]
    with subprocess.Popen(command, env=env | {"EACH": "0.2"}, stdout=subprocess.PIPE, text=True) as process:
        assert [process.stdout.readline(), process.stdout.readline()] == ["due a\n"] * 2  # the second beside the first
        process.terminate()
        assert process.wait(30) == 0  # and before that, those that it started
        ended = [process.stdout.readline() for _ in range(2)]
    assert "ended\n" in ended


def test_the_image_takes_what_is_there():
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    kept = [line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[0] == "!"]
    taken = re.findall(r"^COPY (?!--from)(\S+)", text, re.MULTILINE)
    assert sorted(taken) == sorted(kept)
    assert all((ROOT / path).exists() for path in taken)
    assert re.search(r"^USER 10001$", text, re.MULTILINE)
