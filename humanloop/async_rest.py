"""The wire, asynchronous: one HTTP exchange over aiohttp (extra `async`), with its errors made ours."""

from __future__ import annotations

import asyncio
import ssl
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from humanloop.api_response import ApiResponse
from humanloop.configuration import CONNECT_TIMEOUT
from humanloop.exceptions import (
    ApiConnectionError,
    ApiResponseError,
    ApiTimeoutError,
    ClientConfigurationError,
)
from humanloop.rest import LARGEST_BODY, tls_context

try:
    import aiohttp
    from yarl import URL
except ImportError as error:
    raise ClientConfigurationError(
        'Asynchronous calls need the extra `async`: pip install "humanloop[async]"'
    ) from error

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from humanloop.configuration import Configuration
    from humanloop.request import Request


CONNECTIONS = 100
"""Connections open at once for each event loop; further calls wait for one."""


class AsyncRestClient:
    """One connection pool for each event loop that uses the client; the pools of closed loops are dropped."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.ClientSession] = WeakKeyDictionary()

    async def send(self, request: Request) -> ApiResponse:
        """Send a request and read the whole answer.

        Raises:
            ApiConnectionError: There is no whole answer.
            ApiResponseError: The answer cannot be read: it is too large, or its compression is broken.
        """
        started = time.monotonic()
        try:
            response = await self._exchange(request)
            async with response:
                data = await _read(response, request)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _translated(error, request, time.monotonic() - started) from error
        return _built(response, data, started)

    async def open(self, request: Request) -> ApiResponse:
        """Send a request; if the answer is a success, leave its body to be read piece by piece.

        Raises:
            ApiConnectionError: There is no answer.
        """
        started = time.monotonic()
        try:
            response = await self._exchange(request)
            if not 200 <= response.status < 300:
                async with response:
                    return _built(response, await _read(response, request), started)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _translated(error, request, time.monotonic() - started) from error
        answer = _built(response, b"", started)
        answer.pieces = Pieces(response, request, started)
        return answer

    async def close(self) -> None:
        """Close the connections of the running loop, and drop those of all others."""
        sessions, self._sessions = self._sessions, WeakKeyDictionary()
        session = sessions.get(asyncio.get_running_loop())
        if session is not None:
            await session.close()

    async def _exchange(self, request: Request) -> aiohttp.ClientResponse:
        return await self._session().request(
            request.method,
            URL(request.url, encoded=True),
            data=request.body,
            headers=request.headers,
            timeout=_timeout(request),
            allow_redirects=False,
            proxy=self._configuration.proxy,
            proxy_headers=self._configuration.proxy_headers,
        )

    def _session(self) -> aiohttp.ClientSession:
        loop = asyncio.get_running_loop()
        session = self._sessions.get(loop)
        if session is None or session.closed:
            secure = urlsplit(self._configuration.host).scheme == "https"
            connector = aiohttp.TCPConnector(
                limit=max(CONNECTIONS, self._configuration.connection_pool_maxsize),
                ssl=tls_context(self._configuration) if secure else True,
            )
            session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=True
            )
            self._sessions[loop] = session
        return session


def _timeout(request: Request) -> aiohttp.ClientTimeout:
    if isinstance(request.timeout, tuple):
        return aiohttp.ClientTimeout(sock_connect=request.timeout[0], sock_read=request.timeout[1])
    if request.deadline is None:
        return aiohttp.ClientTimeout(total=None)
    seconds = max(0.001, request.deadline - time.monotonic())
    connect = min(CONNECT_TIMEOUT, seconds)
    if request.stream:
        return aiohttp.ClientTimeout(total=None, sock_connect=connect, sock_read=seconds)
    return aiohttp.ClientTimeout(total=seconds, sock_connect=connect)


async def _read(response: aiohttp.ClientResponse, request: Request) -> bytes:
    pieces: list[bytes] = []
    size = 0
    async for piece in response.content.iter_any():
        size += len(piece)
        if size > LARGEST_BODY:
            raise ApiResponseError(
                response.status, f"the answer is larger than {LARGEST_BODY} bytes", None, request.call
            )
        pieces.append(piece)
    return b"".join(pieces)


class Pieces:
    """The body of an open stream, as it comes; the last piece is empty."""

    def __init__(self, response: aiohttp.ClientResponse, request: Request, started: float) -> None:
        self._response = response
        self._request = request
        self._started = started
        self._ended = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if self._ended:
            raise StopAsyncIteration
        try:
            piece = await self._response.content.readany()
        except (aiohttp.ClientError, OSError) as error:
            await self.aclose()
            raise _translated(error, self._request, time.monotonic() - self._started) from error
        self._ended = not piece
        return piece

    async def aclose(self) -> None:
        """Stop reading; a connection that is not read to its end is closed."""
        self._ended = True
        self._response.close()


def _built(response: aiohttp.ClientResponse, data: bytes, started: float) -> ApiResponse:
    return ApiResponse(
        status=response.status,
        reason=response.reason or "",
        headers=response.headers,
        data=data,
        round_trip_time=time.monotonic() - started,
        response=response,
    )


def _translated(error: Exception, request: Request, seconds: float) -> ApiConnectionError:
    """Make our error of the transport's: what happened, on which call, whether anything was sent."""
    where = urlsplit(request.url).netloc
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return ApiTimeoutError(f"no connection to {where} in time", request.call, sent=False, round_trip_time=seconds)
    if isinstance(error, TimeoutError):
        return ApiTimeoutError(
            f"no answer from {where} within {request.timeout} s", request.call, round_trip_time=seconds
        )
    if isinstance(error, (aiohttp.ClientSSLError, ssl.SSLError)):
        return ApiConnectionError(
            f"TLS with {where} failed ({error})", request.call, permanent=True, round_trip_time=seconds
        )
    if isinstance(error, aiohttp.ClientConnectorError):
        return ApiConnectionError(
            f"cannot connect to {where} ({error.os_error.strerror or error}): is the host right, and is its server running",
            request.call,
            sent=False,
            round_trip_time=seconds,
        )
    return ApiConnectionError(
        f"{where} broke the connection off ({str(error) or type(error).__name__})",
        request.call,
        round_trip_time=seconds,
    )
