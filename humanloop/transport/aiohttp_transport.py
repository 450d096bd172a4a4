"""The wire, asynchronous: one HTTP exchange over aiohttp (extra `async`), with its errors made ours."""

from __future__ import annotations

import asyncio
import os
import time
from http.client import HTTPException
from typing import TYPE_CHECKING

from humanloop.core.errors import ClientConfigurationError
from humanloop.core.extras import is_missing
from humanloop.core.gzip import Unpacker, is_plain, too_large, unpacked
from humanloop.core.headers import Headers
from humanloop.core.messages import CLOSED
from humanloop.core.response import ApiResponse, is_stream
from humanloop.transport.route import PIECE, failed, route, time_limits, without_frames

try:
    import aiohttp

    from humanloop.transport.aiohttp_messages import Attempt
    from humanloop.transport.aiohttp_sessions import Session
except ImportError as error:
    raise ClientConfigurationError(is_missing("Asynchronous calls need", "async", error.name)) from error

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from humanloop.core.request import Request
    from humanloop.core.settings import BaseConfiguration

_FAILURES = (aiohttp.ClientError, HTTPException, OSError, ValueError)
"""What aiohttp can raise: its own errors, those of sockets and TLS, and what is said of bad heads and bodies."""


class AsyncRestClient:
    """One connection pool for each event loop that uses the client; the pools of closed loops are dropped."""

    def __init__(self, configuration: BaseConfiguration) -> None:
        self._configuration = configuration
        self._sessions: dict[asyncio.AbstractEventLoop, Session] = {}
        self._inherited: list[object] = []
        self._process = os.getpid()
        self._closed = False

    async def send(self, request: Request) -> ApiResponse:
        """Send a request and read the whole answer; a stream that was asked for is left to be read piece by piece.

        Raises:
            ApiConnectionError: There is no whole answer.
        """
        started = time.monotonic()
        connect, whole = time_limits(request, started)
        if isinstance(request.timeout, tuple):
            # The time to read is limited piece by piece.
            whole = None
        session, response = self._running_session() or await self._new_session(), None
        limit = asyncio.timeout(None)
        session.enter()
        attempt = Attempt(None if whole is not None else lambda: _limit_silence(limit, request))
        try:
            async with limit:
                if whole is not None:
                    session.deadlines.add(limit, whole)
                response = await session.send(request, attempt, connect)
                if whole is None:
                    limit.reschedule(None)  # from here on, each piece has a limit of its own
                if request.stream and is_stream(response.status, response.headers):
                    answer = _built(response, b"", started)
                    answer.pieces = Pieces(session, response, request)
                    return answer
                return await self._whole(response, request, started)
        except BaseException as error:
            if response is not None:
                response.close()
            without_frames(error)
            if isinstance(error, _FAILURES):
                seconds = time.monotonic() - started
                raise failed(error, request, seconds, sent=attempt.sent, proxy=session.proxy) from error
            raise
        finally:
            session.deadlines.drop(limit)
            if session.leave():
                await session.close()

    async def close(self) -> None:
        """Close all connections, those in use after what is under way, and make none from now on."""
        self._closed = True
        running = asyncio.get_running_loop()
        sessions, self._sessions = self._own_sessions(), {}
        for loop, session in list(sessions.items()):
            if loop is running:
                await session.close()
            else:
                session.close_from_outside()

    async def _whole(self, response: aiohttp.ClientResponse, request: Request, started: float) -> ApiResponse:
        limit = self._configuration.max_response_bytes
        problem: str | None = None
        data = await _read(response, limit, _silence(request))
        if data is None:
            response.close()
            data, problem = b"", too_large(limit)
        coding = response.headers.get("Content-Encoding")
        if not is_plain(coding):
            try:
                data = unpacked(data, coding or "", limit)
            except ValueError as error:
                problem = str(error)
        answer = _built(response, data, started)
        answer.problem = problem
        return answer

    def _running_session(self) -> Session | None:
        """The session of the running loop, if it has one that still fits."""
        if self._closed:
            raise ClientConfigurationError(CLOSED)
        session = self._own_sessions().get(asyncio.get_running_loop())
        if session is not None and session.route == route(self._configuration) and not session.closed:
            return session
        return None

    async def _new_session(self) -> Session:
        sessions, loop = self._own_sessions(), asyncio.get_running_loop()
        for other in [other for other in sessions if other.is_closed()]:
            sessions.pop(other).forget()
        # From here on no other task has a turn before the caller has entered it.
        before, made = sessions.get(loop), Session(self._configuration)
        sessions[loop] = made
        await made.begin()
        if before is not None:
            before.retire()
        return made

    def _own_sessions(self) -> dict[asyncio.AbstractEventLoop, Session]:
        if self._process != os.getpid():
            # After a fork the parent goes on using the inherited connections: closing them here would make its event
            # loop deaf to them, as both share the kernel's list of sockets to watch.
            self._inherited.append(self._sessions)
            self._sessions, self._process = {}, os.getpid()
        return self._sessions


