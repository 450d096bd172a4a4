"""Pictures of all pages, light and dark, wide and narrow: `python -m tests.server.web.pictures [part of a name]`."""

from __future__ import annotations

import sys
from pathlib import Path

from humanloop import Humanloop
from humanloop.server import serve_in_thread
from tests.server.web.browser import open_browser, paths_of
from tests.server.web.world import make_world

FOLDER = Path("build/web")
SIZES = {"wide": (1440, 900), "narrow": (360, 740)}


def main(wanted: str = "") -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serve_in_thread() as server, open_browser() as browser:
        world = make_world(Humanloop(server.api_key, server.url))
        root = server.url.removesuffix("/v4")
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
                page = context.new_page()
                page.goto(server.web_link() or "")
                for name, path in paths_of(world).items():
                    if wanted in name:
                        page.goto(root + path)
                        page.screenshot(path=FOLDER / f"{name}-{size}-{scheme}.png", full_page=size == "narrow")
                context.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
