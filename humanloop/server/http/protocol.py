"""The wire under the application: limits that hold before a request is one, and errors there in JSON too."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING, Any

import h11
from pydantic_core import to_json
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol

from humanloop.server.errors import error_detail
from humanloop.server.http.middleware import REQUEST_ID, new_request_id

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

_SECONDS_TO_SAY_GOODBYE = 1
# Bytes of a body that it costs nothing to copy.
_SMALL = 16_384
_MESSAGES = {
    400: "The request is not HTTP/1.1.",
    408: "The request did not come in time.",
    431: "The request's line and headers are larger than this server takes.",
}


class _Connection(h11.Connection):
    """A connection that reads and writes a little otherwise.

    It says when the head of a request is there, and which status a request deserves that it refuses. The head of a
    small answer waits for the body, so that both go out at once.
    """

    def __init__(self, head_limit: int, on_head: Callable[[], None]) -> None:
        super().__init__(h11.SERVER, head_limit)
        self._head_limit = head_limit
        self._on_head = on_head
        self._head = b""
        self.status = 400

    def send(self, event: h11.Event) -> bytes | None:
        """Write an event; nothing yet, if it is the head of a small answer."""
        data = super().send(event)
        if data is None:
            return None
        if isinstance(event, h11.Response) and _is_small(event):
            self._head = data
            return b""
        head, self._head = self._head, b""
        return head + data

    def next_event(self) -> h11.Event | type[h11.NEED_DATA | h11.PAUSED]:
        """Read on.

        Raises:
            h11.RemoteProtocolError: What came is no request, or its head is too large.
        """
        try:
            event = super().next_event()
        except h11.RemoteProtocolError as error:
            self.status = error.error_status_hint
            raise
        if isinstance(event, h11.Request):
            self._on_head()
            names = [name for name, _ in event.headers]
            if b"transfer-encoding" in names and b"content-length" in names:
                # A proxy may count on the one where this server counts on the other, and see other requests.
                raise h11.RemoteProtocolError("Two lengths are given.")
            # The reader itself only limits a head that is not complete yet.
            if len(event.target) + sum(len(name) + len(value) + 4 for name, value in event.headers) > self._head_limit:
                self.status = 431
                raise h11.RemoteProtocolError("The head is too large.", error_status_hint=431)
        return event


def _is_small(answer: h11.Response) -> bool:
    """Tell whether the body of an answer is at hand and short; of others, the client may wait for the head alone."""
    length = next((value for name, value in answer.headers if name == b"content-length"), None)
    return length is not None and int(length) <= _SMALL


class Protocol(H11Protocol):
    """HTTP/1.1 whose requests have a largest head, and a longest time for it, as have answers that nobody takes.

    Args:
        arguments: As uvicorn gives them.
        head_limit: Most bytes of a request's line and headers.
        read_seconds: Longest time until they are all there.
        write_seconds: Longest time in which a client takes nothing of its answer.
        options: As uvicorn gives them.
    """

    def __init__(
        self, *arguments: Any, head_limit: int, read_seconds: float, write_seconds: float, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.conn: _Connection = _Connection(head_limit, self._stop_waiting)
        self._read_seconds = read_seconds
        self._write_seconds = write_seconds
        self._head_timer: asyncio.TimerHandle | None = None
        self._write_timer: asyncio.TimerHandle | None = None
        self._has_begun = False
        self._is_idle = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        self._stop_watching()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on. On a connection that is used again, this is when the next request starts to take time."""
        if self._is_idle:
            self._await_head()
        self._has_begun = True
        super().data_received(data)

    def pause_writing(self) -> None:
        """Watch whether the client takes what is ready for it."""
        super().pause_writing()
        self._watch(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """Go on: it does."""
        self._stop_watching()
        super().resume_writing()

    def on_response_complete(self) -> None:
        """Be idle, unless the next request is there already."""
        self._is_idle = True
        super().on_response_complete()
        self._say_goodbye()

    def shutdown(self) -> None:
        """End with what is being answered, or at once."""
        super().shutdown()
        self._say_goodbye()

    def _say_goodbye(self) -> None:
        """Under HTTPS, wait a moment for the client to say that it has read the end; many never do."""
        if self.transport.is_closing() and self.transport.get_extra_info("ssl_object") is not None:
            self.loop.call_later(_SECONDS_TO_SAY_GOODBYE, self.transport.abort)

    def send_400_response(self, msg: str) -> None:
        """Say in JSON why the request is refused, and close."""
        del msg
        self._stop_waiting()
        status = self.conn.status
        body = to_json({"detail": error_detail(status, _MESSAGES.get(status, _MESSAGES[400]))})
        lines = [
            b"HTTP/1.1 %d %b" % (status, STATUS_PHRASES[status]),
            b"content-type: application/json",
            b"content-length: %d" % len(body),
            b"connection: close",
            b"%b: %b" % (REQUEST_ID.lower().encode(), new_request_id()),
            b"",
            body,
        ]
        self.transport.write(b"\r\n".join(lines))
        self.transport.close()

    def _await_head(self) -> None:
        self._has_begun = self._is_idle = False
        self._head_timer = self.loop.call_later(self._read_seconds, self._on_slow_head)

    def _stop_waiting(self) -> None:
        self._is_idle = False
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _watch(self, size: int) -> None:
        self._write_timer = self.loop.call_later(self._write_seconds, self._on_slow_reader, size)

    def _stop_watching(self) -> None:
        if self._write_timer is not None:
            self._write_timer.cancel()
            self._write_timer = None

    def _on_slow_reader(self, size: int) -> None:
        left = self.transport.get_write_buffer_size()
        if left < size:
            self._watch(left)
        else:
            # Without lingering: else the system would keep what is left, and wait for the same client again.
            connection = self.transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.transport.abort()

    def _on_slow_head(self) -> None:
        if self._has_begun:
            self.conn.status = 408
            self.send_400_response("")
        else:
            self._stop_waiting()
            self.transport.close()


def protocol_class(*, head_limit: int, read_seconds: float, write_seconds: float) -> type[Protocol]:
    """Make the class that uvicorn makes one of for each connection."""

    class Limited(Protocol):
        """A protocol with these limits."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(
                *arguments,
                head_limit=head_limit,
                read_seconds=read_seconds,
                write_seconds=write_seconds,
                **options,
            )

    return Limited
