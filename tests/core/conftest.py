"""A client without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from humanloop.calls.api_client import ApiClient
from humanloop.configuration import Configuration
from tests.core.wire import AsyncWire, Wire

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def client_on(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[ApiClient, Wire]]:
    """Make a client on a wire with these outcomes; its pauses take no time."""
    monkeypatch.setattr("humanloop.calls.retry.FIRST_PAUSE", 0.0)

    def make(*outcomes: Any, **settings: Any) -> tuple[ApiClient, Wire]:
        client = ApiClient(Configuration("http://h:1/v4", "key", **settings))
        wire = Wire(*outcomes)
        vars(client.connections).update(rest=wire, async_rest=AsyncWire(wire))
        return client, wire

    return make
