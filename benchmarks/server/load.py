"""Load: threads that log as fast as they are answered, in a process of their own.

`python -m benchmarks.server.load URL THREADS COUNT FIRST PROJECTS` prints a JSON object.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.server.processes import API_KEY, ROOT
from benchmarks.server.records import PROJECT, record
from benchmarks.server.wire import Connection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.server.processes import Running

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


def log_all(url: str, *, threads: int, count: int, first: int = 0, projects: int = 1) -> Load:
    """Log that many records and wait for all answers.

    Args:
        url: The server.
        threads: Connections, each with a thread.
        count: Records in all.
        first: Number of the first record.
        projects: In how many projects they are.
    """
    command = [sys.executable, "-m", "benchmarks.server.load", url, str(threads), str(count), str(first), str(projects)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return Load(**json.loads(done.stdout))


def log_on(urls: Sequence[str], *, threads: int, count: int) -> Load:
    """Log to several servers at once, to each its share, in eight projects; what is slowest counts."""
    share, each = threads // len(urls), count // len(urls)
    for url in urls:
        log_all(url, threads=share, count=WARMING, projects=_PROJECTS)
    with ThreadPoolExecutor(len(urls)) as callers:
        jobs = [
            callers.submit(log_all, url, threads=share, count=each, first=1_000 + place * count, projects=_PROJECTS)
            for place, url in enumerate(urls)
        ]
        loads = [job.result() for job in jobs]
    rate = sum(load.rate for load in loads)
    return Load(rate, max(load.p50 for load in loads), max(load.p99 for load in loads))


def log_in_lists(running: Running, *, count: int, size: int) -> float:
    """Log records in lists, one after the other over one connection; answers how many a second go in, by the median."""
    rates: list[float] = []
    with running.connect() as connection:
        for first in range(0, count, size):
            body = json.dumps([record(number) for number in range(first, first + size)]).encode()
            began = time.perf_counter()
            status, answer = connection.request("POST", "/logs", body)
            rates.append(size / (time.perf_counter() - began))
            assert status == 200, answer
    return median(rates)


def main() -> None:
    """Do what the command line says."""
    url, (threads, count, first, projects) = sys.argv[1], map(int, sys.argv[2:6])
    choice = random.Random(first)
    names = [PROJECT, *(f"{PROJECT} {number}" for number in range(1, projects))]
    bodies = [
        json.dumps({**record(first + number), "project": choice.choice(names)}).encode() for number in range(count)
    ]
    times: list[float] = []
    # All connect before the first sends, so that only requests are timed.
    ready = threading.Barrier(threads + 1)

    def log(mine: list[bytes]) -> None:
        with Connection(url, API_KEY) as connection:
            ready.wait()
            for body in mine:
                began = time.perf_counter()
                status, answer = connection.request("POST", "/logs", body)
                times.append(time.perf_counter() - began)
                assert status == 200, answer

    workers = [threading.Thread(target=log, args=(bodies[index::threads],)) for index in range(threads)]
    for worker in workers:
        worker.start()
    ready.wait()
    began = time.perf_counter()
    for worker in workers:
        worker.join()
    seconds = time.perf_counter() - began
    assert len(times) == count
    times.sort()
    print(json.dumps({"rate": count / seconds, "p50": times[count // 2], "p99": times[int(count * 0.99)]}))


if __name__ == "__main__":
    main()
