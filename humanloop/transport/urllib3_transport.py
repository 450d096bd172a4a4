"""The wire, synchronous: one HTTP exchange over urllib3's connections, with its errors made ours."""

from __future__ import annotations

import os
import time
from http.client import HTTPException
from importlib import import_module
from typing import TYPE_CHECKING

from urllib3 import Retry
from urllib3.exceptions import HTTPError, SSLError

from humanloop.core.errors import ApiException, ClientConfigurationError
from humanloop.core.gzip import Unpacker, is_plain, too_large, unpacked
from humanloop.core.headers import Headers
from humanloop.core.messages import CLOSED
from humanloop.core.response import ApiResponse, ReadPieces, is_stream
from humanloop.transport.pool import Closing, Pool
from humanloop.transport.route import PIECE, failed, route, stop_reading, time_limits, without_frames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    import urllib3

    from humanloop.core.errors import ApiConnectionError
    from humanloop.core.request import Request
    from humanloop.core.settings import BaseConfiguration
    from humanloop.transport.pool import Connection

__all__ = ["ApiException", "RestClient"]  # programs written for other generated clients import the error from here

# urllib3 loads it when it connects, and then a fork would not wait for it.
import_module("encodings.idna")

_FAILURES = (HTTPError, HTTPException, OSError)
"""What a connection can raise: urllib3's errors, those of the standard library's HTTP, and those of sockets and TLS."""
_LARGEST_PIECE = 1 << 18


class RestClient:
    """One connection pool to the host of a configuration. Safe in threads, and after a fork."""

    def __init__(self, configuration: BaseConfiguration) -> None:
        self._configuration = configuration
        self._pool: Pool | None = None
        self._made_for: tuple[Any, ...] = ()
        self._closed = False

    max_retries = Retry(0)
    """For tools that stand in for a transport: retries are not made here."""

    def send(self, request: Request) -> ApiResponse:
        """Send a request and read the whole answer; a stream that was asked for is left to be read piece by piece.

        Raises:
            ApiConnectionError: There is no whole answer.
        """
        started = time.monotonic()
        pool = self._connections()
        connection, response = _begin(pool, request, started)
        if not (request.stream and is_stream(response.status, response.headers)):
            return self._whole(pool, connection, response, request, started)
        answer = self.build_response(request, response, data=b"", started=started)
        answer.pieces = Pieces(pool, connection, response, request)
        return answer

    @staticmethod
    def build_response(
        request: Request,
        response: urllib3.BaseHTTPResponse,
        *,
        data: bytes | None = None,
        started: float | None = None,
    ) -> ApiResponse:
        """Make the answer out of urllib3's.

        Args:
            request: What was sent.
            response: urllib3's response.
            data: Its body. Default: read it; tools that stand in for a transport leave that to be done here.
            started: When the request was sent, on the monotonic clock. Default: now.
        """
        answer = ApiResponse(
            status=response.status,
            reason=response.reason or "",
            headers=Headers(response.headers.items()),
            data=response.data if data is None else data,
            round_trip_time=0.0 if started is None else time.monotonic() - started,
            response=response,
        )
        answer.request = request
        if data is None and request.stream and is_stream(response.status, response.headers):
            answer.pieces = ReadPieces(answer.data)
        return answer

    def close(self) -> None:
        """Close all idle connections, and keep none from now on."""
        self._closed = True
        pool, self._pool = self._pool, None
        if pool is not None and pool.process == os.getpid():
            pool.close()

    def _whole(
        self,
        pool: Pool,
        connection: Connection,
        response: urllib3.HTTPResponse,
        request: Request,
        started: float,
    ) -> ApiResponse:
        limit = self._configuration.max_response_bytes
        problem: str | None = None
        try:
            data = _read(response, limit)
        except BaseException as error:
            _give_up(connection, response)
            if isinstance(error, _FAILURES):
                raise _translated(error, request, started, sent=True) from error
            raise
        if data is None:
            _give_up(connection, response)
            data, problem = b"", too_large(limit)
        else:
            pool.give_back(connection)
            coding = response.headers.get("Content-Encoding")
            if not is_plain(coding):
                try:
                    data = unpacked(data, coding or "", limit)
                except ValueError as error:
                    problem = str(error)
        answer = self.build_response(request, response, data=data, started=started)
        answer.problem = problem
        return answer

    def _connections(self) -> Pool:
        if self._closed:
            raise ClientConfigurationError(CLOSED)
        made_for, pool = route(self._configuration), self._pool
        if pool is None or pool.process != os.getpid() or made_for != self._made_for:
            # After a fork the parent goes on using the inherited connections, so they are left alone here.
            if pool is not None and pool.process == os.getpid():
                pool.close()
            self._pool = pool = Pool(self._configuration)
            self._made_for = made_for
        return pool


