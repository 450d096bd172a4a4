"""From answers to HTTP: JSON, streams of events, errors."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json
from starlette.responses import Response, StreamingResponse

from humanloop.calls.exchange import IDEMPOTENCY_HEADER
from humanloop.server.domain.long_pages import PIECE
from humanloop.server.errors import error_detail
from humanloop.server.http.events import EventStream
from humanloop.server.http.records import RecordStream, SlicedResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from starlette.types import Receive, Scope, Send

    from humanloop.server.errors import ServerError

SUPPORTED = {IDEMPOTENCY_HEADER: "supported"}
"""Header of every answer: writes may be repeated under their key."""
REPLAYED = {IDEMPOTENCY_HEADER: "replayed"}
"""Header of an answer that was given before."""

_NO_CONTENT = 204
LARGE = 262_144
"""Bytes of a body from which on it is handed to the wire in parts."""
_STILL_THERE = b": still working\n\n"


@dataclass(frozen=True)
class PromptText:
    """An answer that is not JSON but a file in the `.prompt` form."""

    text: str


def to_response(answer: Any, status: int, silence_seconds: float) -> Response:
    """Build the response of an operation that went well.

    Args:
        answer: What its handler answered.
        status: The operation's status of success.
        silence_seconds: Longest silence of a stream.
    """
    if isinstance(answer, EventStream):
        return _EventResponse(answer, silence_seconds)
    if isinstance(answer, RecordStream):
        return StreamingResponse(answer.parts(), status, SUPPORTED, media_type="application/json")
    if isinstance(answer, PromptText):
        return Response(answer.text, status, SUPPORTED, media_type="text/prompt")
    return json_response(b"" if status == _NO_CONTENT else to_json(answer, inf_nan_mode="null"), status, SUPPORTED)


def json_response(body: bytes, status: int, headers: Mapping[str, str]) -> Response:
    """Build a response of JSON; one that promises no content has none, and no type of it."""
    if status == _NO_CONTENT:
        return Response(status_code=status, headers=headers)
    kind = SlicedResponse if len(body) > LARGE else Response
    return kind(body, status, headers, media_type="application/json")


def room_of(response: Response) -> int:
    """Tell how many bytes an answer holds while it is taken; 0 for those that are small."""
    if isinstance(response, SlicedResponse):
        return len(response.body)
    return 2 * PIECE if isinstance(response, StreamingResponse) and not isinstance(response, _EventResponse) else 0


def to_error_response(error: ServerError) -> Response:
    """Build the response of an error."""
    return json_response(to_json({"detail": error.detail()}), error.code, {**SUPPORTED, **error.headers})


def plain_error_response(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    """Build the response of an error that has no class of its own."""
    content = to_json({"detail": error_detail(status, message)})
    return Response(content, status, headers, media_type="application/json")


class _EventResponse(StreamingResponse):
    """Data-only server-sent events. Whoever leaves early stops the events at once."""

    def __init__(self, stream: EventStream, silence_seconds: float) -> None:
        self._stream = stream
        chunks = _encoded(stream, silence_seconds)
        headers = {"cache-control": "no-cache", **SUPPORTED}
        super().__init__(chunks, media_type="text/event-stream", headers=headers)

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
