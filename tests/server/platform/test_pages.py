"""The pages for people on both databases: each of them answers, with the same figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from humanloop import Humanloop
from humanloop.server import Settings, serve_in_thread
from tests.server.web.browser import paths_of
from tests.server.web.conftest import Reader
from tests.server.web.world import make_world

if TYPE_CHECKING:
    from humanloop.server import RunningServer

_TIME = re.compile(r"\d{4}-\d\d-\d\d[\d:. UTC]*|[\d.]+ m?s\b")


def figures_of(server: RunningServer) -> dict[str, list[str]]:
    """What cells of tables and lists say on each page, without ids and times; rows of evaluations have no order."""
    world = make_world(Humanloop(server.api_key, server.url))
    reader = Reader(server.url.removesuffix("/v4"))
    reader.enter(server.web_link() or "")
    found: dict[str, list[str]] = {}
    for name, path in paths_of(world).items():
        page = reader.get(path, 404 if name == "not-found" else 200)
        cells = re.findall(r"<(?:td|dd)[^>]*>(.*?)</(?:td|dd)>", page, re.DOTALL)
        text = re.sub(r"<[^>]*>|\b[a-z]+_\w+(?:…\w+)?", " ", " ".join(cells))
        found[name] = sorted(_TIME.sub(" ", text).split())
    return found


def test_pages_show_the_same_on_postgresql(postgresql_url: str) -> None:
    with (
        serve_in_thread(settings=Settings(port=0, database=postgresql_url, provider_fallback="mock")) as one,
        serve_in_thread() as other,
    ):
        found, expected = figures_of(one), figures_of(other)
    assert "PostgreSQL" in found.pop("settings")
    assert "SQLite" in expected.pop("settings")
    # Keys are random, and used or not.
    del found["keys"], expected["keys"]
    assert found == expected