def _read(response: urllib3.HTTPResponse, limit: int) -> bytes | None:
    """Read the body to its end; None if it is larger than the limit."""
    pieces: list[bytes] = []
    size, most = 0, PIECE
    # It is closed where its length says that all has come: no need to ask for more, and be told that there is none.
    while not response.closed and (piece := response.read1(most)):
        size += len(piece)
        if size > limit:
            return None
        pieces.append(piece)
        # Larger pieces cost less; room for more than has come already is never made on a server's word.
        most = min(max(most, size), _LARGEST_PIECE)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _give_up(connection: Connection, response: urllib3.HTTPResponse) -> None:
    response.close()
    connection.close()


class Pieces(Closing):
    """The body of an open stream, as it comes; the last piece is empty."""

    _open = False

    def __init__(self, pool: Pool, connection: Connection, response: urllib3.HTTPResponse, request: Request) -> None:
        self._pool = pool
        self._connection = connection
        self._response = response
        self._request = request
        self._opened = time.monotonic()
        self._unpacker = Unpacker(response.headers.get("Content-Encoding"))
        self._open = True
        self.keep((connection, response))
        timeout = request.timeout
        connection.source.silence(timeout[1] if isinstance(timeout, tuple) else timeout)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if not self._open:
            raise StopIteration
        try:
            return self._next()
        except BaseException as error:
            if self._is_closed() and isinstance(error, Exception):  # by another thread
                raise StopIteration from None
            self.close()
            if isinstance(error, (*_FAILURES, ValueError)):
                raise _translated(error, self._request, self._opened, sent=True) from error
            raise

    def _is_closed(self) -> bool:
        return not self._open

    def _next(self) -> bytes:
        while not (piece := self._unpacker.take()):
            data = self._response.read1(PIECE)
            if not data and self._is_closed():  # by another thread
                raise StopIteration
            if not data:
                self._unpacker.end()
                self._open = False
                self.forget()
                self._pool.give_back(self._connection)
                break
            self._unpacker.add(data)
        return piece

    def close(self) -> None:
        """Stop reading; a connection that is not at its end is closed, also while another thread waits for more."""
        if self._open:
            self._open = False
            stop_reading(self._connection)
            _give_up(self._connection, self._response)
            self.forget()


def _begin(pool: Pool, request: Request, started: float) -> tuple[Connection, urllib3.HTTPResponse]:
    """Send a request and read the head of the answer."""
    connect, read = time_limits(request, started)
    connection = pool.take()
    sent = False
    try:
        if connection.is_closed:
            connection.timeout = connect
            connection.deadline = request.deadline
            connection.connect()
        sent = True
        connection.timeout = read
        connection.deadline = request.deadline
        _write(connection, pool, request)
        if isinstance(request.timeout, tuple):
            return connection, _begun(connection, request.timeout[1])
        return connection, connection.getresponse()
    except BaseException as error:
        connection.close()
        if isinstance(error, _FAILURES):
            raise _translated(error, request, started, sent=sent, proxy=pool.proxy) from error
        without_frames(error)
        raise


def _begun(connection: Connection, read: float) -> urllib3.HTTPResponse:
    """Read the head of the answer within the time to read; after it, that limits each silence."""
    connection.deadline = time.monotonic() + read
    response = connection.getresponse()
    connection.source.silence(read)
    return response


def _write(connection: Connection, pool: Pool, request: Request) -> None:
    target, headers = request.path_url, request.headers
    if pool.forwards is not None:
        target, headers = request.url, {**headers, **pool.forwards}
    connection.has_small_body = request.body is not None and 0 < len(request.body) <= PIECE
    try:
        connection.request(request.method, target, request.body, headers, preload_content=False, decode_content=False)
    except (BrokenPipeError, ConnectionResetError):
        # A server may answer and close before it has read everything; what it said can still be read.
        if connection.is_closed:
            raise


def _translated(
    error: BaseException, request: Request, started: float, *, sent: bool, proxy: str | None = None
) -> ApiConnectionError:
    """Make the error of a call without an answer."""
    without_frames(error)
    if isinstance(error, SSLError) and error.args and isinstance(error.args[0], Exception):
        error = error.args[0]
    return failed(error, request, time.monotonic() - started, sent=sent, proxy=proxy)
