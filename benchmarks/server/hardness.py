"""What others notice while somebody asks much of the server, or takes nothing of what it answers."""

from __future__ import annotations

import json
import socket
import sqlite3
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from benchmarks.server.evaluation import evaluate
from benchmarks.server.processes import API_KEY, server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.server.processes import Running
    from benchmarks.server.wire import Connection

_RECORDS = 10_000
_REQUESTS = 8
_SECONDS_BETWEEN_REQUESTS = 2
_SECONDS_BETWEEN_WRITES = 0.01
_READERS = 100
_SECONDS_OF_NOTHING = 6
_PAGE_BYTES = 62_000_000
_DAY_AND_MORE = timedelta(hours=25)
_PATIENCE = 600
_VERDICTS = 150
_ROUNDS = 3


class Waits(NamedTuple):
    """How long one client has waited for the answers to its writes, in seconds."""

    p50: float
    p99: float
    longest: float


def large_requests(database: Path) -> Iterator[tuple[str, float, Waits]]:
    """Send requests of 10,000 records, one each 2 s: kind, seconds of such a request, and what another client waits."""
    with server(database) as running, running.connect() as connection:
        logs = [{"project": "large", "inputs": {"q": f"question {n}"}, "output": f"o {n}"} for n in range(_RECORDS)]
        made = _post(connection, "/logs", logs)
        dataset = {"name": "large", "description": "large"}
        dataset_id = _post(connection, f"/projects/{made[0]['project_id']}/datasets", dataset)["id"]
        feedback = [
            {"type": "rating", "value": "good", "user": f"u{n}", "data_id": log["id"]} for n, log in enumerate(made)
        ]
        points = [{"inputs": {"q": f"question {n}"}, "target": {"a": f"answer {n}"}} for n in range(_RECORDS)]
        for kind, path, records in (
            ("feedback", "/feedback", feedback),
            ("datapoints", f"/datasets/{dataset_id}/datapoints", points),
            ("logs", "/logs", logs),
        ):
            body, seconds = json.dumps(records).encode(), list[float]()
            with _others(running) as waits:
                for _ in range(_REQUESTS):
                    began = time.perf_counter()
                    status, answer = connection.request("POST", path, body)
                    assert status in {200, 201}, answer[:500]
                    seconds.append(time.perf_counter() - began)
                    time.sleep(max(0.0, _SECONDS_BETWEEN_REQUESTS - seconds[-1]))
            yield kind, max(seconds), _waits(waits)


def slow_readers(database: Path) -> tuple[float, float]:
    """Let 100 clients ask for the largest page and take nothing: bytes of memory, and seconds of a small read."""
    with server(database) as running, running.connect() as connection, ExitStack() as stack:
        text = "x" * (_PAGE_BYTES // 1000)
        project_id = ""
        for _ in range(4):
            answers = _post(connection, "/logs", [{"project": "slow", "output": text} for _ in range(250)])
            project_id = answers[0]["project_id"]
        address = urlsplit(running.url)
        request = f"GET {address.path}/logs?project_id={project_id}&size=1000 HTTP/1.1\r\nHost: {address.netloc}\r\n"
        for _ in range(_READERS):
            reader = stack.enter_context(socket.socket())
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            reader.connect((address.hostname, address.port))
            reader.sendall(f"{request}X-API-KEY: {API_KEY}\r\n\r\n".encode())
        end = time.monotonic() + _SECONDS_OF_NOTHING
        memory = longest = 0.0
        while time.monotonic() < end:
            began = time.perf_counter()
            status, answer = connection.request("GET", "/projects?size=1")
            longest = max(longest, time.perf_counter() - began)
            assert status == 200, answer
            memory = max(memory, running.memory_of_all())
            time.sleep(0.05)
        return memory, longest


def old_keys(database: Path, count: int) -> tuple[float, Waits]:
    """Let the server forget old keys: seconds until all are gone, and what a client that writes waits meanwhile."""
    with server(database):
        pass
    with closing(sqlite3.connect(database)) as connection:
        moment = (datetime.now(UTC) - _DAY_AND_MORE).strftime("%Y-%m-%d %H:%M:%S.%f")
        rows = ((f"{number:064x}", "r", 200, b"x" * 300, moment) for number in range(count))
        insert = "INSERT INTO idempotent_writes (id, request, status, body, created_at) VALUES (?, ?, ?, ?, ?)"
        connection.executemany(insert, rows)
        connection.commit()
        with server(database) as running, _others(running, "Idempotency-Key: {}\r\n") as waits:
            began = time.monotonic()
            while connection.execute("SELECT 1 FROM idempotent_writes WHERE created_at <= ?", (moment,)).fetchone():
                if time.monotonic() - began > _PATIENCE:
                    raise TimeoutError("the old keys are still there")
                time.sleep(0.5)
            seconds = time.monotonic() - began
        return seconds, _waits(waits)


def verdicts(database: Path) -> tuple[float, float]:
    """Let one process judge: seconds of a verdict, and of the first of a new evaluator."""
    with server(database, HUMANLOOP_SERVER_EVALUATOR_WORKERS="1") as running:
        evaluate(running, rows=5, name="warm")
        alone, judged = (
            median(evaluate(running, rows=_VERDICTS, signs=signs, name=f"{signs}{n}") for n in range(_ROUNDS))
            for signs in ("", ">")
        )
        without, first = (
            median(evaluate(running, rows=1, signs=signs, name=f"one {signs}{n}") for n in range(_ROUNDS))
            for signs in ("", "<")
        )
    return (judged - alone) / _VERDICTS, first - without


@contextmanager
def _others(running: Running, header: str = "") -> Iterator[list[float]]:
    """Let another client write a log each 10 ms; gives how long each took."""
    waits: list[float] = []
    is_over = threading.Event()

    def write() -> None:
        body = json.dumps({"project": "others", "output": "small"}).encode()
        with running.connect() as connection:
            while not is_over.wait(_SECONDS_BETWEEN_WRITES):
                began = time.perf_counter()
                status, answer = connection.request("POST", "/logs", body, header.format(f"{began!r}-0123456789"))
                waits.append(time.perf_counter() - began)
                assert status == 200, answer

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield waits
    finally:
        is_over.set()
        thread.join()


def _waits(waits: list[float]) -> Waits:
    ordered = sorted(waits)
    return Waits(ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)], ordered[-1])


def _post(connection: Connection, path: str, body: Any) -> Any:
    status, answer = connection.request("POST", path, json.dumps(body).encode())
    assert status in {200, 201}, answer[:500]
    return json.loads(answer)
