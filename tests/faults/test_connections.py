"""Connections: kept when they can be, never when they cannot, and given up on every way out of a call."""

from __future__ import annotations

import asyncio
import copy
import gc
import os
import signal
import socket
import threading
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from humanloop import Humanloop
from humanloop.core.errors import ApiConnectionError, ApiException, ClientConfigurationError
from humanloop.transport.pool import Pool
from tests.faults.client import CANARY, Caller, assert_no_secret, caught, exposure
from tests.faults.server import (
    AGAIN,
    GOOD,
    LAST_CHUNK,
    Server,
    answer,
    call,
    chunk,
    close,
    event,
    events,
    json_answer,
    reset,
    send,
    stall,
    wait,
)
from tests.faults.test_streams import ENDLESS, drained

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator


def descriptors() -> int:
    return len(list(Path("/dev/fd").iterdir()))


async def test_one_connection_for_calls_in_a_row(style: str) -> None:
    with Server() as server:
        async with Caller(style, server.url) as caller:
            for method in ("GET", "POST", "PATCH", "DELETE", "GET") * 4:
                await caller.call(method)
    assert (server.connections, len(server.requests)) == (1, 20)


@pytest.mark.parametrize(("size", "pieces"), [(0, 1), (60_000, 1), (70_000, 2)])
def test_a_head_goes_with_a_small_body_in_one_piece(size: int, pieces: int, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[bytes] = []
    sendall = socket.socket.sendall

    def noting(self: socket.socket, data: bytes) -> None:
        if self.getpeername()[1] == server.port:
            sent.append(data)
        sendall(self, data)

    with Server() as server, Humanloop(CANARY, server.url) as client:
        monkeypatch.setattr(socket.socket, "sendall", noting)
        client.log(project="demo", output="x" * size)
        assert len(sent) == pieces
        # A request without a body waits for nothing.
        client.logs.get(id="log_1")
        assert len(sent) == pieces + 1
    assert [request.method for request in server.requests] == ["POST", "GET"]
    assert server.requests[0].json["output"] == "x" * size


async def test_errors_keep_the_connection(style: str) -> None:
    with Server([json_answer({"detail": "x"}, 404), AGAIN]) as server:
        async with Caller(style, server.url) as caller:
            for _ in range(5):
                await caught(caller.call())
    assert (server.connections, len(server.requests)) == (1, 5)


@pytest.mark.parametrize("headers", [{"Connection": "close"}, {"Connection": "Keep-Alive, Close"}])
async def test_server_that_wants_to_close(headers: dict[str, str], style: str) -> None:
    with Server([answer(200, b'{"id": "log_1"}', headers), AGAIN]) as server:
        async with Caller(style, server.url) as caller:
            await caller.call()
            await caller.call()
    assert server.connections == 2


@pytest.mark.parametrize("upgrade", [b"", b"Connection: upgrade\r\n"])
async def test_connection_that_speaks_another_protocol_is_closed(
    upgrade: bytes, style: str, recwarn: pytest.WarningsRecorder
) -> None:
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n" + upgrade + b"\r\n"
    with Server([send(head), *GOOD], GOOD) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            error, _ = await caught(caller.call())
            assert isinstance(error, ApiException)
            assert error.status == 101
            assert (await caller.call()).id == "log_1"
    del error
    gc.collect()
    assert not recwarn.list
    assert server.connections == 2


@pytest.mark.parametrize("how", [close(), reset(), send(b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")])
async def test_stale_connection_is_found_before_sending(how: Any, style: str) -> None:
    """A POST goes through although the server has given the pooled connection up."""
    with Server([[json_answer({"id": "log_1"}), wait(0.02), how]], GOOD) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            await caller.call()
            await asyncio.sleep(0.08)
            assert (await caller.call("POST")).id == "log_1"
    assert [request.connection for request in server.requests] == [0, 1]


async def test_stale_connection_is_found_without_the_loop_looking(style: str) -> None:
    """The event loop had no chance to see that the connection ended."""
    with Server([[json_answer({"id": "log_1"}), wait(0.02), close()]], GOOD) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            await caller.call()
            time.sleep(0.08)  # noqa: ASYNC251 - that is the point
            assert (await caller.call("POST")).id == "log_1"
    assert len(server.requests) == 2


async def test_several_stale_connections(style: str) -> None:
    one = [[wait(0.05), json_answer({"id": "log_1"}), wait(0.02), close()]]
    with Server(one, one, one, GOOD) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            await together(caller, 3)
            assert server.connections == 3
            await asyncio.sleep(0.1)
            assert (await caller.call("POST")).id == "log_1"
    assert server.connections == 4


async def together(caller: Caller, count: int) -> None:
    """Make calls at the same time, in threads or tasks."""
    if caller.is_async:
        await asyncio.gather(*(caller.call() for _ in range(count)))
    else:
        await asyncio.gather(*(asyncio.to_thread(caller.client.logs.get, "log_1") for _ in range(count)))


async def test_pool_keeps_ten(style: str) -> None:
    with Server([[wait(0.1), json_answer({"id": "log_1"})], AGAIN]) as server:
        async with Caller(style, server.url) as caller:
            await together(caller, 4)
            await together(caller, 4)
    assert server.connections == 4


@pytest.mark.deadline(60)
async def test_thousand_calls_with_a_hundred_in_flight() -> None:
    with Server([[wait(0.01), json_answer({"id": "log_1"})], AGAIN]) as server:
        async with Caller("awaited", server.url, timeout=30.0) as caller:
            gate = asyncio.Semaphore(100)

            async def one() -> None:
                async with gate:
                    assert (await caller.call()).id == "log_1"

            await asyncio.gather(*(one() for _ in range(1000)))
    assert len(server.requests) == 1000
    assert server.connections <= 100


@pytest.mark.deadline(60)
async def test_never_more_than_a_hundred() -> None:
    with Server([[wait(0.02), json_answer({"id": "log_1"})], AGAIN]) as server:
        async with Caller("awaited", server.url, timeout=30.0) as caller:
            await asyncio.gather(*(caller.call() for _ in range(400)))
    assert server.connections <= 100


FAILING: dict[str, Any] = {
    "status": [json_answer({"detail": "x"}, 404), AGAIN],
    "cut": [[answer(200, b"{", length=50), close()]],
    "reset": [reset()],
    "closed": [close()],
    "garbage": [[send(b"hello\r\n\r\n"), close()]],
    "html": [answer(200, b"<html>"), AGAIN],
    "too large": [answer(200, b" " * 5000), AGAIN],
}


@pytest.mark.parametrize("how", FAILING)
async def test_hundred_kept_errors_hold_no_descriptor(how: str, style: str) -> None:
    with Server(FAILING[how]) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            caller.client.configuration.connection_pool_maxsize = 1
            caller.client.configuration.max_response_bytes = 4000
            await caught(caller.call())
            await settled(server)
            before = descriptors()
            kept = [await caught(caller.call()) for _ in range(100)]
            assert all(isinstance(error, ApiException) for error, _ in kept)
            await settled(server)
            assert descriptors() - before <= 2
    assert len(server.requests) == 101


async def test_hundred_kept_timeouts_hold_no_descriptor(style: str) -> None:
    with Server([stall()]) as server:
        async with Caller(style, server.url, max_retries=0, timeout=0.01) as caller:
            await caught(caller.call())
            before = descriptors()
            kept = [await caught(caller.call()) for _ in range(100)]
            await settled(server)
            assert descriptors() - before <= 2
    assert len(kept) == 100


async def settled(server: Server) -> None:
    """Give the server time to close its side, whose descriptors are in this process as well."""
    for _ in range(100):
        await asyncio.sleep(0.01)
        if server.open <= 1:
            return


async def test_hundred_abandoned_streams_hold_no_descriptor(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pool of one: an abandoned stream must make room for the next call."""
    monkeypatch.setattr("humanloop.transport.aiohttp_sessions.CONNECTIONS", 1)
    with Server([ENDLESS]) as server:
        async with Caller(style, server.url) as caller:
            caller.client.configuration.connection_pool_maxsize = 1
            before = descriptors()
            for number in range(100):
                stream = await caller.open()
                if number % 2 and caller.is_async:
                    await anext(aiter(stream))
                elif number % 2:
                    next(iter(stream))
                del stream
                await asyncio.sleep(0)
            await drained(server)
            assert descriptors() - before <= 3
            server.scripts = (GOOD,)
            assert (await caller.call()).id == "log_1"
    assert server.connections == 101


async def test_cancelled_call_closes_its_connection() -> None:
    with Server([stall()], GOOD) as server:
        async with Caller("awaited", server.url) as caller:
            task = asyncio.create_task(caller.call())
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as error:
                await task
            assert_no_secret(exposure(error.value))
            await drained(server)
            assert (await caller.call()).id == "log_1"
    assert server.connections == 2


async def test_timeout_around_a_call() -> None:
    with Server([[answer(200, b"{", length=50), stall()]], GOOD) as server:
        async with Caller("awaited", server.url) as caller:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await caller.call()
            await drained(server)
            assert (await caller.call()).id == "log_1"


async def test_cancelled_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("humanloop.calls.retry.FIRST_PAUSE", 5)
    with Server([json_answer({}, 503), *GOOD]) as server:
        async with Caller("awaited", server.url) as caller:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(caller.call(), 0.1)
            assert (await caller.call()).id == "log_1"
    assert server.connections == 1


@pytest.fixture
def interrupts() -> Iterator[None]:
    """ctrl-c interrupts; a shell's background jobs begin with it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts")
def test_interrupted_call_closes_its_connection() -> None:
    """What ctrl-c does in the middle of a call."""
    with Server([[call(lambda: os.kill(os.getpid(), signal.SIGINT)), stall()]], GOOD) as server:
        client = Humanloop(CANARY, server.url)
        with pytest.raises(KeyboardInterrupt) as error:
            client.logs.get("log_1")
        assert_no_secret(exposure(error.value))
        deadline = time.monotonic() + 2
        while server.open and time.monotonic() < deadline:
            time.sleep(0.01)
        assert server.open == 0
        assert client.logs.get("log_1").id == "log_1"
        client.close()


async def test_closed_client(style: str) -> None:
    with Server() as server:
        caller = Caller(style, server.url)
        await caller.call()
        if caller.is_async:
            await caller.client.aclose()
            await caller.client.aclose()
        else:
            caller.client.close()
            caller.client.close()
        for work in (caller.call(), caller.words(), caller.call("POST")):
            error, _ = await caught(work)
            assert type(error) is ClientConfigurationError
            assert "client is closed" in str(error)
        await drained(server)
    assert len(server.requests) == 1


@pytest.mark.parametrize("how", ["closed", "other host", "other proxy headers"])
async def test_what_is_under_way_goes_on(how: str, style: str) -> None:
    """A client that is closed or set up anew leaves calls and streams alone; their connections close after them."""
    proceed, words = threading.Event(), list[str]()
    later = call(lambda: proceed.wait(10))
    one_call = [[later, json_answer({"id": "log_1"})], AGAIN]
    one_stream = [[*events(event("one"), last=None), later, chunk(event("two")), LAST_CHUNK], AGAIN]
    with Server(one_call, one_stream, GOOD) as server, Server() as other:
        async with Caller(style, server.url, max_retries=0) as caller:
            working = beside(caller, caller.call())
            await until(lambda: len(server.requests) == 1)
            reading = beside(caller, caller.collect(words))
            await until(lambda: words == ["one"])
            if how == "closed":
                await (caller.client.aclose() if caller.is_async else asyncio.to_thread(caller.client.close))
                assert type((await caught(caller.call()))[0]) is ClientConfigurationError
            elif how == "other host":
                caller.client.configuration.host = other.url
                assert (await caller.call()).id == "log_1"
            else:
                caller.client.configuration.proxy_headers = {"X-Token": "2"}
                assert (await caller.call()).id == "log_1"
            proceed.set()
            assert (await working).id == "log_1"
            await reading
            assert words == ["one", "two"]
            await until(lambda: server.open == (how == "other proxy headers"))
    assert server.connections == 2 + (how == "other proxy headers")


def beside(caller: Caller, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Let work be done beside the test: in a task, or in a thread."""
    return asyncio.create_task(work if caller.is_async else asyncio.to_thread(asyncio.run, work))


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what is to come."""
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not come")


async def test_with_closes(style: str) -> None:
    with Server() as server:
        client = Humanloop(CANARY, server.url)
        if style == "awaited":
            async with client:
                await client.logs.aget("log_1")
        else:
            with client:
                client.logs.get("log_1")
        await drained(server)


async def test_changed_settings_count_from_the_next_call(style: str) -> None:
    with Server() as first, Server() as second:
        async with Caller(style, first.url) as caller:
            await caller.call()
            caller.client.configuration.host = second.url
            await caller.call()
            await drained(first)
    assert (len(first.requests), len(second.requests)) == (1, 1)


@pytest.mark.parametrize("option", ["timeout", "max_retries", "headers", "idempotency_key", "typo"])
async def test_bad_options_are_refused(option: str, style: str) -> None:
    values: dict[str, list[Any]] = {
        "timeout": [0, -1, "5", True, (1,), (1, 2, 3), (1, None), float("nan"), float("inf"), 10**12],
        "max_retries": [-1, 1.5, "2", True],
        "headers": [{"A": 1}, {"A\n": "x"}, {"A": "x\r\nB: y"}, {"": "x"}, {"A": "é"}, {1: "x"}, {"Host": "evil"}],
        "idempotency_key": ["a\nb", 5, "é"],
        "typo": [1],
    }
    with Server() as server:
        async with Caller(style, server.url) as caller:
            for value in values[option]:
                error, _ = await caught(caller.call("POST", **{option: value}))
                assert isinstance(error, ClientConfigurationError | TypeError), (value, error)
                assert_no_secret(exposure(error))
    assert server.connections == 0


async def test_headers_of_a_call_win(style: str) -> None:
    with Server() as server:
        async with Caller(style, server.url) as caller:
            await caller.call(headers={"x-api-key": "other", "X-More": "1", "user-agent": "mine"})
    (request,) = server.requests
    assert (request.headers["x-api-key"], request.headers["x-more"], request.headers["user-agent"]) == (
        "other",
        "1",
        "mine",
    )


async def test_socket_options(style: str) -> None:
    with Server() as server:
        async with Caller(style, server.url) as caller:
            caller.client.configuration.socket_options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
            assert (await caller.call()).id == "log_1"


def test_loops_one_after_the_other_leave_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """`asyncio.run` for each call, without closing the client: nothing is left open, nothing warns."""
    with Server() as server, warnings.catch_warnings():
        warnings.simplefilter("error")
        client = Humanloop(CANARY, server.url)
        before = descriptors()
        for _ in range(20):
            assert asyncio.run(client.logs.aget("log_1")).id == "log_1"
        gc.collect()
        deadline = time.monotonic() + 2
        while server.open and time.monotonic() < deadline:
            time.sleep(0.01)
        assert server.open == 0
        assert descriptors() - before <= 1
        del client
        gc.collect()
    assert "nclosed" not in capfd.readouterr().err


async def test_a_stream_that_only_the_garbage_collector_finds_is_closed_without_a_word(
    recwarn: pytest.WarningsRecorder,
) -> None:
    """Its socket is older than itself, and the collector ends what is older first."""
    with Server([ENDLESS]) as server:
        async with Caller("blocking", server.url) as caller:
            stream = await caller.open()
            next(iter(stream))
            before = descriptors()
            circle = [stream]
            circle.append(circle)
            del stream, circle
            assert descriptors() == before
            gc.collect()
            assert descriptors() < before
    assert not recwarn.list


def test_idle_connections_that_only_the_garbage_collector_finds_are_closed_without_a_word(
    recwarn: pytest.WarningsRecorder,
) -> None:
    with Server() as server, Humanloop(CANARY, server.url) as client:
        assert client.logs.get("log_1").id == "log_1"
        first: Any = client.api_client.connections.rest._pool
        younger: Any = Pool(client.configuration)
        younger.give_back(first.take())
        younger.itself = younger
        del first, younger
        gc.collect()
        assert client.logs.get("log_1").id == "log_1"
    assert server.connections == 2
    assert not recwarn.list


def test_connection_error_keeps_its_cause() -> None:
    with Server([close()]) as server:
        client = Humanloop(CANARY, server.url, max_retries=0)
        with pytest.raises(ApiConnectionError) as error:
            client.logs.get("log_1")
        client.close()
    assert isinstance(error.value.__cause__, ConnectionError)
    assert copy.copy(error.value).status == 0
