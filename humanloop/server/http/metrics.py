"""Numbers of the running server, in the form that Prometheus reads."""

from __future__ import annotations

import resource
import sys
from dataclasses import dataclass, field
from importlib import import_module
from ipaddress import ip_address
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers
from starlette.responses import Response

from humanloop.server.domain.keys import key_of_exporter
from humanloop.server.errors import MethodNotAllowedError, NotFoundError, ServerError
from humanloop.server.http.marks import OPERATION, PROXIED, path_below
from humanloop.server.http.numbers import Board, Numbers, merged
from humanloop.server.http.responses import to_error_response
from humanloop.server.tally import Spread, Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from humanloop.server.http.observing import Seen
    from humanloop.server.service import Service

METRICS = "/metrics"
"""The address."""

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class RequestTally:
    """Counts requests by operation and status, and how long they took."""

    def __init__(self) -> None:
        self.requests = Tally()
        self.seconds = Spread(_SECONDS)

    def __call__(self, seen: Seen) -> None:
        """Count a request."""
        self.requests.add("requests", seen.operation, str(seen.status))
        self.seconds.add(seen.operation, seen.seconds)


@dataclass
class Metrics:
    """Answers those who read the numbers, before anything else looks at a request.

    Args:
        app: What answers other requests.
        service: Answers the server's parts; they are there once the server has started.
        requests: Counts requests.
        board: Where other workers show their numbers, if there are others.
    """

    app: ASGIApp
    service: Callable[[], Service]
    requests: RequestTally
    board: Board | None = None
    _library: Any = field(default=None, init=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or path_below(scope) != METRICS:
            await self.app(scope, receive, send)
            return
        scope[OPERATION] = "metrics"
        try:
            response = self._answer(scope)
        except ServerError as error:
            response = to_error_response(error)
        await response(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        service = self.service()
        mode = service.settings.metrics
        if mode == "off":
            raise NotFoundError("The numbers of this server are not shown: HUMANLOOP_SERVER_METRICS is off.")
        if scope["method"] not in {"GET", "HEAD"}:
            raise MethodNotAllowedError(["GET", "HEAD"])
        headers = Headers(scope=scope)
        if mode == "key" or (mode == "local" and not _is_local(scope)):
            service.keys.check(key_of_exporter(headers))
        if self._library is None:
            # By name, when it is asked for: few servers are, and it takes a fifth of their start.
            self._library = import_module("prometheus_client.exposition"), import_module("prometheus_client.core")
        exposition, core = self._library
        written, media = exposition.choose_encoder(headers.get("Accept", ""))
        mine = numbers_of(service, self.requests)
        families = families_of(core, mine if self.board is None else merged([mine, *self.board.others()]))
        return Response(written(_Registry(families)), media_type=media, headers={"Cache-Control": "no-store"})


@dataclass(frozen=True)
class _Registry:
    """What the library's writers ask for the numbers."""

    families: Iterable[Any]

    def collect(self) -> Iterable[Any]:
        """Answer all families."""
        return self.families


def _is_local(scope: Scope) -> bool:
    """Tell whether a request comes from this machine itself, and not through a proxy on it."""
    client = scope.get("client")
    if not client or scope.get(PROXIED):
        return False
    try:
        address = ip_address(client[0])
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


_COUNTERS = {
    "humanloop_requests": ("Requests.", ("operation", "status")),
    "humanloop_database_errors": ("Errors of the database.", ()),
    "humanloop_provider_calls": ("Calls of providers.", ("provider", "status")),
    "humanloop_provider_tokens": ("Tokens of models.", ("provider", "kind")),
    "humanloop_provider_cost_dollars": ("Cost of models, where it is known.", ("provider",)),
    "humanloop_evaluations": ("Evaluations that have ended.", ("status",)),
    "humanloop_sandbox_kills": ("Processes of evaluators that were ended.", ("reason",)),
}
_GAUGES = {
    "humanloop_writer_queue": "Writes that wait.",
    "humanloop_writer_group_size": "Writes that were committed together last.",
    "process_resident_memory_bytes": "Resident memory.",
}


def numbers_of(service: Service, requests: RequestTally) -> Numbers:
    """Collect the numbers of this process.

    Args:
        service: The server's parts.
        requests: Its requests.
    """
    store, providers = service.store, service.providers.tally
    counts = {
        "humanloop_requests": requests.requests.under("requests"),
        "humanloop_database_errors": store.tally.under("errors"),
        "humanloop_provider_calls": providers.under("calls"),
        "humanloop_provider_tokens": providers.under("tokens"),
        "humanloop_provider_cost_dollars": providers.under("cost"),
        "humanloop_evaluations": service.runner.tally.under("ended"),
        "humanloop_sandbox_kills": service.sandbox.tally.under("kills"),
    }
    return {
        "counts": {
            family: [(list(labels), number) for labels, number in rows.items()] for family, rows in counts.items()
        },
        "spread": {label: (found, requests.seconds.sums[label]) for label, found in requests.seconds.counts.items()},
        "gauges": {
            "humanloop_writer_queue": store.writer.waiting,
            "humanloop_writer_group_size": store.writer.last_group,
            "process_resident_memory_bytes": resident_bytes(),
        },
    }


def families_of(core: Any, numbers: Numbers) -> list[Any]:
    """Build all numbers, as the library has them.

    Args:
        core: The library's module of them.
        numbers: The numbers.
    """
    families: list[Any] = []
    for name, (said, labels) in _COUNTERS.items():
        family = core.CounterMetricFamily(name, said, labels=labels)
        for values, number in sorted(numbers["counts"].get(name, ())):
            family.add_metric(values, number)
        if not labels and not numbers["counts"].get(name):
            family.add_metric((), 0)
        families.append(family)
    seconds = core.HistogramMetricFamily(
        "humanloop_request_seconds", "Seconds from head to last byte.", labels=("operation",)
    )
    bounds = [*map(str, map(float, _SECONDS)), "+Inf"]
    spread: dict[str, tuple[list[int], float]] = numbers["spread"]
    for label, (counts, total) in sorted(spread.items()):
        buckets = list(zip(bounds, accumulate(counts), strict=True))
        seconds.add_metric((label,), buckets, sum_value=total)
    families.append(seconds)
    families += [core.GaugeMetricFamily(name, said, value=numbers["gauges"][name]) for name, said in _GAUGES.items()]
    return families


def resident_bytes() -> int:
    """Answer how much memory the process has now; where that is not told, the most it has had."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    return pages * resource.getpagesize()
