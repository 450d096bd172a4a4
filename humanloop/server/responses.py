"""From answers to HTTP: JSON, streams of events, errors."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json
from starlette.responses import Response, StreamingResponse

from humanloop.server.errors import error_detail
from humanloop.server.events import EventStream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Receive, Scope, Send

    from humanloop.server.errors import ServerError

_NO_CONTENT = 204
_STILL_THERE = b": still working\n\n"


def to_response(answer: Any, status: int, silence_seconds: float) -> Response:
    """Build the response of an operation that went well.

    Args:
        answer: What its handler answered.
        status: The operation's status of success.
        silence_seconds: Longest silence of a stream.
    """
    if isinstance(answer, EventStream):
        return _EventResponse(answer, silence_seconds)
    if status == _NO_CONTENT:
        return Response(status_code=status)
    return Response(to_json(answer), status_code=status, media_type="application/json")


def to_error_response(error: ServerError) -> Response:
    """Build the response of an error."""
    content = to_json({"detail": error.detail()})
    return Response(content, error.code, dict(error.headers), media_type="application/json")


def plain_error_response(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    """Build the response of an error that has no class of its own."""
    content = to_json({"detail": error_detail(status, message)})
    return Response(content, status, headers, media_type="application/json")


class _EventResponse(StreamingResponse):
    """Data-only server-sent events. Whoever leaves early stops the events at once."""

    def __init__(self, stream: EventStream, silence_seconds: float) -> None:
        self._stream = stream
        chunks = _encoded(stream, silence_seconds)
        super().__init__(chunks, media_type="text/event-stream", headers={"cache-control": "no-cache"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events."""
        async with aclosing(self._stream):
            await super().__call__(scope, receive, send)


async def _encoded(stream: EventStream, silence_seconds: float) -> AsyncIterator[bytes]:
    async for event in stream.each(silence_seconds):
        yield _STILL_THERE if event is None else to_event(event)


def to_event(event: Any) -> bytes:
    """Write one event.

    ASCII only, because some clients decode every network chunk by itself; and no `data: ` inside of the JSON, because
    some split there.
    """
    text = to_json(event, ensure_ascii=True).replace(b"data: ", rb"data:\u0020")
    return b"data: " + text + b"\n\n"
