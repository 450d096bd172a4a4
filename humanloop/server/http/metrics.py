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
from humanloop.server.http.responses import to_error_response
from humanloop.server.tally import Spread, Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

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
    """

    app: ASGIApp
    service: Callable[[], Service]
    requests: RequestTally
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
        families = families_of(core, service, self.requests)
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


def families_of(core: Any, service: Service, requests: RequestTally) -> list[Any]:
    """Build all numbers, as the library has them.

    Args:
        core: The library's module of them.
        service: The server's parts.
        requests: Its requests.
    """

    def counter(name: str, said: str, labels: tuple[str, ...], counts: Mapping[tuple[str, ...], float]) -> Any:
        family = core.CounterMetricFamily(name, said, labels=labels)
        for values, count in sorted(counts.items()):
            family.add_metric(values, count)
        if not labels and not counts:
            family.add_metric((), 0)
        return family

    store, providers = service.store, service.providers.tally
    return [
        counter("humanloop_requests", "Requests.", ("operation", "status"), requests.requests.under("requests")),
        _histogram(core, "humanloop_request_seconds", "Seconds from head to last byte.", requests.seconds),
        core.GaugeMetricFamily("humanloop_writer_queue", "Writes that wait.", value=store.writer.waiting),
        core.GaugeMetricFamily(
            "humanloop_writer_group_size", "Writes that were committed together last.", value=store.writer.last_group
        ),
        counter("humanloop_database_errors", "Errors of the database.", (), store.tally.under("errors")),
        counter("humanloop_provider_calls", "Calls of providers.", ("provider", "status"), providers.under("calls")),
        counter("humanloop_provider_tokens", "Tokens of models.", ("provider", "kind"), providers.under("tokens")),
        counter(
            "humanloop_provider_cost_dollars",
            "Cost of models, where it is known.",
            ("provider",),
            providers.under("cost"),
        ),
        counter(
            "humanloop_evaluations", "Evaluations that have ended.", ("status",), service.runner.tally.under("ended")
        ),
        counter(
            "humanloop_sandbox_kills",
            "Processes of evaluators that were ended.",
            ("reason",),
            service.sandbox.tally.under("kills"),
        ),
        core.GaugeMetricFamily("process_resident_memory_bytes", "Resident memory.", value=resident_bytes()),
    ]


def _histogram(core: Any, name: str, said: str, spread: Spread) -> Any:
    family = core.HistogramMetricFamily(name, said, labels=("operation",))
    bounds = [*map(str, map(float, spread.bounds)), "+Inf"]
    for label, counts in sorted(spread.counts.items()):
        buckets = list(zip(bounds, accumulate(counts), strict=True))
        family.add_metric((label,), buckets, sum_value=spread.sums[label])
    return family


def resident_bytes() -> int:
    """Answer how much memory the process has now; where that is not told, the most it has had."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    return pages * resource.getpagesize()
