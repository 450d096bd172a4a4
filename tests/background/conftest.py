"""What the tests of the background share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from humanloop.background.sender import SENDERS
from tests.background.collector import Collector, collecting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder that records of the test wait below; its senders end with the test."""
    monkeypatch.setenv("HUMANLOOP_SPOOL", str(tmp_path / "spool"))
    yield tmp_path / "spool"
    for sender in SENDERS.values():
        sender.stop()
        sender.queued(None)
        sender.spool.forget()
    SENDERS.clear()


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting(Collector()) as running:
        yield running
