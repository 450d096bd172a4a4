"""What tests share: an environment without settings of the machine, and the server that knows the specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.apis.echo_server import EchoServer

if TYPE_CHECKING:
    from collections.abc import Iterator

# The same examples in each run; `pytest --hypothesis-profile=search` looks for new ones.
settings.register_profile(
    "fixed",
    max_examples=400,
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.register_profile("search", settings.get_profile("fixed"), derandomize=False, max_examples=2000)
settings.load_profile("fixed")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HUMANLOOP_API_KEY", "HUMANLOOP_HOST"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def echo() -> Iterator[EchoServer]:
    server = EchoServer()
    yield server
    server.close()
