"""The journeys of users, each as one readable scenario: the SDK on one side, the running server on the other."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from humanloop import Humanloop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from humanloop.server import RunningServer


@pytest.fixture(scope="session")
def humanloop(server: RunningServer) -> Iterator[Humanloop]:
    """A client of the server."""
    with Humanloop(api_key=server.api_key, host=server.url) as client:
        yield client


_NUMBERS = count()


@pytest.fixture
def new_name() -> Callable[[], str]:
    """Makes names that no project has yet."""
    return lambda: f"journey {next(_NUMBERS)}"
