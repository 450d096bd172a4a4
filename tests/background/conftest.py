"""What the tests of the background share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that records of the test wait below."""
    monkeypatch.setenv("HUMANLOOP_SPOOL", str(tmp_path / "spool"))
    return tmp_path / "spool"
