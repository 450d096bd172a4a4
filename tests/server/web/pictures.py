"""Pictures of all pages, light and dark, wide and narrow: `python -m tests.server.web.pictures [part of a name]`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from humanloop import Humanloop
from humanloop.server import serve_in_thread
from tests.server.web.browser import open_browser, paths_of
from tests.server.web.world import make_experiment, make_world

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from humanloop.server import RunningServer

FOLDER = Path("build/web")
FOLDER_OF_GUIDE = FOLDER / "guide"
SIZES = {"wide": (1440, 900), "narrow": (360, 740)}
JOURNEYS = (
    *("logs", "log-tools", "session", "overview", "prompts-compare", "playground"),
    *("review", "dataset", "evaluations-compare", "experiments"),
)


def main(wanted: str = "") -> None:
    with serve_in_thread() as server, open_browser() as browser:
        client = Humanloop(server.api_key, server.url)
        world = make_world(client)
        make_experiment(client, world)
        paths = paths_of(world)
        take(browser, server, {name: path for name, path in paths.items() if wanted in name})


def take(browser: Browser, server: RunningServer, paths: dict[str, str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            page = context.new_page()
            page.goto(server.web_link() or "")
            for name, path in paths.items():
                page.goto(server.url.removesuffix("/v4") + path)
                page.screenshot(path=FOLDER / f"{name}-{size}-{scheme}.png", full_page=True)
            context.close()


def take_for_guide(browser: Browser, server: RunningServer, paths: dict[str, str]) -> dict[str, Path]:
    """Take small pictures, one a journey; `make pictures-of-guide` puts them into the guide."""
    FOLDER_OF_GUIDE.mkdir(parents=True, exist_ok=True)
    taken = {name: FOLDER_OF_GUIDE / f"{name}.jpg" for name in JOURNEYS}
    context = browser.new_context(viewport={"width": 1100, "height": 560}, color_scheme="light")
    page = context.new_page()
    page.goto(server.web_link() or "")
    for name, path in taken.items():
        answer = page.goto(server.url.removesuffix("/v4") + paths[name])
        assert answer is not None
        assert answer.ok, name
        page.screenshot(path=path, type="jpeg", quality=50)
    context.close()
    return taken


if __name__ == "__main__":
    main(*sys.argv[1:])
