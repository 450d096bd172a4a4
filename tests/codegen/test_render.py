"""Whole packages: the golden one, and how a tree is compared and replaced."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from codegen.__main__ import main

GOLDEN = Path(__file__).parent / "golden"
ARGUMENTS = [str(GOLDEN / "spec.yaml"), "--package", "shop", "--runtime", "humanloop", "--out"]


def _tree(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A fresh copy of the generated package."""
    assert main([*ARGUMENTS, str(tmp_path)]) == 0
    return tmp_path


def test_the_golden_package(out: Path) -> None:
    # After a wanted change, make it anew: `python -m codegen` with ARGUMENTS and the folder `expected`.
    assert _tree(out) == _tree(GOLDEN / "expected")


def test_generated_code_is_python(out: Path) -> None:
    for path in out.rglob("*.py"):
        ast.parse(path.read_text(encoding="utf-8"))


def test_check_is_silent_about_a_tree_that_is_up_to_date(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (out / "shop" / "type" / "__pycache__").mkdir()
    (out / "shop" / "type" / "__pycache__" / "book.cpython-311.pyc").touch()
    (out / "shop" / "by_hand.py").touch()
    assert main([*ARGUMENTS, str(out), "--check"]) == 0
    assert capsys.readouterr().err == ""


def test_check_lists_what_differs(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (out / "shop" / "type" / "book.py").write_text("changed", encoding="utf-8")
    (out / "shop" / "pydantic" / "genre.py").unlink()
    (out / "docs" / "models" / "Old.md").touch()
    before = _tree(out)
    assert main([*ARGUMENTS, str(out), "--check"]) == 1
    assert capsys.readouterr().err.splitlines()[:-1] == [
        "docs/models/Old.md: surplus",
        "shop/pydantic/genre.py: missing",
        "shop/type/book.py: different",
    ]
    assert _tree(out) == before


def test_writing_removes_what_is_no_longer_generated(out: Path) -> None:
    before = _tree(out)
    (out / "shop" / "apis" / "old").mkdir()
    (out / "shop" / "apis" / "old" / "stale.py").touch()
    assert main([*ARGUMENTS, str(out)]) == 0
    assert _tree(out) == before
    assert not (out / "shop" / "apis" / "old").exists()
