"""The client that all APIs share: build, send, wait and repeat, return or raise."""

from __future__ import annotations

import asyncio
import time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from humanloop.api_response import AsyncGeneratorResponse, StreamResponse
from humanloop.configuration import Configuration
from humanloop.exceptions import (
    ApiConnectionError,
    ApiException,
    ApiResponseError,
    ApiStreamingException,
    ClientConfigurationError,
)
from humanloop.exchange import Exchange, Reliability
from humanloop.request import build_request
from humanloop.rest import RestClient
from humanloop.serialization import to_model
from humanloop.streaming import answers, answers_async, keys_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from types import TracebackType
    from typing import Self

    from humanloop.api_response import ApiResponse
    from humanloop.async_rest import AsyncRestClient
    from humanloop.operation import CallOptions, Operation, Stream, T
    from humanloop.request import Request

    Outcome = ApiResponse | ApiConnectionError


class ApiClient:
    """Sends calls for all APIs, on one connection pool. Safe in threads; usable from any number of event loops."""

    def __init__(self, configuration: Configuration | None = None) -> None:
        self.configuration = configuration or Configuration()
        self._rest = RestClient(self.configuration)
        self._reliability = Reliability()
        self._closed = False

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
        return _carry_out(self._exchange(operation, given, options), self._rest.send)

    async def acall(self, operation: Operation[Any], given: Mapping[str, Any], options: CallOptions) -> ApiResponse:
        """`call`, awaited."""
        return await _carry_out_async(self._exchange(operation, given, options), self._async_rest.send)

    def stream(self, operation: Operation[Any], given: Mapping[str, Any], options: CallOptions) -> StreamResponse[Any]:
        """Start a stream.

        Raises:
            ApiStreamingException: The server did not start it, or there is no answer.
            SchemaValidationError: Arguments do not fit.
        """
        exchange, form = self._exchange(operation, given, options, stream=True), _form(operation)
        try:
            head = _carry_out(exchange, self._rest.open)
        except ApiException as error:
            raise ApiStreamingException.of(error) from error
        if head.content_type != EVENT_STREAM:
            head.data = b"".join(head.pieces)
            raise _no_stream(head)
        return StreamResponse(head, answers(head.pieces, *form), head.pieces.close)

    async def astream(
        self, operation: Operation[Any], given: Mapping[str, Any], options: CallOptions
    ) -> AsyncGeneratorResponse[Any]:
        """`stream`, awaited."""
        exchange, form = self._exchange(operation, given, options, stream=True), _form(operation)
        try:
            head = await _carry_out_async(exchange, self._async_rest.open)
        except ApiException as error:
            raise ApiStreamingException.of(error) from error
        if head.content_type != EVENT_STREAM:
            head.data = b"".join([piece async for piece in head.pieces])
            raise _no_stream(head)
        return AsyncGeneratorResponse(head, answers_async(head.pieces, *form), head.pieces.aclose)

    def model(self, operation: Operation[T], response: ApiResponse, *, validate: bool) -> T:
        """Make what the operation promises out of its answer.

        Raises:
            ApiResponseError: The answer is not the promised document; or some part of it does not fit, and `validate`
                is true.
        """
        if operation.returns == "None" or not (response.data or operation.returns != "Any"):
            return None  # type: ignore[return-value]  # T is None then
        if operation.returns == "str" and response.content_type.startswith("text/"):
            return response.body  # type: ignore[no-any-return]  # T is str then
        try:
            return to_model(operation.returns, response.data, validate=validate)  # type: ignore[no-any-return]
        except ValueError as error:
            call = f"{operation.method} {operation.path}"
            reason = f"{response.reason}, but not the promised document ({error})"
            raise ApiResponseError(response.status, reason, response, call) from error

    def close(self) -> None:
        """Close the connections of synchronous calls; a later call is refused. Closing twice is harmless."""
        self._closed = True
        self._rest.close()

    async def aclose(self) -> None:
        """Close all connections; a later call is refused. Closing twice is harmless."""
        self.close()
        if "_async_rest" in vars(self):
            await self._async_rest.close()

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

    @cached_property
    def _async_rest(self) -> AsyncRestClient:
        # Imported on first use: it needs the extra `async`, and says so.
        from humanloop.async_rest import AsyncRestClient  # noqa: PLC0415

        return AsyncRestClient(self.configuration)

    def _exchange(
        self,
        operation: Operation[Any],
        given: Mapping[str, Any],
        options: CallOptions,
        *,
        stream: bool = False,
    ) -> Exchange:
        if self._closed:
            raise ClientConfigurationError("This client is closed.")
        if self.configuration.refresh_api_key_hook is not None:
            self.configuration.refresh_api_key_hook(self.configuration)
        return Exchange(build_request(operation, given, options, self.configuration, stream=stream), self._reliability)


EVENT_STREAM = "text/event-stream"


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
        await asyncio.sleep(delay)


def _form(operation: Operation[Any]) -> tuple[str, tuple[str, ...]]:
    stream: Stream | None = operation.stream
    if stream is None:
        raise ClientConfigurationError(f"{operation.method} {operation.path} cannot be streamed.")
    return stream.items, keys_of(stream.event)


def _no_stream(head: ApiResponse) -> ApiStreamingException:
    reason = f"the answer is {head.content_type or 'of no stated type'}, not {EVENT_STREAM}"
    return ApiStreamingException(head.status, reason, head.body, head.headers, head.round_trip_time)
