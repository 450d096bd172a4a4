"""The same description makes the same package, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.codegen.fingerprints import KEPT, fingerprints, generate

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_generated_of_the_same_description_does_not_change(tmp_path: Path) -> None:
    generate(tmp_path)
    found = fingerprints(tmp_path)
    assert found.count("\n") > 30
    kept = KEPT.read_text(encoding="utf-8")
    changed = {line.split()[1] for line in {*found.splitlines()} ^ {*kept.splitlines()}}
    assert not changed, "if that is meant: python -m tests.codegen.fingerprints"


def test_a_change_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("# Generated from x. Do not edit.\na = 1\n", encoding="utf-8")
    (tmp_path / "b.py").write_text("# Copied\n", encoding="utf-8")
    before = fingerprints(tmp_path)
    (tmp_path / "b.py").write_text("# Copied anew\n", encoding="utf-8")
    assert fingerprints(tmp_path) == before
    (tmp_path / "a.py").write_text("# Generated from x. Do not edit.\na = 2\n", encoding="utf-8")
    assert fingerprints(tmp_path) != before
