"""What a request may take: room, time, and a place among those that are answered at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from humanloop.server.errors import SlowRequestError, TooLargeError, UnavailableError
from humanloop.server.http.otlp_answers import error_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

# A client that is still sending may never read an answer, so what is too much is taken and thrown away, within reason.
_MOST_TO_THROW_AWAY = 64_000_000


class Places:
    """Answers so many requests at once and no more; all others are asked to come back.

    Args:
        app: What answers.
        places: Requests at once.
    """

    def __init__(self, app: ASGIApp, places: int) -> None:
        self._app = app
        self._free = places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say that there is no place."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._free <= 0:
            error = UnavailableError("The server has more requests at once than it can answer.")
            await error_response(scope, error)(scope, receive, send)
            return
        self._free -= 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._free += 1


class Room:
    """Memory for the large answers that are being taken.

    Args:
        octets: How much there is.
    """

    def __init__(self, octets: int) -> None:
        self._octets = octets
        self._taken = 0

    def take(self, octets: int) -> None:
        """Take some; one answer alone always has room.

        Raises:
            UnavailableError: Others take so much that this is too much.
        """
        if self._taken and octets and self._taken + octets > self._octets:
            raise UnavailableError("More large answers are being sent than there is memory for.")
        self._taken += octets

    def give_back(self, octets: int) -> None:
        """Give back what was taken."""
        self._taken -= octets


async def read_body(receive: Receive, declared: str | None, limit: int, seconds: float) -> bytes:
    """Read the body of a request.

    Args:
        receive: Where it comes from.
        declared: The header `Content-Length`.
        limit: Most bytes.
        seconds: Longest time until it is all there.

    Raises:
        TooLargeError: It has more bytes.
        SlowRequestError: It takes longer, or the client went away.
    """
    error = TooLargeError(f"The body has more than {limit} bytes, which is the most that this server takes.")
    size = int(declared) if declared is not None and declared.isdecimal() else 0
    if size > _MOST_TO_THROW_AWAY + limit:
        raise error
    try:
        async with asyncio.timeout(seconds):
            return await _read(receive, limit, error)
    except TimeoutError:
        raise SlowRequestError(f"The body was not there within {seconds:g} seconds.") from None


async def _read(receive: Receive, limit: int, error: TooLargeError) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise SlowRequestError("The client went away before its request was complete.")
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        if size <= limit:
            chunks.append(chunk)
        elif size > _MOST_TO_THROW_AWAY + limit:
            raise error
        else:
            chunks.clear()
        if not message.get("more_body", False):
            break
    if size > limit:
        raise error
    return b"".join(chunks)
