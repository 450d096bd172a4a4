"""Every link of the documentation leads to a page and a heading that there are, and every guide is linked."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.apis.spec import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(path for path in DOCS.rglob("*.md") if path.parent.name != "models")]
JOURNEYS = DOCS / "guides" / "journeys.md"


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """The pages that a page links, with the heading; empty if it is none in particular."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            path, _, heading = target.partition("#")
            yield (page.parent / path).resolve() if path else page, heading


@cache
def headings(page: Path) -> set[str]:
    """The headings of a page, as links spell them."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    wrong = [
        f"{path.name}#{heading}"
        for path, heading in links(page)
        if not path.exists() or (heading and path.suffix == ".md" and heading not in headings(path))
    ]
    assert wrong == []


def test_every_guide_is_on_the_start_page_and_in_the_sidebar() -> None:
    start = DOCS / "index.md"
    linked = {path for path, _ in links(start)}
    assert {path for path in DOCS.glob("guides/*.md") if path not in linked} == set()
    listed = re.findall(r"(?:^|<)guides/([\w-]+)>?$", start.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(path.stem for path in DOCS.glob("guides/*.md"))


def test_the_page_of_journeys_leads_to_27_and_more() -> None:
    rows = [line for line in JOURNEYS.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][2:]
    assert len(rows) >= 27
    assert all("](" in row for row in rows)
