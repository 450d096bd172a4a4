"""Messages of HTTP as aiohttp has them: requests and answers, with the care that the other transports take."""

from __future__ import annotations

import io
import select
from contextvars import ContextVar
from http.client import HTTPException
from itertools import chain
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp.hdrs import CONTENT_LENGTH, TRANSFER_ENCODING
from urllib3.util.wait import wait_for_read

from humanloop.transport.http11 import body_length
from humanloop.transport.route import LARGEST_HEAD

if TYPE_CHECKING:
    from collections.abc import Callable
    from weakref import WeakKeyDictionary

_LARGE = 1 << 20


class StaleConnectionError(aiohttp.ClientConnectionError):
    """A connection from the pool had ended, or something had come in on it; nothing was sent."""


class ClientRequest(aiohttp.ClientRequest):
    """A request that is not sent on a connection on which something has come in."""

    async def send(self, conn: Any) -> aiohttp.ClientResponse:
        """Send it, unless the connection is stale."""
        attempt = ATTEMPT.get()
        protocol, used = conn.protocol, attempt.used
        has_come_in = used.get(protocol)
        if has_come_in is None:
            used[protocol] = _watch(conn)
        elif conn.transport is None or protocol.should_close or has_come_in():
            raise StaleConnectionError("the connection is stale")
        attempt.begin()
        return await super().send(conn)


class ClientResponse(aiohttp.ClientResponse):
    """An answer whose broken connection aiohttp does not make a second try of."""

    async def start(self, connection: Any) -> aiohttp.ClientResponse:
        """Read the head; aiohttp repeats what ends in its own errors of a broken connection, and no others."""
        protocol = connection.protocol
        try:
            started = await super().start(connection)
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
            raise aiohttp.ClientConnectionError(str(error) or "the connection was closed without an answer") from error
        if self.status == 101:  # it speaks another protocol now; aiohttp has kept it for reuse, or leaves it to us
            protocol.close()
            connection.close()
        return started


def _watch(conn: Any) -> Callable[[], object]:
    """Make what tells whether something has come in on a connection."""
    watched = conn.transport.get_extra_info("socket") if conn.transport else None
    if watched is None:
        return lambda: True
    if not hasattr(select, "poll"):
        return lambda: wait_for_read(watched, timeout=0)
    poll = select.poll()
    poll.register(watched, select.POLLIN)
    return lambda: poll.poll(0)


class Attempt:
    """One try: it notes whether anything was sent."""

    __slots__ = ("_begin", "sent", "used")

    def __init__(self, begin: Callable[[], None] | None) -> None:
        """Begin a try.

        Args:
            begin: Is called when the connection is there and the request goes out.
        """
        self.sent = False
        self._begin = begin
        self.used: WeakKeyDictionary[object, Callable[[], object]]
        """Connections that have served before, and what tells whether something came in; the session names them."""

    def begin(self) -> None:
        """Note that the request goes out."""
        self.sent = True
        if self._begin is not None:
            self._begin()


ATTEMPT: ContextVar[Attempt] = ContextVar("ATTEMPT")
"""The try that is being made: aiohttp makes the request, and hands nothing on to it."""


def check_head(response: aiohttp.ClientResponse) -> None:
    """Refuse a head that aiohttp takes and `http11` does not.

    Raises:
        HTTPException: It is such a head.
    """
    fields = response.raw_headers
    if response.version is None or response.version.major != 1 or response.version.minor not in (0, 1):
        raise HTTPException("the answer is in another version of HTTP")
    if sum(map(len, chain.from_iterable(fields))) + 4 * len(fields) > LARGEST_HEAD:
        raise HTTPException(f"the headers are more than {LARGEST_HEAD} bytes")
    if "\0" in (response.reason or ""):  # aiohttp looks at the fields alone
        raise HTTPException("the status line holds a NUL")
    headers = response.headers
    body_length(headers.getall(CONTENT_LENGTH, ()), headers.getall(TRANSFER_ENCODING, ()))


def payload(body: bytes | None) -> bytes | io.BytesIO | None:
    """Answer a body in the form in which aiohttp is to have it."""
    # aiohttp warns of large bytes, which it sends at once; it takes a file in pieces.
    return io.BytesIO(body) if body is not None and len(body) > _LARGE else body
