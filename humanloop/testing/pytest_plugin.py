"""The fixture `humanloop_server`, which pytest finds by itself. PYTEST_DONT_REWRITE: there is nothing to rewrite.

Nothing of the client or the server is loaded before a test asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from humanloop.testing.serving import Server


@pytest.fixture
def humanloop_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The real server with an empty database, for one test.

    `HUMANLOOP_HOST` and `HUMANLOOP_API_KEY` lead to it, so a program under test that makes its own client uses it too.
    """
    from humanloop.testing import server  # noqa: PLC0415 - loaded for the tests that ask for it, and for no others

    with server() as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running
