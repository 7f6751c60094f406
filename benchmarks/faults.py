"""Ten days of sites that fall ill and get well again, in fast time: is anything lost, doubled, kept quiet, made up?

    python -m benchmarks.faults [--days 10]

After three days in which all is well, each site but some falls ill once, in its own way: it drips, hangs, resets, lies
about lengths, serves a bomb, redirects in circles, refuses, shows a wall, changes its list or its pages, falls silent,
shows yesterday's list. Every hour `scrapy due` crawls, health judges, and alerts are sent to a receiver on loopback. At
the end every article must be stored, once; each illness must have been told once and in time, with a name that fits;
of a healthy site, nothing. Exit code 1 if not.
"""

import argparse
import asyncio
import json
import re
import shutil
import tempfile
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from scrapy.settings import Settings

from benchmarks import fast_time, fault_sites
from benchmarks.fault_sites import Fault, Site
from newscrawl.alerts import send_due
from newscrawl.checkup import examine_all
from newscrawl.store import Store

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = """title = "{0}"
start_urls = ["http://{1}:{2}/list"]
every = "1h"
article_links = "ul.posts a"
[fields]
authors = ".author"
[settings]
DOWNLOAD_DELAY = 0
DOWNLOAD_TIMEOUT = 6
"""
UNREACHABLE, BLOCKED, NO_LINKS = {"unreachable"}, {"blocked"}, {"no_links"}
QUIET, CHANGED = {"all_known", "silent"}, {"fields_empty", "via_shifted"}
ILL = {  # name: what it does, from which hour on, how long, what that may be called, within how many hours
    "drips": ("drip", 74, 10, UNREACHABLE, 3), "hangs": ("hang", 81, 10, UNREACHABLE, 3),
    "resets": ("reset", 88, 10, UNREACHABLE, 3), "lies": ("lie", 95, 10, UNREACHABLE, 3),
    "bombs": ("bomb", 102, 10, NO_LINKS, 3), "loops": ("loop", 109, 10, NO_LINKS, 3),
    "refuses": ("refuse", 168, 10, BLOCKED, 3), "walls": ("wall", 175, 10, BLOCKED, 3),
    "errors": ("error", 182, 10, UNREACHABLE, 3), "list-changes": ("new_list", 189, 10, NO_LINKS, 3),
    "pages-change": ("new_page", 196, 14, CHANGED, 8), "falls-silent": ("silence", 172, 24, QUIET, 12),
    "yesterday": ("yesterday", 178, 24, QUIET, 12), "flips": ("flip", 74, 100, set(), 0),
    "stumbles": ("stumble", 74, 100, set(), 0),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=10)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="newscrawl-faults-"))
    messages = Messages()
    sites = made_up()
    settings = fast_time.settings_of(folder, RETRY_TIMES=0, NEWSCRAWL_AT_ONCE=len(sites))
    try:
        moments = [MONDAY + hour * HOUR for hour in range(options.days * 24)]
        fast_time.run(settings, lambda: play(folder, settings, sites, moments, messages))
        wrong = judged(sites, messages) + kept(folder, sites, moments[-1])
    finally:
        messages.stop()
        shutil.rmtree(folder)
    print(*wrong, f"{len(wrong)} things wrong", sep="\n")
    raise SystemExit(bool(wrong))


def made_up() -> list[Site]:
    names = ["healthy", "busy-by-day", *ILL]
    sites = [Site(name, f"127.0.2.{n}", by_day if name == "busy-by-day" else steady) for n, name in enumerate(names, 1)]
    for site in sites:
        site.published = [(f"What {site.name} said before {n}", MONDAY - HOUR) for n in range(3)]
        if site.name in ILL:
            what, begin, hours, called, within = ILL[site.name]
            start = MONDAY + begin * HOUR
            site.fault = Fault(getattr(fault_sites, what), start, start + hours * HOUR, called, within)
    return sites


def steady(at: datetime) -> int:
    return 1 + at.hour % 3


def by_day(at: datetime) -> int:
    return 3 if at.weekday() < 5 and 7 <= at.hour < 19 else 0


