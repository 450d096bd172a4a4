"""Calls as spans of OpenTelemetry, where a program has set a tracer provider.

Whoever has set a provider has imported OpenTelemetry, so all that other programs pay is one look into `sys.modules`;
this module is not even loaded. A span says which operation was called and how it ended, never what was sent or
answered.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from humanloop.core.json import from_json
from humanloop.core.loading import LOADING
from humanloop.core.span_details import SpanDetails
from humanloop.spec.facts import PACKAGE
from humanloop.version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping

    from humanloop.calls.exchange import Exchange
    from humanloop.core.operation import Operation, T
    from humanloop.core.response import ApiResponse


class CallSpan:
    """The span of one call, with all of its tries."""

    def __init__(
        self, api: Any, span: Any, exchange: Exchange, operation: Operation[Any], details: SpanDetails
    ) -> None:
        """Take a span that has begun.

        Args:
            api: The module `opentelemetry.trace`.
            span: The span.
            exchange: The call.
            operation: What is called.
            details: What the API's client knows of its calls.
        """
        self._api = api
        self._span = span
        self._exchange = exchange
        self._operation = operation
        self._details = details
        self._has_ended = False

    @contextmanager
    def sending(self, *, stays_open: bool = False) -> Generator[None]:
        """Let the spans of what is done inside stand below this one; an error ends it.

        Args:
            stays_open: Whether it goes on after that, as a stream does.
        """
        try:
            with self._api.use_span(self._span, record_exception=False, set_status_on_exception=False):
                yield
        except BaseException as error:
            self.fail(error)
            raise
        else:
            if not stays_open:
                self.end()

    def answered(self, response: ApiResponse) -> None:
        """Note what the server has answered."""
        self._span.set_attribute("http.response.status_code", response.status)
        if response.status >= 400:
            self._span.set_status(self._api.StatusCode.ERROR)
        if response.pieces is None:
            self.note(response.data)

    def note(self, data: bytes | str) -> None:
        """Note what the API's client finds worth it in an answer, or in the last event of a stream."""
        if self._has_ended or not data or type(self._details) is SpanDetails:
            return
        with suppress(ValueError):
            self._span.set_attributes(self._details.answered(self._operation, from_json(data)))

    def watch(self, items: Iterator[T]) -> Iterator[T]:
        """Pass the items of a stream on, and end with the last one."""
        try:
            yield from items
        except Exception as error:
            self.fail(error)
            raise
        finally:
            self.end()

    async def watch_async(self, items: AsyncIterator[T]) -> AsyncIterator[T]:
        """`watch`, awaited."""
        try:
            async for item in items:
                yield item
        except Exception as error:
            self.fail(error)
            raise
        finally:
            self.end()

    def closing(self, close: Callable[[], None]) -> Callable[[], None]:
        """Let a stream that is closed early end the span, too."""

        def close_both() -> None:
            try:
                close()
            finally:
                self.end()

        return close_both

    def closing_async(self, close: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """`closing`, awaited."""

        async def close_both() -> None:
            try:
                await close()
            finally:
                self.end()

        return close_both

    def fail(self, error: BaseException) -> None:
        """End with an error; what it says may be anything, so only its kind is told."""
        status = getattr(error, "status", None)
        if isinstance(status, int) and status:
            self._span.set_attribute("http.response.status_code", status)
        self._span.set_attribute("error.type", type(error).__qualname__)
        self._span.set_status(self._api.StatusCode.ERROR)
        self.end()

    def end(self) -> None:
        """End it. A second call does nothing."""
        if not self._has_ended:
            self._has_ended = True
            if self._exchange.resends:
                self._span.set_attribute("http.request.resend_count", self._exchange.resends)
            self._span.end()

    def __del__(self) -> None:
        # A stream that is dropped unread has not entered `watch`, which ends the span of all others.
        self.end()


def start_span(
    api: Any, operation: Operation[Any], given: Mapping[str, Any], exchange: Exchange, details: SpanDetails
) -> CallSpan | None:
    """Begin the span of a call, and tell the server of it; None if the program has set no provider.

    Args:
        api: The module `opentelemetry.trace`; None where the program forbids its import.
        operation: What is called.
        given: Its arguments.
        exchange: The call; its request gets the headers of the registered propagator.
        details: What the API's client knows of its calls.
    """
    if api is None or isinstance(api.get_tracer_provider(), api.ProxyTracerProvider):
        return None
    tracer = api.get_tracer(PACKAGE, __version__)
    name = details.names.get(operation.name, operation.name) or f"{operation.method} {operation.path}"
    attributes = _attributes(operation, exchange.request.url) | details.asked(operation, given)
    span = tracer.start_span(f"{PACKAGE}.{name}", kind=api.SpanKind.CLIENT, attributes=attributes)
    _inject(exchange.request.headers, api.set_span_in_context(span))
    return CallSpan(api, span, exchange, operation, details)


def _inject(headers: dict[str, str], context: Any) -> None:
    """Add the propagator's headers to those of a request; of the same name, the request's stay."""
    more: dict[str, str] = {}
    # Whoever has a provider has it, but need not have used it.
    with LOADING:
        propagate = import_module("opentelemetry.propagate")
    propagate.inject(more, context=context)
    sent = {name.lower() for name in headers}
    headers.update({name: value for name, value in more.items() if name.lower() not in sent})


def _attributes(operation: Operation[Any], url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "http.request.method": operation.method,
        "url.template": operation.path,
        "server.address": parts.hostname or "",
        "server.port": parts.port or (443 if parts.scheme == "https" else 80),
    }
