"""The client that the tests of the operations share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from humanloop import Humanloop
from tests.apis.echo_server import API_KEY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.apis.echo_server import EchoServer


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(echo: EchoServer) -> AsyncIterator[Humanloop]:
    async with Humanloop(api_key=API_KEY, host=echo.host) as humanloop:
        yield humanloop


@pytest.fixture(autouse=True)
def _nothing_received(echo: EchoServer) -> None:
    echo.take_all()
