"""Build the kind of site that a Jekyll news mirror publishes, from a folder of its posts, and serve it if asked.

    python benchmarks/seed_site.py POSTS OUT [--per-page N] [--serve [--seconds 600]]

POSTS holds Markdown files as a mirror writes them into ``_posts``; OUT becomes the Jekyll project, OUT/_site the site:
a home page with the newest posts, ``category/<slug>.html`` for every slug that a post names, one page per post and
feed.xml. Needs Jekyll 4.3 with jekyll-feed on the PATH, and PyYAML.

Odd posts are left to Jekyll, so that the site shows what such a site really shows:

- a file name without a date: Jekyll passes it over, it is nowhere on the site;
- no front matter at the very start of the file (a blank line before it, an empty file): a page without layout or title,
  the front matter printed as text, at 00:00 of the day in the file name, in no category, on the home page only;
- front matter that is not YAML (a quote in a quoted title): a page without layout or title, dated at the moment of the
  build, on the home page only;
- an empty title: an empty h1 and an empty link in the lists;
- a date without a zone: YAML calls it UTC, so the site, set to Asia/Shanghai, shows it eight hours late;
- a slug with spaces: Jekyll makes one category of each word, the page of the whole slug lists nothing;
- Liquid marks in a text are executed; a mark that does not parse stops the whole build.
"""

import argparse
import re
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import yaml

LAYOUTS = Path(__file__).parent / "layouts"
BEIJING = ZoneInfo("Asia/Shanghai")
ON_HOME = 100  # newest posts on the home page
FILE_NAME = re.compile(r"(\d{2,4}-\d{1,2}-\d{1,2})-([^/]*)\.(?:md|markdown|html)")
FRONT_MATTER = re.compile(r"\A---\s*\n(.*?\n?)^(?:---|\.\.\.)\s*$\n?", re.M | re.S)


@dataclass(frozen=True)
class Post:
    """A post as Jekyll reads it. ``front`` is None where Jekyll finds no front matter or can't read it."""

    path: Path
    front: dict | None
    content: str

    @property
    def id(self) -> str | None:
        """What follows the date in the file name; None for a file that Jekyll passes over."""
        found = FILE_NAME.fullmatch(self.path.name)
        return found[2] if found else None

    @property
    def slug(self) -> str:
        return str((self.front or {}).get("categories") or "").strip()

    @property
    def tag(self) -> str:
        return str((self.front or {}).get("tags") or "").strip()

    @property
    def title(self) -> str:
        return str((self.front or {}).get("title") or "").strip()

    @property
    def published(self) -> datetime | None:
        """The instant that the site shows, aware: without a zone YAML means UTC. None if the post states no time."""
        said = (self.front or {}).get("date")
        if isinstance(said, str):  # PyYAML leaves "+0800", without a colon, as text; Ruby's YAML reads it
            try:
                said = datetime.strptime(said.strip(), "%Y-%m-%d %H:%M:%S %z")
            except ValueError:
                return None
        if isinstance(said, datetime):
            return said if said.tzinfo else said.replace(tzinfo=UTC)
        return datetime.combine(said, time(), BEIJING) if isinstance(said, date) else None

    @property
    def zoneless(self) -> bool:
        said = (self.front or {}).get("date")
        return isinstance(said, datetime) and not said.tzinfo


def read_post(path: Path) -> Post:
    """The post in one file (UTF-8)."""
    text = path.read_text(encoding="utf-8")
    found = FRONT_MATTER.match(text)
    if not found:
        return Post(path, None, text)
    try:
        front = yaml.safe_load(found[1])
    except yaml.YAMLError:
        front = None
    return Post(path, front if isinstance(front, dict) else None, text[found.end() :])


def read_posts(folder: Path) -> list[Post]:
    return [read_post(path) for path in sorted(folder.iterdir()) if path.suffix in (".md", ".markdown", ".html")]


