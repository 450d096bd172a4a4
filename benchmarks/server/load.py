"""Load: threads that log as fast as they are answered, in a process of their own.

`python -m benchmarks.server.load URL THREADS COUNT FIRST` prints a JSON object.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

from benchmarks.server.processes import API_KEY, ROOT
from benchmarks.server.records import record
from benchmarks.server.wire import Connection


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


def log_all(url: str, *, threads: int, count: int, first: int = 0) -> Load:
    """Log that many records and wait for all answers.

    Args:
        url: The server.
        threads: Connections, each with a thread.
        count: Records in all.
        first: Number of the first record.
    """
    command = [sys.executable, "-m", "benchmarks.server.load", url, str(threads), str(count), str(first)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return Load(**json.loads(done.stdout))


def main() -> None:
    """Do what the command line says."""
    url, (threads, count, first) = sys.argv[1], map(int, sys.argv[2:5])
    bodies = [json.dumps(record(first + number)).encode() for number in range(count)]
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
