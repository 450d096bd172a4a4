"""The pictures of the guide to the pages: one a journey, small, and as the pages look."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.server.web.browser import paths_of
from tests.server.web.pictures import take_for_guide

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from humanloop.server import RunningServer
    from tests.server.web.world import World

DOCS = Path(__file__).parents[3] / "docs"
MOST_BYTES = 60_000
MOST_BYTES_OF_ALL = 450_000


def test_the_guide_has_the_pictures_of_its_journeys(browser: Browser, served: RunningServer, world: World) -> None:
    taken = take_for_guide(browser, served, paths_of(world))
    shown = re.findall(r"!\[[^\]]+\]\(\.\./_static/web/([\w-]+)\.jpg\)", (DOCS / "guides/web.md").read_text())
    kept = {path.stem: path for path in (DOCS / "_static/web").iterdir()}
    assert sorted(shown) == sorted(taken) == sorted(kept)
    for name, path in taken.items():
        old, new = kept[name].read_bytes(), path.read_bytes()
        assert size_of(old) == size_of(new), name
        # More than an empty page, and as full as it was: else `make pictures-of-guide` is due.
        assert 0.5 < len(new) / len(old) < 2, name
        assert 15_000 < len(old) < MOST_BYTES, name
    assert sum(path.stat().st_size for path in kept.values()) < MOST_BYTES_OF_ALL


def size_of(picture: bytes) -> tuple[int, int]:
    """Read the width and height of a JPEG, which stand in the segment that begins its frame."""
    assert picture[:2] == b"\xff\xd8"
    at = 2
    while picture[at + 1] not in {0xC0, 0xC2}:
        at += 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
    return int.from_bytes(picture[at + 7 : at + 9], "big"), int.from_bytes(picture[at + 5 : at + 7], "big")
