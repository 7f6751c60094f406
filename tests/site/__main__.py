"""``python -m tests.site``: the site by itself. The first line on stdout is its URL."""

import argparse
import signal
import threading

from tests.site import serve, write_sources


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.site", description="Serve the small news site on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0 (default): a free one; the source files say 8999")
    parser.add_argument("--seconds", type=float, default=600, help="stop by itself after so long (default 600)")
    parser.add_argument("--sources", metavar="DIR", help="write the demo's source files, with the URL, to this folder")
    parser.add_argument("--verbose", action="store_true", help="log each request on stderr")
    options = parser.parse_args()
    done = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: done.set())
    with serve(options.port, options.verbose) as site:
        if options.sources:
            write_sources(site.url, options.sources)
        print(site.url, flush=True)
        done.wait(options.seconds)


main()
