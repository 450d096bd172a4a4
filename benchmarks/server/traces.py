"""`python -m benchmarks.server.traces`: spans taken in, and what others feel of it."""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

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
_ORDERS = (
    "You answer questions about a library for programs that wait a lot. Answer in a few sentences, with one example "
    "where it helps. Look into the manual before you name a function, and say which page you have read. If the manual "
    "does not say it, answer that you do not know."
)
_QUESTION = "How does an event loop decide which coroutine runs next, and what happens while nothing is ready to run?"
_FOUND = (
    "Each turn of the loop runs the callbacks that were ready when it began, in the order in which they became ready; "
    "callbacks that they add wait for the next turn. When none is ready, it sleeps until the next timer or a socket."
)
_ANSWER = (
    "It runs them in the order in which they became ready (page 3): a coroutine that awaits something gives way, and "
    "is put at the end of the queue once that is done. While nothing is ready the loop sleeps in `select`, until a "
    "socket can be read or the next timer is due; it takes no processor time at all for that."
)
_TOOL = {
    "type": "function",
    "name": "search",
    "description": "Search the manual for pages about something.",
    "parameters": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]},
}


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
            "gen_ai.tool.call.result": json.dumps({"page": 3, "text": _FOUND}),
        }
    said, answer = _conversation(is_last=place == _TRACE - 1)
    return {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "gpt-4o-mini",
        "gen_ai.provider.name": "openai",
        "server.address": "api.openai.com",
        "server.port": 443,
        "gen_ai.request.temperature": 0.2,
        "gen_ai.request.top_p": 0.9,
        "gen_ai.request.max_tokens": 500,
        "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
        "gen_ai.response.id": "chatcmpl-1",
        "gen_ai.usage.input_tokens": 212,
        "gen_ai.usage.output_tokens": 77,
        "gen_ai.system_instructions": json.dumps([_text(_ORDERS)]),
        "gen_ai.tool.definitions": json.dumps([_TOOL]),
        "gen_ai.input.messages": json.dumps(said),
        "gen_ai.output.messages": json.dumps(answer),
    }


def _conversation(*, is_last: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What a model is told and says: first that it wants to search, then, with what was found, its answer."""
    call = {"type": "tool_call", "id": "call_1", "name": "search", "arguments": {"query": "event loop"}}
    said = [{"role": "user", "parts": [_text(_QUESTION)]}]
    asked = {"role": "assistant", "parts": [call]}
    if not is_last:
        return said, [{**asked, "finish_reason": "tool_calls"}]
    found = {"type": "tool_call_response", "id": "call_1", "response": _FOUND}
    said += [asked, {"role": "tool", "parts": [found]}]
    return said, [{"role": "assistant", "parts": [_text(_ANSWER)], "finish_reason": "stop"}]


def _text(content: str) -> dict[str, Any]:
    return {"type": "text", "content": content}


def _set(attributes: Any, name: str, value: Any) -> None:
    pair = attributes.add()
    pair.key = name
    kind = {str: "string_value", int: "int_value", float: "double_value"}[type(value)]
    setattr(pair.value, kind, value)


class Taken(NamedTuple):
    """What requests cost, one after the other: the medians of their times, and those of the server's processor."""

    seconds: float
    processor: float


def main() -> None:
    """Measure and print."""
    random_numbers = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        bodies = [request(_SPANS, random_numbers) for _ in range(_REQUESTS + 1)]
        with server(Path(folder) / "spans.db") as running:
            taken = _take(running, bodies)
        floor = _floor(Path(folder) / "floor.db", bodies)
        size = round(len(bodies[0]) / 1000)
        rows: list[list[str]] = [
            [f"{_SPANS} spans ({size} kB) in one request, median", "150 ms", f"{taken.seconds * 1000:.0f} ms"],
            ["the server's processor time of one", "", f"{taken.processor * 1000:.0f} ms"],
            ["spans for each second of it", "4,000", f"{_SPANS / taken.processor:,.0f}"],
            ["floor: the library's decoder and bare inserts, median", "", f"{floor.seconds * 1000:.0f} ms"],
            ["floor: processor time", "", f"{floor.processor * 1000:.0f} ms"],
        ]
        for label, batches in (("without", 0), ("with", _BATCHES)):
            with server(Path(folder) / f"{label}.db") as running:
                p99 = _others(running, [request(_BATCH, random_numbers) for _ in range(batches)])
            asked = "50 ms" if batches else ""
            rows.append(
                [f"p99 of two clients that log, {label} {_BATCHES} batches of {_BATCH}", asked, f"{p99 * 1e3:.1f} ms"]
            )
    print(f"{machine()}\n\n{table(['figure', 'asked for', '**ours**'], rows)}")


def _take(running: Running, bodies: list[bytes]) -> Taken:
    """Send requests one after the other, after a first one that does not count."""
    http, times = urllib3.PoolManager(), list[float]()
    _export(http, running, bodies[0])
    before = running.cpu()
    for body in bodies[1:]:
        began = time.perf_counter()
        _export(http, running, body)
        times.append(time.perf_counter() - began)
    return Taken(median(times), (running.cpu() - before) / len(times))


def _floor(path: Path, bodies: list[bytes]) -> Taken:
    """Do what nobody can do without, in this process: decode, store each span as a row and a log, index it, commit.

    On a machine that does other things too it grows as the server's own times do.
    """
    times, processor = list[float](), list[float]()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
            "CREATE TABLE spans (key TEXT PRIMARY KEY, trace TEXT, parent TEXT);"
            "CREATE INDEX of_trace ON spans (trace); CREATE INDEX of_parent ON spans (parent);"
            "CREATE TABLE logs (seq INTEGER PRIMARY KEY, said TEXT);"
            "CREATE VIRTUAL TABLE texts USING fts5 (text, content='', tokenize='trigram', detail='none')"
        )
        for body in bodies:
            began, used = time.perf_counter(), time.process_time()
            rows, logs = list[tuple[str, str, str]](), list[tuple[str]]()
            for span in ExportTraceServiceRequest.FromString(body).resource_spans[0].scope_spans[0].spans:
                trace = span.trace_id.hex()
                rows.append((f"{trace}-{span.span_id.hex()}", trace, span.parent_span_id.hex()))
                logs.append((json.dumps({pair.key: pair.value.string_value for pair in span.attributes}),))
            with connection:
                last = connection.execute("SELECT coalesce(max(seq), 0) FROM logs").fetchone()
                connection.executemany("INSERT INTO spans VALUES (?, ?, ?)", rows)
                connection.executemany("INSERT INTO logs (said) VALUES (?)", logs)
                connection.execute("INSERT INTO texts (rowid, text) SELECT seq, said FROM logs WHERE seq > ?", last)
            times.append(time.perf_counter() - began)
            processor.append(time.process_time() - used)
    return Taken(median(times), median(processor))


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
