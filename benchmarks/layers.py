"""Where the time of `logs.get` goes: samples of the running call, taken by the clock of the processor's time.

A profiler that follows every call would make small functions look dear; this one only looks up 250 times a second.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any

from benchmarks.documents import LOG_ID
from benchmarks.report import table
from benchmarks.runs import EVENTS, FLOOR, OURS, run, stub_server

if TYPE_CHECKING:
    from types import FrameType

    from benchmarks.calls import LogCalls

_SECONDS = 10
"""Of the processor's time, for each side."""
_LAYERS = {
    "the kernel: send and receive": ("/client.py send", "/socket.py readinto", "/connections.py readinto"),
    "pydantic: JSON to model": ("/pydantic/", "/serialization.py to_model"),
    "urllib3": ("/urllib3/",),
    "http.client, email": ("/http/client.py", "/email/"),
    "the request": (
        *("/request.py", "/call_options.py", "/configuration.py", "/base_configuration.py", "/arguments.py"),
        *("/urllib/parse.py", "/secret.py", "/provider_keys.py"),
    ),
    "the wire": (
        *("/rest.py", "/sending.py", "/connections.py", "/http_head.py", "/http_chunks.py", "/headers.py"),
        *("/network.py", "/compression.py", "/api_response.py"),
    ),
    "the call around it": ("/humanloop/", "/benchmarks/"),
}
"""Layer → what marks its functions, as `file function`; the first that fits counts."""


def measure(side: str, host: str) -> None:
    """Print, as JSON, microseconds of a call for each layer, and for the functions that take most."""
    logs: LogCalls = import_module(f"benchmarks.{side}.logs").Calls(host)
    layers: Counter[str] = Counter()
    functions: Counter[str] = Counter()

    def look(_signal: int, frame: FrameType | None) -> None:
        functions[_name(frame)] += 1
        layers[_layer(frame)] += 1

    for _ in range(300):
        logs.get(LOG_ID)
    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
    calls, started = 0, time.process_time()
    while time.process_time() - started < _SECONDS:
        for _ in range(100):
            logs.get(LOG_ID)
        calls += 100
    signal.setitimer(signal.ITIMER_PROF, 0)
    whole = (time.process_time() - started) / calls * 1e6
    share = whole / layers.total()
    sys.stdout.write(
        json.dumps(
            {
                "cpu": [whole],
                "layers": {name: count * share for name, count in layers.items()},
                "functions": [(name, count * share) for name, count in functions.most_common(10)],
            }
        )
    )


def run_all() -> dict[str, object]:
    """Measure and print both sides."""
    with stub_server() as host:
        results: dict[str, Any] = {
            side.name: run(side.python, f"from benchmarks.layers import measure; measure({who!r}, '{host}/{EVENTS}')")
            for side, who in ((FLOOR, "floor"), (OURS, "package"))
        }
    names = [*_LAYERS, "other"]
    rows = [
        [f"{name}", "", *(f"{result['layers'].get(name, 0):.0f} µs" for result in results.values())] for name in names
    ]
    rows.append(["all", "", *(f"**{result['cpu'][0]:.0f} µs**" for result in results.values())])
    print(table(["`logs.get`", "", *results], rows))
    for name, result in results.items():
        rows = [[function, "", f"{own:.1f} µs"] for function, own in result["functions"]]
        print(f"\n{table([f'function ({name}), with the built-in ones it calls', '', 'itself'], rows)}")
    return results


def _layer(frame: FrameType | None) -> str:
    """Find the layer of a function; one of the standard library's helpers belongs to what calls it."""
    while frame is not None:
        text = f"{frame.f_code.co_filename} {frame.f_code.co_name}"
        for name, marks in _LAYERS.items():
            if any(mark in text for mark in marks):
                return name
        frame = frame.f_back
    return "other"


def _name(frame: FrameType | None) -> str:
    if frame is None:
        return "?"
    return f"`{frame.f_code.co_name}` ({'/'.join(frame.f_code.co_filename.split('/')[-2:])})"