def build(posts_folder: Path, out: Path, url: str = "", per_page: int | None = None) -> Path:
    """Write the Jekyll project into ``out`` (its earlier parts are replaced) and build it; the folder of the site.

    ``url`` is what the feed and the canonical links start with. Raises CalledProcessError when Jekyll gives up.
    """
    out.mkdir(parents=True, exist_ok=True)
    for name in ("_posts", "_layouts", "_data", "category", "_site"):
        shutil.rmtree(out / name, ignore_errors=True)
    copy_files(posts_folder, out / "_posts")
    copy_files(LAYOUTS, out / "_layouts")
    config = {"title": "财经快讯存档", "url": url, "timezone": str(BEIJING), "future": True, "plugins": ["jekyll-feed"],
              "permalink": "/html/:categories/:title.html"}  # fmt: skip
    (out / "_config.yml").write_text(to_yaml(config), encoding="utf-8")
    write_page(out, "/index.html", {"layout": "home", "title": "最新", "limit": ON_HOME})
    write_categories(out, read_posts(posts_folder), per_page)
    command = ["jekyll", "build", "--quiet", "--disable-disk-cache", "--source", out, "--destination", out / "_site"]
    subprocess.run(command, check=True, stdout=sys.stderr)
    return out / "_site"


def copy_files(folder: Path, to: Path) -> None:
    to.mkdir()
    for path in filter(Path.is_file, folder.iterdir()):
        shutil.copyfile(
            path, to / path.name
        )  # without its mode: a read-only original would stand in the next build's way


def write_categories(out: Path, posts: list[Post], per_page: int | None) -> None:
    """The menu and the pages of every slug that a post names, headed with the tag of its first post."""
    posts = [post for post in posts if post.id and post.slug and "/" not in post.slug]
    names = {post.slug: post.tag for post in reversed(posts)}
    menu = [{"slug": slug, "name": name} for slug, name in sorted(names.items())]
    (out / "_data").mkdir()
    (out / "_data" / "categories.yml").write_text(to_yaml(menu), encoding="utf-8")
    (out / "category").mkdir()
    for slug, name in names.items():
        count = sum(post.slug == slug for post in posts)
        limit = per_page or count
        for number, offset in enumerate(range(0, count, limit), 1):
            front = {"layout": "category", "title": name, "category": slug, "limit": limit, "offset": offset}
            if offset + limit < count:
                front["next"] = f"/category/{slug}-{number + 1}.html"
            write_page(out, f"/category/{slug}{'' if number == 1 else f'-{number}'}.html", front)


def write_page(out: Path, url: str, front: dict) -> None:
    permalink = {} if url == "/index.html" else {"permalink": url}  # else the site's permalink drops ".html" from it
    (out / url.lstrip("/")).write_text(f"---\n{to_yaml(front | permalink)}---\n", encoding="utf-8")


to_yaml = partial(yaml.safe_dump, allow_unicode=True, sort_keys=False)


class Handler(SimpleHTTPRequestHandler):
    """Files of the site, kept-alive connections, no log."""

    protocol_version = "HTTP/1.1"
    extensions_map: ClassVar = {**SimpleHTTPRequestHandler.extensions_map, ".html": "text/html; charset=utf-8"}

    def log_message(self, *args: object) -> None:
        pass


def serve(server: ThreadingHTTPServer, seconds: float) -> None:
    """Answer until the time is up or SIGTERM comes."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stop.wait(seconds)
    server.shutdown()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("posts", type=Path, help="folder of posts")
    parser.add_argument("out", type=Path, help="folder of the Jekyll project; the site is OUT/_site")
    parser.add_argument("--per-page", type=int, help="posts on a category page (default: all on one)")
    parser.add_argument("--serve", action="store_true", help="serve the site on a free port of 127.0.0.1")
    parser.add_argument("--seconds", type=float, default=600, help="how long to serve")
    args = parser.parse_args()
    if args.out.is_dir() and any(args.out.iterdir()) and not (args.out / "_config.yml").is_file():
        parser.error(f"{args.out} holds something that is no Jekyll project")
    if not args.serve:
        print(build(args.posts, args.out, per_page=args.per_page))
        return
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(args.out / "_site"))) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}"
        build(args.posts, args.out, url, args.per_page)
        print(url, flush=True)
        serve(server, args.seconds)


if __name__ == "__main__":
    main()
