"""A server with openapi.yaml behind it, and no pauses between tries."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("humanloop.calls.retry.FIRST_PAUSE", 0.001)
