"""A transport that answers what it is told, for both kinds of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from urllib3 import HTTPHeaderDict

from humanloop.core.response import ApiResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from humanloop.core.request import Request


def reply(status: int = 200, data: bytes = b"", content_type: str = "application/json", **headers: str) -> ApiResponse:
    """Make an answer; a header is written as a name of Python."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return ApiResponse(
        status=status,
        reason="Reason",
        headers=HTTPHeaderDict({"Content-Type": content_type, **fields}),
        round_trip_time=0.25,
        response=None,
        data=data,
    )


class Pieces:
    """The body of an open stream; an error among the pieces is raised."""

    def __init__(self, *pieces: Any) -> None:
        self._pieces = iter(pieces)
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = next(self._pieces)
        if isinstance(piece, Exception):
            raise piece
        return bytes(piece)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def opened(*pieces: Any) -> ApiResponse:
    """Make the answer that opens a stream."""
    head = reply(content_type="text/event-stream")
    head.pieces = Pieces(*pieces)
    return head


class Wire:
    """Stands for both transports: what is sent is kept, what comes of it was told before."""

    def __init__(self, *outcomes: Any) -> None:
        self._outcomes = list(outcomes)
        self.sent: list[Request] = []
        self.closed = 0

    def send(self, request: Request) -> ApiResponse:
        self.sent.append(request)
        outcome = self._outcomes.pop(0)
        if isinstance(outcome, BaseException):
            raise outcome
        assert isinstance(outcome, ApiResponse)
        return outcome

    def close(self) -> None:
        self.closed += 1


class AsyncWire:
    """`Wire`, awaited."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def send(self, request: Request) -> ApiResponse:
        return self._wire.send(request)

    async def close(self) -> None:
        self._wire.close()
