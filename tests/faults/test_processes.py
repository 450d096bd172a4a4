"""Fork after use, threads, several event loops, pickling and copying: supported."""

from __future__ import annotations

import asyncio
import copy
import gc
import multiprocessing
import os
import pickle
import signal
import threading
import time
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from humanloop import Humanloop
from humanloop import exceptions as errors
from tests.faults.client import CANARY, PROVIDER_CANARY, Caller, caught
from tests.faults.server import AGAIN, GOOD, LAST_CHUNK, Server, answer, call, chunk, event, events, json_answer, wait

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from humanloop.core.errors import OpenApiException
    from humanloop.core.response import ApiResponse


def in_child(work: Any, *, leave: bool = True) -> int:
    """Run something in a fork of this process; its exit status, killed if it hangs."""
    with warnings.catch_warnings():
        # Since 3.12: threads and fork. The threads are the test server's, and the child does not use it.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        signal.setitimer(signal.ITIMER_REAL, 0)
        status = 1
        try:
            work()
            status = 0
        finally:
            if leave:
                os._exit(status)
    for _ in range(500):
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        threading.Event().wait(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise AssertionError("the child hangs")


def test_fork_after_use() -> None:
    """Parent and child go on at the same time, each on connections of its own."""
    with Server([json_answer({"id": "log_1"}), AGAIN]) as server:
        client = Humanloop(CANARY, server.url)
        client.logs.get("log_1")

        def child() -> None:
            for _ in range(3):
                assert client.logs.get("log_1").id == "log_1"
            client.close()

        assert in_child(child) == 0
        assert client.logs.get("log_1").id == "log_1"
        client.close()
    connections = [request.connection for request in server.requests]
    assert connections == [0, 1, 1, 1, 0]


def test_fork_of_a_fork_closes_nothing_of_the_parent() -> None:
    with Server() as server:
        client = Humanloop(CANARY, server.url)
        client.logs.get("log_1")

        def child() -> None:
            del globals_of_child[:]
            gc.collect()
            client.close()

        globals_of_child = [client.api_client]
        assert in_child(child) == 0
        assert client.logs.get("log_1").id == "log_1"
        client.close()
    assert server.connections == 1


def test_fork_while_the_budget_is_locked() -> None:
    """Another thread of the parent may hold the lock when the fork happens."""
    with Server([json_answer({}, 503), *GOOD]) as server:
        client = Humanloop(CANARY, server.url, timeout=4)
        client.api_client.connections._reliability.budget._lock.acquire()

        def child() -> None:
            assert client.logs.get("log_1").id == "log_1"

        assert in_child(child) == 0
        client.close()


def test_fork_after_asynchronous_use() -> None:
    with Server() as server:
        client = Humanloop(CANARY, server.url)

        async def parent() -> None:
            await client.logs.aget("log_1")
            # The fork happens while the loop runs and its connection is open.
            assert in_child(child) == 0
            assert (await client.logs.aget("log_1")).id == "log_1"
            await client.aclose()

        def child() -> None:
            asyncio._set_running_loop(None)

            async def main() -> None:
                assert (await client.logs.aget("log_1")).id == "log_1"
                await client.aclose()

            asyncio.run(main())

        asyncio.run(parent())
    assert [request.connection for request in server.requests] == [0, 1, 0]


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_client_in_worker_processes(method: str) -> None:
    with Server() as server:
        client = Humanloop(CANARY, server.url)
        client.logs.get("log_1")
        with ProcessPoolExecutor(1, multiprocessing.get_context(method)) as workers:
            assert workers.submit(client.logs.get, "log_1").result(20).id == "log_1"
        client.close()


def test_threads_share_a_client() -> None:
    with Server([[wait(0.002), json_answer({"id": "log_1"})], AGAIN]) as server:
        client = Humanloop(CANARY, server.url)
        start = threading.Barrier(16)

        def work(_: int) -> bool:
            start.wait()
            return all(client.logs.get("log_1").id == "log_1" for _ in range(20))

        with ThreadPoolExecutor(16) as threads:
            assert all(threads.map(work, range(16)))
        client.close()
    assert len(server.requests) == 320


def test_threads_make_one_pool() -> None:
    for _ in range(20):
        client = Humanloop(CANARY, "http://localhost:9")
        start, found = threading.Barrier(8), []

        def look(client: Humanloop = client, start: Any = start, found: Any = found) -> None:
            start.wait()
            found.append(client.api_client)

        threads = [threading.Thread(target=look) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(set(map(id, found))) == 1


def test_several_event_loops() -> None:
    """Loops in threads at the same time, and one after the other."""
    with Server() as server:
        client = Humanloop(CANARY, server.url)

        async def work() -> bool:
            answers = await asyncio.gather(*(client.logs.aget("log_1") for _ in range(10)))
            return all(answer.id == "log_1" for answer in answers)

        with ThreadPoolExecutor(4) as threads:
            assert all(threads.map(lambda _: asyncio.run(work()), range(4)))
        assert asyncio.run(work())
        loop = asyncio.new_event_loop()
        assert loop.run_until_complete(work())
        assert loop.run_until_complete(work())
        loop.run_until_complete(client.aclose())
        loop.close()
    assert len(server.requests) == 70


def test_loop_that_was_just_closed() -> None:
    """Not as `asyncio.run` does it: nothing was shut down before."""
    with Server() as server, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        client = Humanloop(CANARY, server.url)
        for _ in range(3):
            loop = asyncio.new_event_loop()
            assert loop.run_until_complete(client.logs.aget("log_1")).id == "log_1"
            loop.close()
        asyncio.run(client.aclose())
        gc.collect()


@pytest.mark.parametrize("runs", [0, 1, 2, 3, 4])
def test_loop_that_does_not_run(runs: int, capfd: pytest.CaptureFixture[str]) -> None:
    """It is not closed either; its connections are, from another loop, however little it runs afterwards."""

    async def nothing() -> None:
        pass

    with Server() as server, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        client = Humanloop(CANARY, server.url)
        loop = asyncio.new_event_loop()
        assert loop.run_until_complete(client.logs.aget("log_1")).id == "log_1"
        asyncio.run(client.aclose())
        hung_up(server)
        for _ in range(runs):
            loop.run_until_complete(nothing())
        loop.close()
        del client, loop
        gc.collect()
    # asyncio warns of each transport, and its socket, whose loop is closed before it could close it.
    assert {str(warning.message).split(" <")[0] for warning in warned} <= (
        set() if runs else {"unclosed transport", "unclosed"}
    )
    assert not capfd.readouterr().err


def test_loop_is_never_run_by_another_thread() -> None:
    """What waits in it is the program's own, and so is the right to run it."""
    threads: list[threading.Thread] = []
    with Server() as server:
        client = Humanloop(CANARY, server.url)
        loop = asyncio.new_event_loop()
        assert loop.run_until_complete(client.logs.aget("log_1")).id == "log_1"
        loop.call_soon(lambda: threads.append(threading.current_thread()))
        asyncio.run(client.aclose())
        assert not threads
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.close()
    assert threads == [threading.current_thread()]


def test_loop_that_does_not_run_and_has_work(
    recwarn: pytest.WarningsRecorder, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nobody else runs what waits in it: its connections are closed when that has ended."""
    proceed = threading.Event()
    script = [*events(event("one"), last=None), call(lambda: proceed.wait(10)), chunk(event("two")), LAST_CHUNK]
    with Server([script, AGAIN]) as server:
        caller = Caller("awaited", server.url)

        async def begin() -> asyncio.Task[list[str]]:
            stream = aiter(await caller.open())
            assert (await anext(stream))["output"] == "one"
            return asyncio.create_task(rest(stream))

        async def rest(stream: AsyncIterator[Any]) -> list[str]:
            return [token["output"] async for token in stream]

        loop = asyncio.new_event_loop()
        reading = loop.run_until_complete(begin())
        asyncio.run(caller.client.aclose())
        proceed.set()
        assert loop.run_until_complete(reading) == ["two"]
        hung_up(server)
        loop.close()
        del loop, reading
        gc.collect()
    assert not recwarn.list
    assert not capfd.readouterr().err


def hung_up(server: Server) -> None:
    """Wait until the client has closed all connections that the server knows."""
    deadline = time.monotonic() + 2
    while server.open and time.monotonic() < deadline:
        time.sleep(0.005)
    assert server.open == 0


async def test_both_styles_at_once() -> None:
    with Server() as server:
        async with Caller("awaited", server.url) as caller:
            first, second = await asyncio.gather(caller.call(), asyncio.to_thread(caller.client.logs.get, "log_1"))
    assert first.id == second.id == "log_1"
    assert server.connections == 2


async def test_close_from_another_loop() -> None:
    with Server() as server:
        client = Humanloop(CANARY, server.url)
        await client.logs.aget("log_1")
        await asyncio.to_thread(asyncio.run, client.aclose())
        await asyncio.sleep(0.05)
        error, _ = await caught(client.logs.aget("log_1"))
        assert "client is closed" in str(error)
        assert server.open == 0


@pytest.mark.parametrize("way", ["pickle", "deepcopy", "copy"])
async def test_clients_travel(way: str, style: str) -> None:
    """Settings travel, connections do not."""
    twin_of = {"pickle": lambda it: pickle.loads(pickle.dumps(it)), "deepcopy": copy.deepcopy, "copy": copy.copy}[way]
    with Server() as server:
        async with Caller(style, server.url, timeout=3.5, max_retries=1) as caller:
            await caller.call()
            twin = Caller(style, server.url)
            twin.client = twin_of(caller.client)
            assert (await twin.call("CHAT")).id == "log_1"
            assert (await caller.call()).id == "log_1"
            await twin.client.aclose()
    assert server.requests[1].headers["x-api-key"] == CANARY
    assert server.requests[1].json["provider_api_keys"] == {"openai": PROVIDER_CANARY}
    assert twin.client.configuration.timeout == 3.5
    assert server.connections == (1 if way == "copy" else 2)


async def test_answers_travel(style: str) -> None:
    document = {"id": "log_1", "output": "x", "unknown": {"a": [1]}, "created_at": "2024-01-01T00:00:00Z"}
    with Server([json_answer(document, X_Request_Id="req_1"), AGAIN]) as server:
        async with Caller(style, server.url) as caller:
            log = await caller.call()
            response: ApiResponse = await caller.run("logs.raw.get", "log_1")
    for twin in (pickle.loads(pickle.dumps(log)), copy.deepcopy(log), copy.copy(log)):
        assert twin == log
        assert twin.unknown == {"a": [1]}
    for twin in (pickle.loads(pickle.dumps(response)), copy.deepcopy(response)):
        assert (twin.status, twin.body, twin.headers["x-request-id"]) == (200, document, "req_1")
        assert twin.response is None


ERRORS: list[OpenApiException] = [
    errors.OpenApiException("x"),
    errors.ClientConfigurationError("x"),
    errors.InvalidHostConfigurationError("http://me:secret@host", "why"),
    errors.ApiTypeError("x", 5, ("a", 0), (int, str), key_type=True),
    errors.ApiValueError("x", ("a", 0)),
    errors.ApiAttributeError("x", ("a",)),
    errors.ApiKeyError("x", ("a",)),
    errors.MissingRequiredPropertiesError("x"),
    errors.MissingRequiredParametersError(TypeError("x")),
    errors.SchemaValidationError([errors.ApiTypeError("x")]),
    errors.AnyOfValidationError([errors.ApiValueError("x")]),
    errors.ApiException(404, "x"),
    errors.NotFoundError(404, "x"),
    errors.ApiResponseError(200, "x"),
    errors.ApiConnectionError("x", "GET /", sent=False),
    errors.ApiTimeoutError("x", "GET /"),
    errors.ApiStreamingException(200, "x", {"a": 1}),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_errors_travel(error: OpenApiException, protocol: int) -> None:
    for twin in (pickle.loads(pickle.dumps(error, protocol)), copy.deepcopy(error), copy.copy(error)):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert vars(twin).keys() == vars(error).keys()
        assert twin.args == error.args


def test_error_crosses_processes() -> None:
    with Server([answer(404, b'{"detail": "gone"}', {"X-Request-Id": "req_1"}), AGAIN]) as server:
        client = Humanloop(CANARY, server.url)
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as workers:
            error = workers.submit(client.logs.get, "log_1").exception(20)
        client.close()
    assert isinstance(error, errors.NotFoundError)
    assert (error.body, error.request_id) == ({"detail": "gone"}, "req_1")