async def play(
    folder: Path, settings: Settings, sites: list[Site], moments: list[datetime], messages: "Messages"
) -> None:
    """Let the days pass."""
    port, servers = 0, []
    for site in sites:
        servers.append(await asyncio.start_server(site.handle, site.address, port))
        port = servers[-1].sockets[0].getsockname()[1]
        (folder / f"{site.name}.toml").write_text(SOURCE.format(site.name, site.address, port))

    def hour_passes(moment: datetime) -> None:
        for site in sites:
            site.publish(moment)

    store = Store(settings["NEWSCRAWL_DB"])
    async for moment, ended in fast_time.rounds(settings, moments, hour_passes):
        later = moment + 10 * timedelta(minutes=1)
        messages.now = later
        for problem in send_due(store, examine_all(store, settings, [], later), now=later, environ=messages.environ):
            print(problem)
        messages.show()
        if moment.hour == 0:
            bad = Counter(one.state for one in ended)
            print(
                f"{moment:%a %d %b}: {len(ended)} crawls {dict(bad)}, {len(messages.told)} messages so far", flush=True
            )
    store.close()
    for server in servers:
        server.close()


class Messages:
    """Takes alerts as apprise sends them; ``told``: (when, title, body)."""

    def __init__(self):
        self.told: list[tuple[datetime, str, str]] = []
        self.now: datetime | None = None
        self.shown = 0
        taken = self.told

        class Handler(BaseHTTPRequestHandler):
            def do_POST(handler):  # noqa: N805
                said = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
                taken.append((self.now, said["title"], said["message"]))
                handler.send_response(200)
                handler.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.environ = {"NEWSCRAWL_ALERTS": f"json://127.0.0.1:{self.server.server_port}"}
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def show(self) -> None:
        """Print what came since the last time."""
        for at, _, body in self.told[self.shown :]:
            print(f"  {at:%a %d %H:%M}", *body.splitlines(), sep="\n    ", flush=True)
        self.shown = len(self.told)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def of(self, name: str) -> tuple[list[tuple[datetime, set[str]]], list[datetime]]:
        """When a source was said to be ill, and with what; when it was said to be well again."""
        ill, well = [], []
        for at, _, body in self.told:
            if names := set(re.findall(rf"^{name}: (\w+): ", body, re.MULTILINE)):
                ill.append((at, names))
            if re.search(rf"^{name} is well again", body, re.MULTILINE):
                well.append(at)
        return ill, well


def judged(sites: list[Site], messages: Messages) -> list[str]:
    """Which illnesses were told, and what is wrong with that."""
    wrong = []
    for site in sites:
        ill, well = messages.of(site.name)
        fault = site.fault if site.fault and site.fault.names else None
        said = "; ".join(f"{at:%a %H:%M} {', '.join(sorted(names))}" for at, names in ill) or "nothing"
        if fault is None:
            print(f"{site.name:14} healthy: told {said}")
            wrong += [f"{site.name}: a false alarm"] * len(ill)
            continue
        print(f"{site.name:14} ill from {fault.begin:%a %H:%M}: told {said}; well again told {len(well)} times")
        if len(ill) != 1 or len(well) != 1:
            wrong.append(f"{site.name}: told ill {len(ill)} times, well {len(well)} times")
        for at, names in ill[:1]:
            late = (at - fault.begin) / HOUR
            if not 0 <= late <= fault.within or not names & fault.names:
                wrong.append(f"{site.name}: {', '.join(names)} told {late:.1f} hours after its beginning")
    return wrong


def kept(folder: Path, sites: list[Site], end: datetime) -> list[str]:
    """What was lost, or stored twice, or under another headline."""
    store = Store(folder / "news.db")
    rows = Counter((row["source"], row["headline"]) for row in store.db.query("SELECT source, headline FROM articles"))
    truth = {(site.name, headline) for site in sites for headline, _ in site.published}
    store.close()
    lost, twice = truth - rows.keys(), [one for one, count in rows.items() if count > 1]
    strange = rows.keys() - truth
    print(f"{len(truth)} articles published, {rows.total()} stored, {len(lost)} lost, {len(twice)} stored twice, "
          f"{len(strange)} under a wrong headline")  # fmt: skip
    return [f"{what}: {name}: {headline}" for what, some in (("lost", lost), ("twice", twice), ("wrong", strange))
            for name, headline in sorted(some)[:5]]  # fmt: skip


if __name__ == "__main__":
    main()
