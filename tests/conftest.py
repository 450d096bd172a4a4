"""What tests share: an environment without settings of the machine, and the server that knows the specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.apis.echo_server import EchoServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HUMANLOOP_API_KEY", "HUMANLOOP_HOST"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def echo() -> Iterator[EchoServer]:
    server = EchoServer()
    yield server
    server.close()
