"""Redirects: followed for reads inside the origin, and never anywhere else."""

from __future__ import annotations

import pytest

from humanloop.core.errors import ApiException
from tests.faults.client import Caller, assert_no_secret, caught, exposure
from tests.faults.server import AGAIN, GOOD, Server, answer, json_answer

FOLLOWED = ("/logs/log_2", "//{host}/logs/log_2", "{url}/logs/log_2", "log_2", "?page=2", "{url}/logs/log_2#part", "..")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", FOLLOWED)
async def test_followed_inside_the_origin(status: int, location: str, style: str) -> None:
    server = Server()
    location = location.format(url=server.url, host=server.url.removeprefix("http://"))
    server.scripts = ([answer(status, b"moved", {"Location": location}), *GOOD],)
    with server:
        async with Caller(style, server.url, max_retries=0) as caller:
            assert (await caller.call()).id == "log_1"
    assert server.connections == 1
    first, second = server.requests
    assert second.target != first.target
    assert second.headers["x-api-key"] == first.headers["x-api-key"]


NOT_FOLLOWED = (
    "{other}/logs/log_1",
    "//{other_host}/logs/log_1",
    "https://127.0.0.1:{port}/logs/log_1",
    "http://localhost:{port}/logs/log_1",
    "http://user:pass@127.0.0.1:{port}/logs/log_1",
    "http://127.0.0.1/logs/log_1",
    "ftp://127.0.0.1:{port}/",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "http://[::1/",
    "http://127.0.0.1:99999/",
    "/\\evil.example",
    "http:\\\\evil.example\\",
    "",
)


@pytest.mark.parametrize("location", NOT_FOLLOWED)
async def test_not_followed_elsewhere(location: str, style: str) -> None:
    with Server() as other, Server() as server:
        location = location.format(other=other.url, other_host=other.url[7:], port=server.port)
        server.scripts = ([answer(302, b"", {"Location": location}), *GOOD],)
        async with Caller(style, server.url) as caller:
            error, _ = await caught(caller.call())
            assert type(error) is ApiException
            assert (error.status, error.attempts) == (302, 1)
            assert_no_secret(exposure(error))
            assert (len(server.requests), len(other.requests), other.connections) == (1, 0, 0)
            assert (await caller.call()).id == "log_1"


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_writes_are_not_redirected(method: str, status: int, style: str) -> None:
    with Server([answer(status, b"", {"Location": "/logs/log_2"}), *GOOD]) as server:
        async with Caller(style, server.url) as caller:
            error, _ = await caught(caller.call(method))
    assert type(error) is ApiException
    assert (error.status, error.headers["location"]) == (status, "/logs/log_2")
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [300, 304, 305, 306])
async def test_other_statuses_are_errors(status: int, style: str) -> None:
    with Server([answer(status, b"", {"Location": "/logs/log_2"}), *GOOD]) as server:
        async with Caller(style, server.url) as caller:
            error, _ = await caught(caller.call())
    assert (type(error), error.status) == (ApiException, status)  # type: ignore[attr-defined]
    assert len(server.requests) == 1


async def test_at_most_five(style: str) -> None:
    with Server([answer(302, b"", {"Location": "/logs/log_1"}), AGAIN]) as server:
        async with Caller(style, server.url) as caller:
            error, _ = await caught(caller.call())
    assert (type(error), error.status) == (ApiException, 302)  # type: ignore[attr-defined]
    assert len(server.requests) == 6


async def test_fault_after_a_redirect_is_retried_there(style: str) -> None:
    script = [answer(302, b"", {"Location": "/moved"}), json_answer({}, 503), *GOOD]
    with Server(script) as server:
        async with Caller(style, server.url) as caller:
            assert (await caller.call()).id == "log_1"
    assert [request.target for request in server.requests] == ["/logs/log_1", "/moved", "/moved"]


async def test_stream_is_not_redirected(style: str) -> None:
    with Server([answer(307, b"", {"Location": "/chat2"}), *GOOD]) as server:
        async with Caller(style, server.url) as caller:
            error, _ = await caught(caller.words())
    assert error.status == 307  # type: ignore[attr-defined]
    assert len(server.requests) == 1
