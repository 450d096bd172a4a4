"""What installable packages go without can be cut out of the modules as they are now.

A module that has been changed may need its entry in `codegen/parts.py` changed too.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from codegen.joining import join
from codegen.parts import ALL, JOINED
from codegen.project import load_project
from codegen.runtime import copies

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = load_project().source
START = ("calls.api_client", "calls.api", "core.operation", "core.lazy", "display", "response.pages")


@pytest.mark.parametrize("part", [*ALL, None], ids=[*(f"part {number}" for number in range(len(ALL))), "all"])
def test_every_part_can_be_cut(part: object, tmp_path: Path) -> None:
    texts = copies(
        SOURCE, "small", START, ("configuration", "spec", "version"), [one for one in ALL if part in {one, None}]
    )
    for path, text in texts.items():
        (tmp_path / path.replace("/", "_")).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select=F821,F823", "--quiet", "."]
    found = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert found.stdout == ""


def test_without_all_parts_few_modules_are_left() -> None:
    texts = copies(SOURCE, "small", START[:4], ("configuration", "spec", "version", "models", "types"), ALL)
    names = {path.removesuffix(".py").replace("/", "."): text for path, text in texts.items()}
    left = [*join(names, "small", JOINED)]
    assert [name for name in left if name.startswith(("display", "response.pages", "response.events"))] == []
    assert len(left) <= 26, "one more module: let another take it in, in `codegen/parts.py`"


def test_modules_that_are_joined_are_there() -> None:
    names = {".".join(path.relative_to(SOURCE).with_suffix("").parts) for path in SOURCE.rglob("*.py")}
    assert {*JOINED, *JOINED.values()} - names == set()
