"""The numbers that the client promises, counted at the sockets of a server in another process."""

from __future__ import annotations

import asyncio
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from subprocess import PIPE, Popen
from typing import TYPE_CHECKING

import pytest

from humanloop import Humanloop
from humanloop.core.errors import InternalServerError
from tests.faults.client import CANARY, caught
from tests.faults.isolated import _ROOT, isolated
from tests.faults.server import AGAIN, Server, close, json_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

FLAKY = """
import sys, threading
from tests.faults.server import *
seen, lock = set(), threading.Lock()

def first_of_eight(link):
    # One first try in eight is reset; the same call comes again and is answered.
    with lock:
        first = link.request.target not in seen
        seen.add(link.request.target)
    if first and int(link.request.target.rpartition("_")[2]) % 8 == 0:
        reset()(link)
    json_answer({"id": "log_1"})(link)

def counts(link):
    json_answer({"requests": len(server.requests) - 1, "connections": server.connections})(link)

def route(link):
    (counts if link.request.target == "/counts" else first_of_eight)(link)

with Server([route, AGAIN]) as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def flaky() -> Iterator[str]:
    with Popen([sys.executable, "-c", FLAKY], stdin=PIPE, stdout=PIPE, text=True, cwd=_ROOT) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        assert process.stdin is not None
        process.stdin.close()


@pytest.mark.deadline(90)
def test_flaky_server_fails_no_call(flaky: str) -> None:
    """32 threads x 200 reads, one fault in eight first tries: no failed call."""
    client = Humanloop(CANARY, flaky)

    def read(thread: int) -> int:
        return sum(client.logs.get(f"log_{thread * 200 + number}").id == "log_1" for number in range(200))

    with ThreadPoolExecutor(32) as threads:
        assert sum(threads.map(read, range(32))) == 6400
    client.close()


@pytest.mark.deadline(90)
def test_flaky_server_fails_no_awaited_call(flaky: str) -> None:
    async def main() -> int:
        async with Humanloop(CANARY, flaky) as client:

            async def read(thread: int) -> int:
                return sum([(await client.logs.aget(f"log_{thread * 50 + n}")).id == "log_1" for n in range(50)])

            return sum(await asyncio.gather(*(read(thread) for thread in range(32))))

    assert asyncio.run(main()) == 1600


@pytest.mark.deadline(60)
@pytest.mark.parametrize("how", ["500", "closed"])
def test_long_outage(how: str) -> None:
    """400 calls in 40 threads, nothing works: at most 1.6 requests per call."""
    with Server([json_answer({}, 500), AGAIN] if how == "500" else [close()]) as server:
        client = Humanloop(CANARY, server.url)

        def read(_: int) -> None:
            with pytest.raises(Exception):  # noqa: B017 - counted below
                client.logs.get("log_1")

        with ThreadPoolExecutor(40) as threads:
            list(threads.map(read, range(400)))
        client.close()
    assert 400 <= len(server.requests) <= 640
    assert len(server.requests) == 500  # the budget of 500 tokens pays for 100 retries


@pytest.mark.deadline(60)
def test_long_outage_awaited() -> None:
    with Server([json_answer({}, 500), AGAIN]) as server:

        async def main() -> None:
            async with Humanloop(CANARY, server.url) as client:
                gate = asyncio.Semaphore(40)

                async def read() -> None:
                    async with gate:
                        error, _ = await caught(client.logs.aget("log_1"))
                        assert isinstance(error, InternalServerError)

                await asyncio.gather(*(read() for _ in range(400)))

        asyncio.run(main())
    assert len(server.requests) == 500


def grown_by_bomb(style: str) -> int:
    """MiB that half a MiB of gzip, 512 MiB unpacked, adds to the memory of a process."""
    import resource
    import subprocess
    import sys

    from tests.faults.client import Caller, caught, run

    program = """
import sys
from tests.faults.server import *
packed = bomb(512 << 20)
assert len(packed) < 600_000
with Server([json_answer({"id": "log_1"}), answer(200, packed, {"Content-Encoding": "gzip"})]) as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""
    # The server is a process of its own, so that only the client is measured.
    server = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    assert server.stdin is not None
    url = server.stdout.readline().strip()

    async def main() -> int:
        async with Caller(style, url, timeout=20.0) as caller:
            await caller.call()
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            error, _ = await caught(caller.call())
            assert "larger than" in str(error), error
            return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024

    try:
        return int(run(main()))
    finally:
        server.stdin.close()
        server.stdout.close()
        server.wait(10)


@pytest.mark.deadline(60)
def test_bomb_needs_little_memory(style: str) -> None:
    assert int(isolated(grown_by_bomb, style)) < 150


def test_budget_is_shared_by_threads() -> None:
    from humanloop.calls.retry import RetryBudget

    budget, taken = RetryBudget(), []
    start = threading.Barrier(8)

    def take() -> None:
        start.wait()
        taken.extend(1 for _ in range(50) if budget.take())

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 100
