"""The client that all APIs share: build, send, wait and repeat, return or raise."""

from __future__ import annotations

import re
import sys
import time
from contextlib import nullcontext
from copy import copy
from typing import TYPE_CHECKING, Any

from humanloop.calls.connections import Connections
from humanloop.calls.exchange import Exchange
from humanloop.configuration import Configuration
from humanloop.core.errors import (
    ApiConnectionError,
    ApiException,
    ApiResponseError,
    ApiStreamingException,
    ClientConfigurationError,
)
from humanloop.core.loading import LOADING
from humanloop.core.response import EVENT_STREAM, AsyncGeneratorResponse, StreamResponse
from humanloop.core.span_details import SpanDetails
from humanloop.request.build import build_request
from humanloop.request.options import conceal
from humanloop.response.events import answers, answers_async, keys_of
from humanloop.response.model import Model, as_answer
from humanloop.response.reading import to_model

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from types import TracebackType
    from typing import Self

    import requests

    from humanloop.calls.tracing import CallSpan
    from humanloop.core.operation import CallOptions, Operation, Stream, T
    from humanloop.core.request import Request
    from humanloop.core.response import ApiResponse

    Outcome = ApiResponse | ApiConnectionError

TRACE = "opentelemetry.trace"
"""The module that a program with a tracer provider has imported."""


class ApiClient:
    """Sends calls for all APIs, on one connection pool. Safe in threads; usable from any number of event loops."""

    def __init__(self, configuration: Configuration | None = None, http: requests.Session | None = None) -> None:
        """Set it up; nothing is sent yet.

        Args:
            configuration: Its settings.
            http: Session of the library requests that synchronous calls go through. Default: urllib3.
        """
        self.configuration = configuration or Configuration()
        self.connections = Connections(self.configuration, http)
        self.span_details = SpanDetails()
        """What spans of its calls say besides what all calls have in common."""
        self.options: CallOptions = {}
        """What its calls say besides their arguments, where they say nothing else."""

    def with_options(self, options: CallOptions) -> Self:
        """Make a client on the same connections whose calls have other options besides; closing one closes both.

        Args:
            options: The options; of headers of the same name, and of what this client has too, these count.
        """
        made = copy(self)
        conceal(options)
        made.options = _merged(self.options, options)
        return made

    def call(self, operation: Operation[Any], given: Mapping[str, Any], options: CallOptions) -> ApiResponse:
        """Carry a call out.

        Args:
            operation: What to call.
            given: Its arguments by their names in the API.
            options: What this call says besides.

        Raises:
            ApiException: The server answered with an error, or there is no answer.
            SchemaValidationError: Arguments do not fit.
        """
        exchange = self._exchange(operation, given, options)
        span = self._span(operation, given, exchange)
        if span is None:
            return _carry_out(exchange, self.connections.rest.send)
        with span.sending():
            response = _carry_out(exchange, self.connections.rest.send)
            span.answered(response)
        return response

    async def acall(self, operation: Operation[Any], given: Mapping[str, Any], options: CallOptions) -> ApiResponse:
        """`call`, awaited."""
        exchange = self._exchange(operation, given, options)
        span = self._span(operation, given, exchange)
        if span is None:
            return await _carry_out_async(exchange, self.connections.async_rest.send)
        with span.sending():
            response = await _carry_out_async(exchange, self.connections.async_rest.send)
            span.answered(response)
        return response

    def stream(self, operation: Operation[Any], given: Mapping[str, Any], options: CallOptions) -> StreamResponse[Any]:
        """Start a stream.

        Raises:
            ApiStreamingException: The server did not start it, or there is no answer.
            SchemaValidationError: Arguments do not fit.
        """
        exchange, form = self._exchange(operation, given, options, stream=True), _form(operation)
        span = self._span(operation, given, exchange)
        try:
            with nullcontext() if span is None else span.sending(stays_open=True):
                head = _carry_out(exchange, self.connections.rest.send)
                if head.pieces is None:
                    raise _no_stream(head)
        except ApiStreamingException:
            raise
        except ApiException as error:
            raise ApiStreamingException.of(error) from error
        items, close = answers(head, *form, None if span is None else span.note), head.pieces.close
        if span is None:
            return StreamResponse(head, items, close)
        span.answered(head)
        return StreamResponse(head, span.watch(items), span.closing(close))

    async def astream(
        self, operation: Operation[Any], given: Mapping[str, Any], options: CallOptions
    ) -> AsyncGeneratorResponse[Any]:
        """`stream`, awaited."""
        exchange, form = self._exchange(operation, given, options, stream=True), _form(operation)
        span = self._span(operation, given, exchange)
        try:
            with nullcontext() if span is None else span.sending(stays_open=True):
                head = await _carry_out_async(exchange, self.connections.async_rest.send)
                if head.pieces is None:
                    raise _no_stream(head)
        except ApiStreamingException:
            raise
        except ApiException as error:
            raise ApiStreamingException.of(error) from error
        items, close = answers_async(head, *form, None if span is None else span.note), head.pieces.aclose
        if span is None:
            return AsyncGeneratorResponse(head, items, close)
        span.answered(head)
        return AsyncGeneratorResponse(head, span.watch_async(items), span.closing_async(close))

    def model(self, operation: Operation[T], response: ApiResponse, *, validate: bool) -> T:
        """Make what the operation promises out of its answer.

        Raises:
            ApiResponseError: The answer is not the promised document; or some part of it does not fit, and `validate`
                is true.
        """
        returns = operation.returns
        if not response.data and (returns in ("None", "Any") or returns.startswith("Optional[")):
            return None  # type: ignore[return-value]  # T is None then
        if returns in ("str", "Optional[str]") and response.is_text_of(operation.accept):
            return response.text  # type: ignore[return-value]  # T is str then
        if returns in ("bytes", "Optional[bytes]"):
            return response.data  # type: ignore[return-value]  # T is bytes then
        if operation.is_mixed and not _is_json(operation, response):
            # T is a union with bytes or str then, or Any.
            return response.text if _is_text(operation, response) else response.data  # type: ignore[return-value]
        try:
            # What promises nothing may answer with any JSON; a page of a proxy says nothing of what was done.
            answer = to_model("Any" if returns == "None" else returns, response.data, validate=validate)
        except ValueError as error:
            call = f"{operation.method} {operation.path}"
            reason = f"{response.reason}, but not the promised document ({error!s:.300})"
            raise ApiResponseError(response.status, reason, response, call) from error
        if answer.__class__ is list and returns != "Any":
            # Imported here: most answers are no list.
            with LOADING:
                from humanloop.response.records import Records  # noqa: PLC0415

            answer = Records(answer)
        elif issubclass(answer.__class__, Model):
            # Not `get`: where there is none, as in most answers, that takes five times as long.
            link = response.headers["Link"] if "Link" in response.headers else ""  # noqa: SIM401
            as_answer(answer, link, self.configuration.host)
        return None if returns == "None" else answer  # type: ignore[return-value]  # T is None then

    def close(self) -> None:
        """Close the connections of synchronous calls; a later call is refused. Closing twice is harmless."""
        self.connections.close()

    async def aclose(self) -> None:
        """Close all connections; a later call is refused. Closing twice is harmless."""
        await self.connections.aclose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def _span(self, operation: Operation[Any], given: Mapping[str, Any], exchange: Exchange) -> CallSpan | None:
        """Begin a span for a call, if the program has OpenTelemetry and wants it."""
        if TRACE not in sys.modules or not self.configuration.tracing:
            return None
        # Imported here: most programs trace nothing.
        with LOADING:
            from humanloop.calls.tracing import start_span  # noqa: PLC0415

        return start_span(sys.modules[TRACE], operation, given, exchange, self.span_details)

    def _exchange(
        self,
        operation: Operation[Any],
        given: Mapping[str, Any],
        options: CallOptions,
        *,
        stream: bool = False,
    ) -> Exchange:
        if options:
            conceal(options)
        learnt = self.connections.learnt()
        if self.options:
            options = _merged(self.options, options)
        configuration = self.configuration
        if configuration.refresh_api_key_hook is not None:
            configuration.refresh_api_key_hook(configuration)
        request = build_request(operation, given, options, configuration, stream=stream)
        return Exchange(
            request,
            learnt,
            idempotent_writes=configuration.idempotent_writes,
            debug=configuration.debug,
            answers_nothing=operation.returns in ("None", "Any") or operation.returns.startswith("Optional["),
            problems=operation.problems,
        )


