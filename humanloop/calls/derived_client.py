"""A client with options of its own, on the connections of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.calls.api_client import ApiClient

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from humanloop.core.operation import CallOptions, Operation, T
    from humanloop.core.response import ApiResponse, AsyncGeneratorResponse, StreamResponse


class DerivedClient(ApiClient):
    """Sends calls as another client does, with options that count where a call says nothing else."""

    parent: ApiClient
    options: CallOptions

    def __init__(self, parent: ApiClient, options: CallOptions) -> None:
        # Not the constructor of the base: everything that it would make is the parent's.
        self.configuration = parent.configuration
        self.parent, self.options = parent, options
        if isinstance(parent, DerivedClient):
            self.parent, self.options = parent.parent, merged(parent.options, options)

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        return type(self), (self.parent, self.options)

    def call(self, operation: Operation[Any], given: Mapping[str, Any], options: CallOptions) -> ApiResponse:
        """Carry a call out."""
        return self.parent.call(operation, given, merged(self.options, options))

    async def acall(self, operation: Operation[Any], given: Mapping[str, Any], options: CallOptions) -> ApiResponse:
        """`call`, awaited."""
        return await self.parent.acall(operation, given, merged(self.options, options))

    def stream(self, operation: Operation[Any], given: Mapping[str, Any], options: CallOptions) -> StreamResponse[Any]:
        """Start a stream."""
        return self.parent.stream(operation, given, merged(self.options, options))

    async def astream(
        self, operation: Operation[Any], given: Mapping[str, Any], options: CallOptions
    ) -> AsyncGeneratorResponse[Any]:
        """`stream`, awaited."""
        return await self.parent.astream(operation, given, merged(self.options, options))

    def model(self, operation: Operation[T], response: ApiResponse, *, validate: bool) -> T:
        """Make what the operation promises out of its answer."""
        return self.parent.model(operation, response, validate=validate)

    def close(self) -> None:
        """Close the parent, whose connections these are."""
        self.parent.close()

    async def aclose(self) -> None:
        """Close the parent, whose connections these are."""
        await self.parent.aclose()


def merged(options: CallOptions, given: CallOptions) -> CallOptions:
    """Put options together; of those that both have, and of headers of the same name, the given ones win."""
    both: CallOptions = {**options, **given}
    headers, other = given.get("headers"), options.get("headers")
    if headers and other:
        named = {name.lower() for name in headers}
        both["headers"] = {**{name: other[name] for name in other if name.lower() not in named}, **headers}
    return both
