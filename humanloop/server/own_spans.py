"""The server's own work as spans of OpenTelemetry, where they are asked for: request, write, call of a provider."""

from __future__ import annotations

from contextlib import nullcontext
from contextvars import ContextVar
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from humanloop.core.extras import install
from humanloop.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

SCOPE = "humanloop.server"
"""The scope of these spans, and the name of the service."""
INSTALL = install("opentelemetry")
"""What brings the library that sends them."""

_PATH = "/v1/traces"
_current: ContextVar[OwnSpans | None] = ContextVar("humanloop_own_spans", default=None)


def is_installed() -> bool:
    """Tell whether spans can be sent."""
    return find_spec("opentelemetry") is not None and find_spec("opentelemetry.exporter") is not None


def own_span(name: str, **attributes: Any) -> AbstractContextManager[Any]:
    """Make a span of what is done inside, as a part of the request that is answered; nothing where none are wanted.

    Args:
        name: Its name.
        attributes: By name, with double underscores for dots.
    """
    spans = _current.get()
    if spans is None:
        return nullcontext()
    given = {key.replace("__", "."): value for key, value in attributes.items() if value is not None}
    return spans.begin(name, given)


class OwnSpans:
    """Makes spans and sends them in the background.

    Args:
        address: Where to, as `OTEL_EXPORTER_OTLP_ENDPOINT` has it: `/v1/traces` is added.
    """

    def __init__(self, address: str) -> None:
        # Looked up here: an extra, and large.
        self._api = import_module("opentelemetry.trace")
        sdk, sending = import_module("opentelemetry.sdk.trace"), import_module("opentelemetry.sdk.trace.export")
        wire = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
        endpoint = address if address.endswith(_PATH) else address.rstrip("/") + _PATH
        resource = import_module("opentelemetry.sdk.resources").Resource.create({"service.name": SCOPE})
        self._provider: Any = sdk.TracerProvider(resource=resource)
        self._provider.add_span_processor(sending.BatchSpanProcessor(wire.OTLPSpanExporter(endpoint)))
        self._tracer: Any = self._provider.get_tracer(SCOPE, __version__)
        context = import_module("opentelemetry.trace.propagation.tracecontext")
        self._propagator: Any = context.TraceContextTextMapPropagator()

    def begin(self, name: str, attributes: Mapping[str, Any]) -> AbstractContextManager[Any]:
        """Begin a part of a request."""
        span: AbstractContextManager[Any] = self._tracer.start_as_current_span(
            name, attributes=dict(attributes), record_exception=False
        )
        return span

    def begin_request(self, method: str, traceparent: str | None) -> AbstractContextManager[Any]:
        """Begin the span of a request, below the one that it names."""
        headers = {} if traceparent is None else {"traceparent": traceparent}
        span: AbstractContextManager[Any] = self._tracer.start_as_current_span(
            method,
            context=self._propagator.extract(headers),
            kind=self._api.SpanKind.SERVER,
            attributes={"http.request.method": method},
            record_exception=False,
        )
        return span

    def end_request(self, span: Any, method: str, template: str | None, status: int) -> None:
        """Say what was asked and how it went."""
        if template is not None:
            span.update_name(f"{method} {template}")
            span.set_attribute("http.route", template)
        span.set_attribute("http.response.status_code", status)
        if status >= 500:
            span.set_status(self._api.StatusCode.ERROR)

    def use(self) -> None:
        """Make spans of all parts of the request that is answered in this context."""
        _current.set(self)

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()