def _merged(options: CallOptions, given: CallOptions) -> CallOptions:
    """Put options together; of those that both have, and of headers of the same name, the given ones win."""
    both: CallOptions = {**options, **given}
    headers, other = given.get("headers"), options.get("headers")
    if headers and other:
        named = {name.lower() for name in headers}
        both["headers"] = {**{name: other[name] for name in other if name.lower() not in named}, **headers}
    return both


def _carry_out(exchange: Exchange, send: Callable[[Request], ApiResponse]) -> ApiResponse:
    while True:
        try:
            outcome: Outcome = send(exchange.request)
        except ApiConnectionError as error:
            outcome = error
        delay = exchange.next_delay(outcome)
        if delay is None:
            return exchange.answer(outcome)
        time.sleep(delay)


async def _carry_out_async(exchange: Exchange, send: Callable[[Request], Awaitable[ApiResponse]]) -> ApiResponse:
    while True:
        try:
            outcome: Outcome = await send(exchange.request)
        except ApiConnectionError as error:
            outcome = error
        delay = exchange.next_delay(outcome)
        if delay is None:
            return exchange.answer(outcome)
        # Imported here: it is large, and where something is awaited it is there already.
        with LOADING:
            import asyncio  # noqa: PLC0415

        await asyncio.sleep(delay)


def _form(operation: Operation[Any]) -> tuple[str, tuple[str, ...]]:
    stream: Stream | None = operation.stream
    if stream is None:
        raise ClientConfigurationError(f"{operation.method} {operation.path} cannot be streamed.")
    return stream.items, keys_of(stream.event) if stream.items else ()


def _is_json(operation: Operation[Any], response: ApiResponse) -> bool:
    """Tell whether an answer of an operation that may answer several kinds is JSON, also where no type is stated."""
    # What nobody set a type for is often called plain text.
    if response.content_type and (response.content_type != "text/plain" or "text/plain" in operation.accept):
        return response.is_json
    # An object or a list only: a text or a number may be just that.
    is_described = {*re.findall(r"[\w.]+", operation.returns)} - {"Optional", "Union", "bytes", "str"}
    return bool(is_described) and isinstance(response.body, (dict, list))


def _is_text(operation: Operation[Any], response: ApiResponse) -> bool:
    """Tell whether an answer that is no JSON is text; where an operation may answer bytes, these stay as they are."""
    if operation.texts:
        return response.is_text or response.content_type in operation.texts
    return operation.returns != "Any" and "bytes" not in re.findall(r"[\w.]+", operation.returns)


def _no_stream(head: ApiResponse) -> ApiStreamingException:
    reason = head.problem or f"the answer is {head.content_type or 'of no stated type'}, not {EVENT_STREAM}"
    return ApiStreamingException(head.status, reason, head.body, head.headers, head.round_trip_time)
