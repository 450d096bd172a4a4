"""The wire under the application: limits that hold before a request is one, and errors there in JSON too."""

from __future__ import annotations

import re
import socket
import struct
from typing import TYPE_CHECKING, Any, cast

from httptools import HttpParserError, HttpParserInvalidMethodError, HttpParserUpgrade, HttpRequestParser
from pydantic_core import to_json
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from humanloop.server.errors import error_detail
from humanloop.server.http.middleware import REQUEST_ID, new_request_id
from humanloop.server.http.output import Output

if TYPE_CHECKING:
    import asyncio

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

_SECONDS_TO_SAY_GOODBYE = 1
_MESSAGES = {
    400: "The request is not HTTP/1.1.",
    408: "The request did not come in time.",
    431: "The request's line and headers are larger than this server takes.",
    501: "The only Transfer-Encoding that this server takes is chunked.",
}
_VERSIONS = ("1.1", "1.0")
_FRAMING = (b"content-length", b"transfer-encoding")
_METHOD = re.compile(rb"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}) ")
# What stands for a method that the reader does not know, while it reads.
_ANY_METHOD = b"REPORT "


class _RefusedError(Exception):
    """A request is refused before it is one."""

    def __init__(self, status: int) -> None:
        super().__init__(_MESSAGES[status])
        self.status = status


