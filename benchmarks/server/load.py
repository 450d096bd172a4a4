"""Load: connections that log as fast as they are answered, from a process of their own.

`python -m benchmarks.server.load URLS CONNECTIONS COUNT FIRST PROJECTS` prints a JSON object. One thread waits for all
connections, so that the processors are left to the servers.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from selectors import EVENT_READ, DefaultSelector
from typing import TYPE_CHECKING

from benchmarks.server.processes import API_KEY, ROOT
from benchmarks.server.records import PROJECT, record
from benchmarks.server.wire import Connection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WARMING = 100
"""Logs to each of several servers before anything is measured."""
_PROJECTS = 8


@dataclass(frozen=True)
class Load:
    """What a load measured.

    Args:
        rate: Logs a second.
        p50: Median of the time until the answer, in seconds.
        p99: What 99 of 100 stay below.
    """

    rate: float
    p50: float
    p99: float


def log_all(url: str, *, connections: int, count: int, first: int = 0, projects: int = 1) -> Load:
    """Log that many records and wait for all answers.

    Args:
        url: The server, or several with commas in between, which take turns.
        connections: Each has one request at a time.
        count: Records in all.
        first: Number of the first record.
        projects: In how many projects they are.
    """
    numbers = [str(number) for number in (connections, count, first, projects)]
    command = [sys.executable, "-m", "benchmarks.server.load", url, *numbers]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return Load(**json.loads(done.stdout))


def log_on(urls: Sequence[str], *, connections: int, count: int) -> Load:
    """Log to several servers at once, to each its share, in eight projects."""
    log_all(",".join(urls), connections=connections, count=WARMING * len(urls), projects=_PROJECTS)
    return log_all(",".join(urls), connections=connections, count=count, first=1_000, projects=_PROJECTS)


def main() -> None:
    """Do what the command line says."""
    urls, (connections, count, first, projects) = sys.argv[1].split(","), map(int, sys.argv[2:6])
    choice = random.Random(first)
    names = [PROJECT, *(f"{PROJECT} {number}" for number in range(1, projects))]
    bodies = [
        json.dumps({**record(first + number), "project": choice.choice(names)}).encode() for number in range(count)
    ]
    with ExitStack() as opened:
        shares = {
            opened.enter_context(Connection(urls[place % len(urls)], API_KEY)): iter(bodies[place::connections])
            for place in range(connections)
        }
        began = time.perf_counter()
        times = sorted(_answered(shares))
        seconds = time.perf_counter() - began
    assert len(times) == count
    print(json.dumps({"rate": count / seconds, "p50": times[count // 2], "p99": times[int(count * 0.99)]}))


def _answered(shares: dict[Connection, Iterator[bytes]]) -> Iterator[float]:
    """Send to each connection its share, one request at a time; answers how long each took."""
    sent: dict[Connection, float] = {}

    def send_next(connection: Connection) -> None:
        body = next(shares[connection], None)
        if body is None:
            del sent[connection]
        else:
            sent[connection] = time.perf_counter()
            connection.send("POST", "/logs", body)

    with DefaultSelector() as selector:
        for connection in shares:
            selector.register(connection, EVENT_READ, connection)
            sent[connection] = 0.0
            send_next(connection)
        while sent:
            for key, _ in selector.select():
                status, answer = key.data.receive()
                yield time.perf_counter() - sent[key.data]
                assert status == 200, answer
                send_next(key.data)


if __name__ == "__main__":
    main()
