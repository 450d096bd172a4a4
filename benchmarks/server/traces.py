"""`python -m benchmarks.server.traces`: spans taken in, and what others feel of it."""

from __future__ import annotations

import json
import random
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import urllib3
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from benchmarks.report import machine, table
from benchmarks.server.processes import API_KEY, server
from benchmarks.server.records import record

if TYPE_CHECKING:
    from benchmarks.server.processes import Running

_SPANS = 500
_REQUESTS = 10
_BATCHES = 100
_BATCH = 50
_SECONDS_BETWEEN_BATCHES = 1 / 25
_TRACE = 5
_HEADERS = {"X-API-KEY": API_KEY, "Content-Type": "application/x-protobuf"}
_QUESTION = "How does an event loop decide which coroutine runs next, and what happens while nothing is ready to run?"


def request(count: int, random_numbers: random.Random) -> bytes:
    """The body of a request of so many spans: traces of a workflow with a task, two calls of a model and a tool."""
    message = ExportTraceServiceRequest()
    group = message.resource_spans.add()
    for name, value in (("service.name", "benchmark"), ("telemetry.sdk.language", "python")):
        _set(group.resource.attributes, name, value)
    scope = group.scope_spans.add()
    scope.scope.name = "opentelemetry.util.genai.handler"
    for _ in range(count // _TRACE):
        _add_trace(scope, random_numbers)
    data: bytes = message.SerializeToString()
    return data


def _add_trace(scope: Any, random_numbers: random.Random) -> None:
    trace_id = random_numbers.randbytes(16)
    ids = [random_numbers.randbytes(8) for _ in range(_TRACE)]
    started = time.time_ns()
    for place in reversed(range(_TRACE)):
        span = scope.spans.add()
        span.trace_id, span.span_id, span.kind = trace_id, ids[place], 3
        span.parent_span_id = b"" if place == 0 else ids[min(place - 1, 1)]
        span.start_time_unix_nano, span.end_time_unix_nano = started + place * 1000, started + 1_000_000
        span.name = ("workflow", "task", "chat gpt-4o-mini", "execute_tool search", "chat gpt-4o-mini")[place]
        for name, value in _attributes(place).items():
            _set(span.attributes, name, value)


def _attributes(place: int) -> dict[str, Any]:
    if place < 2:
        return {}
    if place == 3:
        return {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": "search",
            "gen_ai.tool.call.arguments": '{"query": "event loop"}',
            "gen_ai.tool.call.result": '{"pages": 3}',
        }
    said = [{"role": "user", "parts": [{"type": "text", "content": _QUESTION}]}]
    answer = [{"role": "assistant", "parts": [{"type": "text", "content": _QUESTION[::-1]}], "finish_reason": "stop"}]
    return {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "gpt-4o-mini",
        "gen_ai.provider.name": "openai",
        "server.address": "api.openai.com",
        "server.port": 443,
        "gen_ai.request.temperature": 0.2,
        "gen_ai.request.top_p": 0.9,
        "gen_ai.request.max_tokens": 50,
        "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
        "gen_ai.response.id": "chatcmpl-1",
        "gen_ai.usage.input_tokens": 12,
        "gen_ai.usage.output_tokens": 7,
        "gen_ai.input.messages": json.dumps(said),
        "gen_ai.output.messages": json.dumps(answer),
    }


def _set(attributes: Any, name: str, value: Any) -> None:
    pair = attributes.add()
    pair.key = name
    kind = {str: "string_value", int: "int_value", float: "double_value"}[type(value)]
    setattr(pair.value, kind, value)


def main() -> None:
    """Measure and print."""
    random_numbers = random.Random(7)
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory() as folder:
        with server(Path(folder) / "spans.db") as running:
            bodies = [request(_SPANS, random_numbers) for _ in range(_REQUESTS + 1)]
            seconds, rate = _take(running, bodies)
        size = len(bodies[0]) // 1000
        rows += [
            [f"{_SPANS} spans ({size} kB) in one request, median", "150 ms", f"{seconds * 1000:.0f} ms"],
            ["spans for each second of the server's processor time", "4,000", f"{rate:,.0f}"],
        ]
        for label, batches in (("without", 0), ("with", _BATCHES)):
            with server(Path(folder) / f"{label}.db") as running:
                p99 = _others(running, [request(_BATCH, random_numbers) for _ in range(batches)])
            asked = "50 ms" if batches else ""
            rows.append(
                [f"p99 of two clients that log, {label} {_BATCHES} batches of {_BATCH}", asked, f"{p99 * 1e3:.1f} ms"]
            )
    print(f"{machine()}\n\n{table(['figure', 'asked for', '**ours**'], rows)}")


def _take(running: Running, bodies: list[bytes]) -> tuple[float, float]:
    """Send requests one after the other; answers the median of their times, and spans by processor seconds."""
    http, times = urllib3.PoolManager(), list[float]()
    _export(http, running, bodies[0])
    before = running.cpu()
    for body in bodies[1:]:
        began = time.perf_counter()
        _export(http, running, body)
        times.append(time.perf_counter() - began)
    return median(times), _SPANS * len(times) / (running.cpu() - before)


def _export(http: urllib3.PoolManager, running: Running, body: bytes) -> None:
    answer = http.request("POST", f"{running.url}/otel/v1/traces", body=body, headers=_HEADERS)
    assert answer.status == 200, answer.data


def _others(running: Running, bodies: list[bytes]) -> float:
    """Let two clients log, one record after the other, while batches come; answers what 99 of 100 posts stay below."""
    times: list[float] = []
    ends = time.perf_counter() + _BATCHES * _SECONDS_BETWEEN_BATCHES

    def log(first: int) -> None:
        with running.connect() as connection:
            number = first
            while time.perf_counter() < ends:
                body = json.dumps(record(number)).encode()
                began = time.perf_counter()
                status, answer = connection.request("POST", "/logs", body)
                times.append(time.perf_counter() - began)
                assert status == 200, answer
                number += 2

    threads = [threading.Thread(target=log, args=(first,)) for first in (0, 1)]
    for thread in threads:
        thread.start()
    http = urllib3.PoolManager()
    next_time = time.perf_counter()
    for body in bodies:
        time.sleep(max(0, next_time - time.perf_counter()))
        next_time += _SECONDS_BETWEEN_BATCHES
        _export(http, running, body)
    for thread in threads:
        thread.join()
    return sorted(times)[len(times) * 99 // 100]


if __name__ == "__main__":
    main()