class Protocol(HttpToolsProtocol):
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
        self._head_limit = head_limit
        self._read_seconds = read_seconds
        self._write_seconds = write_seconds
        self._head_timer: asyncio.TimerHandle | None = None
        self._write_timer: asyncio.TimerHandle | None = None
        self._output: Output
        self._heads = 0
        """Heads that have begun so far."""
        self._is_in_head = self._is_in_body = False
        self._size = self._read_size = 0
        """Bytes of this head that are understood, and all bytes of it."""
        self._method = ""
        """The method of this request, if the reader does not know it."""
        self._asks_to_upgrade = self._is_in_second_head = False
        self._second_head = b""
        self._refused: int | None = None
        """The status of an error that is said when all requests before it are answered."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Begin to wait for a request."""
        self._output = Output(transport)
        super().connection_made(cast("asyncio.Transport", self._output))
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        self._stop_watching()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; what is no request is refused."""
        if self._refused is not None or self.transport.is_closing():
            return
        self._unset_keepalive_if_required()
        heads, most = self._heads, 0 if self._is_in_head or self._is_in_body else 1
        try:
            self._feed(data, begins=bool(most))
            if self._is_in_head and self._heads - heads <= most:
                # The reader says nothing of a line before its end.
                self._read_size += len(data)
                self._check(self._read_size)
        except HttpParserError as error:
            reason = error.__context__
            self._refuse(reason.status if isinstance(reason, _RefusedError) else 400)
        except _RefusedError as error:
            self._refuse(error.status)

    def _feed(self, data: bytes, *, begins: bool) -> None:
        """Give data to the reader.

        Args:
            data: What has come.
            begins: Whether a request begins with it.
        """
        left = memoryview(data)
        while left:
            try:
                self.parser.feed_data(left)
            except HttpParserInvalidMethodError:
                method = _METHOD.match(left)
                if method is None or not begins:
                    raise
                # Which methods there are is not for the reader to say.
                self._method, begins = method[1].decode(), False
                self.parser = HttpRequestParser(self)
                self.parser.feed_data(_ANY_METHOD)
                left = left[method.end() :]
            except HttpParserUpgrade as upgrade:
                # Nothing else is spoken here: the request is answered as if it had not asked for that.
                left = left[upgrade.args[0] :]
                begins = not self._second_head
                self._read_second_head()
            else:
                return

    def _read_second_head(self) -> None:
        """Let a body be read that belongs to a request which asked to go over to another protocol.

        The reader expects none then. It reads the body of a head that says no more than how long it is.
        """
        head, self._second_head = self._second_head, b""
        if head:
            self.parser = HttpRequestParser(self)
            self._is_in_second_head = True
            self.parser.feed_data(head)

    def on_message_begin(self) -> None:
        """Begin with a head; it may take so much time from now on."""
        if self._is_in_second_head:
            return
        super().on_message_begin()
        self._heads += 1
        self._is_in_head = True
        self._size = self._read_size = 0
        if self._head_timer is None:
            self._await_head()

    def on_url(self, url: bytes) -> None:
        """Take the target of a request."""
        if self._is_in_second_head:
            return
        super().on_url(url)
        self._size += len(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field of the head; those behind a body are passed over."""
        if self._is_in_second_head:
            return
        self._size += len(name) + len(value) + 4
        self._check(self._size)
        if self._is_in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to answer a request."""
        if self._is_in_second_head:
            self._is_in_second_head = False
            return
        self._check(self._size)
        self._check_framing(self.parser.get_http_version())
        super().on_headers_complete()
        self._stop_waiting()
        self._is_in_head, self._is_in_body = False, True
        self._asks_to_upgrade = self.parser.should_upgrade()
        if self._method:
            self.scope["method"], self._method = self._method, ""

    def on_message_complete(self) -> None:
        """End a request, unless it goes on with its body (`_read_second_head`)."""
        if self._asks_to_upgrade:
            self._asks_to_upgrade = False
            lines = [b"%b: %b\r\n" % (name, value) for name, value in self.headers if name in _FRAMING]
            if lines:
                self._second_head = b"POST / HTTP/1.1\r\n%b\r\n" % b"".join(lines)
                return
        self._is_in_body = False
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Watch whether the client takes what is ready for it."""
        super().pause_writing()
        self._watch(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """Go on: it does."""
        self._stop_watching()
        super().resume_writing()

    def on_response_complete(self) -> None:
        """Answer the next request, or say why there is none."""
        self._output.end()
        super().on_response_complete()
        if self._refused is not None and self.cycle.response_complete and not self.transport.is_closing():
            self._say_refused(self._refused)
        self._say_goodbye()

    def shutdown(self) -> None:
        """End with what is being answered, or at once."""
        super().shutdown()
        self._say_goodbye()

    def _say_goodbye(self) -> None:
        """Under HTTPS, wait a moment for the client to say that it has read the end; many never do."""
        if self.transport.is_closing() and self.transport.get_extra_info("ssl_object") is not None:
            self.loop.call_later(_SECONDS_TO_SAY_GOODBYE, self.transport.abort)

    def _check_framing(self, version: str) -> None:
        """Refuse what another server in front of this one may have understood otherwise."""
        hosts = 0
        codings: list[bytes] = []
        for name, value in self.headers:
            if name == b"host":
                hosts += 1
            elif name == b"transfer-encoding":
                codings.append(value.lower())
        if version not in _VERSIONS or hosts > 1 or (version == "1.1" and not hosts):
            raise _RefusedError(400)
        if codings and (codings != [b"chunked"] or version != "1.1"):
            raise _RefusedError(501)

    def _check(self, size: int) -> None:
        if size > self._head_limit:
            raise _RefusedError(431)

    def _refuse(self, status: int) -> None:
        """Say that a request is none, when those before it are answered."""
        self._stop_waiting()
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if cycle is None:
            self._say_refused(status)
        elif self._is_in_body and cycle.response_started:
            self.transport.close()
        elif self._is_in_body or cycle.response_complete:
            self._say_refused(status)
        else:
            self._refused = status
            self.flow.pause_reading()

    def _say_refused(self, status: int) -> None:
        """Say in JSON why the request is refused, and close."""
        body = to_json({"detail": error_detail(status, _MESSAGES[status])})
        lines = [
            STATUS_LINE[status] + b"content-type: application/json",
            b"content-length: %d" % len(body),
            b"connection: close",
            b"%b: %b" % (REQUEST_ID.lower().encode(), new_request_id()),
            b"",
            body,
        ]
        self.transport.write(b"\r\n".join(lines))
        self.transport.close()

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(self._read_seconds, self._on_slow_head)

    def _stop_waiting(self) -> None:
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
        if self._is_in_head:
            self._refuse(408)
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
