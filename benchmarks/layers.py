"""Where the time of `logs.get` goes, by layer: cProfile's shares of the time that a call takes without cProfile."""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
import time
from importlib import import_module
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.documents import LOG_ID
from benchmarks.report import table
from benchmarks.runs import EVENTS, FLOOR, OURS, run, stub_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.calls import LogCalls

_CALLS = 300
_LAYERS = {
    "sockets": ("'_socket.socket'", "/socket.py", "/ssl.py", "/selectors.py", "'select."),
    "pydantic": ("pydantic_core", "/pydantic/"),
    "urllib3": ("/urllib3/",),
    "http.client and email": ("/http/client.py", "/email/"),
    "floor or humanloop: calls": ("/benchmarks/", "/apis/", "/api.py", "/api_client.py", "/exchange.py", "/retry.py"),
    "humanloop: the request": (
        *("/request.py", "/call_options.py", "/base_configuration.py", "/configuration.py", "/arguments.py"),
        *("/provider_keys.py", "/urllib/parse.py", "/secret.py"),
    ),
    "humanloop: the wire": ("/humanloop/",),
}
_OTHER = "other"

Place = tuple[str, int, str]


def measure(side: str, host: str) -> None:
    """Print, as JSON, microseconds for each layer and for the ten functions that take most themselves."""
    logs: LogCalls = import_module(f"benchmarks.{side}.logs").Calls(host)

    def work() -> None:
        for _ in range(_CALLS):
            logs.get(LOG_ID)

    work()
    whole = median(_timed(work) for _ in range(9)) / _CALLS
    profile = cProfile.Profile(time.process_time)
    profile.runcall(work)
    stats: dict[Place, Any] = vars(pstats.Stats(profile))["stats"]
    scale = whole / sum(own for _, _, own, _, _ in stats.values())
    layers: dict[str, float] = {}
    for place, (_, _, own, _, callers) in stats.items():
        for layer, seconds in _shares(place, own, callers):
            layers[layer] = layers.get(layer, 0.0) + seconds * scale * 1e6
    most = sorted(stats.items(), key=lambda item: -item[1][2])[:10]
    top = [(_named(place), calls / _CALLS, own * scale * 1e6) for place, (_, calls, own, _, _) in most]
    sys.stdout.write(json.dumps({"cpu": [whole * 1e6], "layers": layers, "top": top}))


def run_all() -> dict[str, object]:
    """Measure and print both sides."""
    with stub_server() as host:
        results: dict[str, Any] = {
            side.name: run(side.python, f"from benchmarks.layers import measure; measure({who!r}, '{host}/{EVENTS}')")
            for side, who in ((FLOOR, "floor"), (OURS, "package"))
        }
    names = [*_LAYERS, _OTHER]
    rows = [[name, "", *(f"{result['layers'].get(name, 0):.0f} µs" for result in results.values())] for name in names]
    rows.append(["all", "", *(f"**{result['cpu'][0]:.0f} µs**" for result in results.values())])
    print(table(["layer of `logs.get`", "", *results], rows))
    for name, result in results.items():
        rows = [[function, f"{calls:.0f}", f"{own:.1f} µs"] for function, calls, own in result["top"]]
        print(f"\n{table([f'function ({name})', 'calls', 'own time'], rows)}")
    return results


def _timed(work: Callable[[], None]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _shares(place: Place, own: float, callers: dict[Place, tuple[int, int, float, float]]) -> list[tuple[str, float]]:
    """Give the time of a built-in function to the layers that call it, unless it is a layer's own."""
    layer = _layer(place)
    if layer != _OTHER or not callers:
        return [(layer, own)]
    return [(_layer(caller), seconds) for caller, (_, _, seconds, _) in callers.items()]


def _layer(place: Place) -> str:
    text = f"{place[0]} {place[2]}"
    return next((name for name, marks in _LAYERS.items() if any(mark in text for mark in marks)), _OTHER)


def _named(place: Place) -> str:
    file, _, name = place
    return f"`{name}`" if file == "~" else f"`{name}` ({'/'.join(file.split('/')[-2:])})"