def _limit_silence(limit: asyncio.Timeout, request: Request) -> None:
    """Limit the time until the answer begins, where the time to read is limited by itself."""
    if isinstance(request.timeout, tuple):
        # A large body needs time to be sent; the end of the sending cannot be seen from here.
        turns = 2 if request.body is not None and len(request.body) > PIECE else 1
        limit.reschedule(asyncio.get_running_loop().time() + turns * request.timeout[1])


def _silence(request: Request) -> float | None:
    return request.timeout[1] if isinstance(request.timeout, tuple) else None


async def _piece(response: aiohttp.ClientResponse, silence: float) -> bytes:
    """Read what has arrived, or wait for more, but not longer than that; nothing at the end."""
    async with asyncio.timeout(silence):
        return await response.content.readany()


async def _read(response: aiohttp.ClientResponse, limit: int, silence: float | None) -> bytes | None:
    """Read the body to its end; None if it is larger than the limit."""
    pieces: list[bytes] = []
    size = 0
    while True:
        piece = await (response.content.readany() if silence is None else _piece(response, silence))
        if not piece:
            return pieces[0] if len(pieces) == 1 else b"".join(pieces)
        size += len(piece)
        if size > limit:
            return None
        pieces.append(piece)


def _built(response: aiohttp.ClientResponse, data: bytes, started: float) -> ApiResponse:
    return ApiResponse(
        status=response.status,
        reason=response.reason or "",
        headers=Headers(response.headers.items()),
        data=data,
        round_trip_time=time.monotonic() - started,
        response=response,
    )


class Pieces:
    """The body of an open stream, as it comes; the last piece is empty."""

    _open = False

    def __init__(self, session: Session, response: aiohttp.ClientResponse, request: Request) -> None:
        self._unpacker = Unpacker(response.headers.get("Content-Encoding"))
        self._response = response
        self._request = request
        self._started = time.monotonic()
        self._loop = asyncio.get_running_loop()
        timeout = request.timeout
        self._silence = timeout[1] if isinstance(timeout, tuple) else timeout
        self._session = session
        session.enter()
        self._open = True

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if not self._open:
            raise StopAsyncIteration
        try:
            return await self._next()
        except BaseException as error:
            if self._is_closed() and isinstance(error, Exception):  # by another task
                raise StopAsyncIteration from None
            await self.aclose()
            without_frames(error)
            if isinstance(error, _FAILURES):
                raise failed(error, self._request, time.monotonic() - self._started, sent=True) from error
            raise

    def _is_closed(self) -> bool:
        return not self._open

    async def _next(self) -> bytes:
        while not (piece := self._unpacker.take()):
            silence = self._silence
            data = await (self._response.content.readany() if silence is None else _piece(self._response, silence))
            if not data:
                self._unpacker.end()
                await self._leave()  # aiohttp has kept the connection for reuse
                break
            self._unpacker.add(data)
        return piece

    async def aclose(self) -> None:
        """Stop reading; a connection that is not read to its end is closed."""
        self._response.close()
        await self._leave()

    async def _leave(self) -> None:
        if self._open:
            self._open = False
            if self._session.leave():
                await self._session.close()

    def __del__(self) -> None:
        # A stream that nobody closed, or read to its end; this may be any thread.
        if self._open and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(_abandon, self._session, self._response)


def _abandon(session: Session, response: aiohttp.ClientResponse) -> None:
    response.close()
    session.leave_soon()
