"""How a method of an API becomes a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from typing import Concatenate, ParamSpec

    from humanloop.api_client import ApiClient
    from humanloop.api_response import ApiResponse, AsyncGeneratorResponse, StreamResponse
    from humanloop.operation import CallOptions, Operation

    P = ParamSpec("P")

T = TypeVar("T")


class Api:
    """Base of the APIs: their methods name an operation and their arguments, and leave the rest to the client."""

    def __init__(self, api_client: ApiClient) -> None:
        self.api_client = api_client

    def _send(self, operation: Operation[T], arguments: Mapping[str, Any], validate: bool, options: CallOptions) -> T:
        response = self.api_client.call(operation, arguments, options)
        return self._answer(operation, response, validate)  # type: ignore[no-any-return]  # Any, for `RawApi`

    async def _asend(
        self, operation: Operation[T], arguments: Mapping[str, Any], validate: bool, options: CallOptions
    ) -> T:
        response = await self.api_client.acall(operation, arguments, options)
        return self._answer(operation, response, validate)  # type: ignore[no-any-return]  # Any, for `RawApi`

    def _stream(
        self, operation: Operation[Any], arguments: Mapping[str, Any], options: CallOptions
    ) -> StreamResponse[Any]:
        return self.api_client.stream(operation, arguments, options)

    async def _astream(
        self, operation: Operation[Any], arguments: Mapping[str, Any], options: CallOptions
    ) -> AsyncGeneratorResponse[Any]:
        return await self.api_client.astream(operation, arguments, options)

    def _answer(self, operation: Operation[Any], response: ApiResponse, validate: bool) -> Any:
        return self.api_client.model(operation, response, validate=validate)


class RawApi(Api):
    """Base of the raw APIs: the same methods, stopping before the model."""

    def _answer(self, operation: Operation[Any], response: ApiResponse, validate: bool) -> ApiResponse:
        if validate:
            self.api_client.model(operation, response, validate=True)
        return response


def raw(method: Callable[Concatenate[Any, P], Any]) -> Callable[Concatenate[Any, P], ApiResponse]:
    """Declare the raw twin of a method: the same function, typed by what it answers in a `RawApi`."""
    return method


def raw_async(
    method: Callable[Concatenate[Any, P], Awaitable[Any]],
) -> Callable[Concatenate[Any, P], Awaitable[ApiResponse]]:
    """Declare the raw twin of an asynchronous method."""
    return method
