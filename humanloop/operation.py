"""What an operation is: one row of the API's table, and what a single call may say besides its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypedDict, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")


class CallOptions(TypedDict, total=False):
    """What a single call may say besides its arguments."""

    timeout: float | tuple[float, float] | None
    """Seconds for the whole call, or a pair (connect, read), or None for no limit. Default: the client's."""
    max_retries: int
    """Further tries after the first. Default: the client's."""
    headers: Mapping[str, str]
    """Headers to send besides the client's; of the same name, these win."""
    idempotency_key: str
    """Names a write, so that a server that honours it does it once only. Default: a new UUID per call."""


class Stream:
    """How an operation streams its answer."""

    __slots__ = ("event", "flag", "items")

    def __init__(self, flag: str, items: str, event: str) -> None:
        """Describe it.

        Args:
            flag: Field of the body that asks for a stream when it is true.
            items: Field of each event that lists the partial answers.
            event: Type of what is yielded, for example `types.StreamToken`: a partial answer with these keys.
        """
        self.flag = flag
        self.items = items
        self.event = event


class Operation(Generic[T]):
    """One row of the API's table. `T` is what the answer becomes.

    Types are written as expressions (`List[models.LogResponse]`) and resolved on first use: `types` is
    `humanloop.type`, what is sent, and `models` is `humanloop.pydantic`, what is received.
    """

    __slots__ = ("body", "method", "path", "provider_keys", "query", "returns", "status", "stream", "timeout")

    def __init__(
        self,
        method: str,
        path: str,
        *,
        status: int,
        query: Mapping[str, str] | None = None,
        body: str | None = None,
        returns: str = "None",
        provider_keys: str | None = None,
        timeout: float | None = None,
        stream: Stream | None = None,
    ) -> None:
        """Describe an operation.

        Args:
            method: HTTP method in capitals.
            path: Path below the host, with `{name}` for each path parameter.
            status: HTTP status of success.
            query: Query parameter → type; those that may be left out are `Optional[…]`.
            body: Type of the JSON body; None if the operation takes none.
            returns: Type of the answer's JSON; `None` if there is none.
            provider_keys: Field of the body that carries the keys of model providers.
            timeout: Seconds that a call may take in all, where the ordinary limit would be too short.
            stream: How the answer can be streamed, if it can.
        """
        self.method = method
        self.path = path
        self.status = status
        self.query = query or {}
        self.body = body
        self.returns = returns
        self.provider_keys = provider_keys
        self.timeout = timeout
        self.stream = stream

    def __repr__(self) -> str:
        return f"<Operation {self.method} {self.path}>"


class MaxLength:
    """The longest that a text may be, in characters."""

    __slots__ = ("value",)

    def __init__(self, value: int) -> None:
        self.value = value


class MinLength:
    """The shortest that a text may be, in characters."""

    __slots__ = ("value",)

    def __init__(self, value: int) -> None:
        self.value = value


class _Null:
    """The type of `NULL`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NULL"

    def __reduce__(self) -> str:
        return "NULL"

    def __bool__(self) -> bool:
        return False


NULL: Any = _Null()
"""Sends an explicit null, for example to clear a field; `None` leaves the argument out."""
