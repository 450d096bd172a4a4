"""A fault as a row of a table, and how all rows are checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.core.errors import ApiConnectionError, ApiException, ApiStreamingException, OpenApiException
from tests.faults.client import Caller, assert_copies, assert_no_secret, caught, exposure
from tests.faults.server import GOOD, Server

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Fault:
    """What the server does to the first connection, and what the client makes of it."""

    name: str
    script: Sequence[Any]
    """Of the first connection."""
    raises: type[OpenApiException]
    says: str = ""
    """Part of the message."""
    status: int = 0
    method: str = "GET"
    timeout: float | tuple[float, float] = 2.0
    requests: int = 1
    """That the server sees before the next call."""
    connections: int = 1
    reused: bool = False
    """Whether the next call goes over the same connection."""
    within: float = 2.0
    """Seconds."""
    body: Any = ...
    """What the error keeps of the answer."""
    options: dict[str, Any] = field(default_factory=dict)


def table(*faults: Fault) -> Any:
    """The rows as parameters of a test."""
    return pytest.mark.parametrize("fault", [pytest.param(fault, id=fault.name.replace(" ", "-")) for fault in faults])


async def check_call(fault: Fault, style: str) -> None:
    """The fault ends the call in its error; everything is counted, nothing leaks, the next call works."""
    with Server(fault.script, GOOD) as server:
        async with Caller(style, server.url, **fault.options) as caller:
            work = caller.call(fault.method, max_retries=0, timeout=fault.timeout)
            error, seconds = await caught(work)
            check_error(fault, error, seconds)
            assert isinstance(error, ApiException)
            assert error.attempts == 1
            assert (len(server.requests), server.connections) == (fault.requests, fault.connections)
            if fault.script is not GOOD:
                assert (await caller.call()).id == "log_1"
                assert len(server.requests) == fault.requests + 1
                assert server.connections == fault.connections + (not fault.reused)
            assert_no_secret(repr(caller.client) + repr(caller.client.configuration))


async def check_stream(fault: Fault, style: str, words: list[str]) -> None:
    """The fault breaks the stream after these words."""
    found: list[str] = []
    with Server(fault.script, GOOD) as server:
        async with Caller(style, server.url, **fault.options) as caller:
            work = caller.collect(found, max_retries=0, timeout=fault.timeout)
            error, seconds = await caught(work)
            check_error(fault, error, seconds)
            assert isinstance(error, ApiStreamingException)
            assert found == words
            assert (len(server.requests), server.connections) == (fault.requests, fault.connections)
            assert (await caller.call()).id == "log_1"
            assert len(server.requests) == fault.requests + 1
            assert server.connections == fault.connections + (not fault.reused)


def check_error(fault: Fault, error: Exception, seconds: float) -> None:
    """The error is what the row says, and shows no secret."""
    assert type(error) is fault.raises, repr(error)
    assert isinstance(error, ApiException | ApiStreamingException)
    assert error.status == fault.status
    assert fault.says in str(error), str(error)
    assert seconds < fault.within, seconds
    assert isinstance(error.round_trip_time, float)
    assert 0 <= error.round_trip_time <= seconds + 0.1
    assert error.headers.get("x-nothing") is None
    if fault.body is not ...:
        assert error.body == fault.body
    if isinstance(error, ApiConnectionError):
        assert error.__cause__ is not None
    assert_no_secret(exposure(error))
    assert_copies(error)
