"""The wire, synchronous: one HTTP exchange over urllib3, with its errors made ours."""

from __future__ import annotations

import os
import ssl
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import certifi
import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)

from humanloop.api_response import ApiResponse
from humanloop.configuration import CONNECT_TIMEOUT
from humanloop.exceptions import ApiConnectionError, ApiResponseError, ApiTimeoutError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from humanloop.configuration import Configuration
    from humanloop.request import Request

LARGEST_BODY = 64 * 1024 * 1024
"""Bytes, decompressed, that an answer may have."""

_PIECE = 64 * 1024


class RestClient:
    """One connection pool to the host of a configuration. Safe in threads, and after a fork."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._pool: urllib3.HTTPConnectionPool | None = None
        self._process = 0

    def send(self, request: Request) -> ApiResponse:
        """Send a request and read the whole answer.

        Raises:
            ApiConnectionError: There is no whole answer.
            ApiResponseError: The answer is too large.
        """
        started = time.monotonic()
        response = self._exchange(request, started)
        try:
            data = b"".join(_read(response, request, started))
        except BaseException:
            response.close()
            raise
        response.release_conn()
        return self.build_response(request, response, data=data, started=started)

    def open(self, request: Request) -> ApiResponse:
        """Send a request; if the answer is a success, leave its body to be read piece by piece.

        Raises:
            ApiConnectionError: There is no answer.
        """
        started = time.monotonic()
        response = self._exchange(request, started)
        if not 200 <= response.status < 300:
            return self.build_response(
                request, response, data=b"".join(_read(response, request, started)), started=started
            )
        answer = self.build_response(request, response, data=b"", started=started)
        answer.pieces = Pieces(response, request, started)
        return answer

    def build_response(
        self,
        request: Request,  # noqa: ARG002 - tools that stand in for a transport pass it
        response: urllib3.BaseHTTPResponse,
        *,
        data: bytes | None = None,
        started: float | None = None,
    ) -> ApiResponse:
        """Make the answer out of urllib3's.

        Args:
            request: What was sent.
            response: urllib3's response.
            data: Its body. Default: read it.
            started: When the request was sent, on the monotonic clock. Default: now.
        """
        return ApiResponse(
            status=response.status,
            reason=response.reason or "",
            headers=response.headers,
            data=response.data if data is None else data,
            round_trip_time=0.0 if started is None else time.monotonic() - started,
            response=response,
        )

    def close(self) -> None:
        """Close all idle connections."""
        pool, self._pool = self._pool, None
        if pool is not None and self._process == os.getpid():
            pool.close()

    def _exchange(self, request: Request, started: float) -> urllib3.BaseHTTPResponse:
        try:
            return self._connections().urlopen(
                request.method,
                request.path_url,
                body=request.body,
                headers=request.headers,
                timeout=_timeout(request),
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
                decode_content=True,
            )
        except (HTTPError, OSError, ValueError) as error:
            raise _translated(error, request, time.monotonic() - started) from error

    def _connections(self) -> urllib3.HTTPConnectionPool:
        process = os.getpid()
        if self._pool is None or self._process != process:
            # After a fork the parent goes on using the inherited connections, so they are left alone here.
            self._pool = _pool(self._configuration)
            self._process = process
        return self._pool


def _pool(configuration: Configuration) -> urllib3.HTTPConnectionPool:
    options: dict[str, Any] = {"maxsize": configuration.connection_pool_maxsize}
    if configuration.socket_options is not None:
        options["socket_options"] = configuration.socket_options
    if configuration.proxy:
        manager: urllib3.PoolManager = urllib3.ProxyManager(
            configuration.proxy, proxy_headers=dict(configuration.proxy_headers or {})
        )
    else:
        manager = urllib3.PoolManager()
    if urlsplit(configuration.host).scheme == "https":
        options |= {
            "ssl_context": tls_context(configuration),
            "assert_hostname": configuration.assert_hostname,
        }
    return manager.connection_from_url(configuration.host, options)


def tls_context(configuration: Configuration) -> ssl.SSLContext:
    """Make the TLS settings of a configuration, for both transports."""
    context = ssl.create_default_context(cafile=configuration.ssl_ca_cert or certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if not configuration.verify_ssl:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif configuration.assert_hostname is False:
        context.check_hostname = False
    if configuration.cert_file:
        context.load_cert_chain(configuration.cert_file, configuration.key_file)
    return context


def _timeout(request: Request) -> urllib3.Timeout:
    if isinstance(request.timeout, tuple):
        return urllib3.Timeout(connect=request.timeout[0], read=request.timeout[1])
    if request.deadline is None:
        return urllib3.Timeout(connect=None, read=None)
    seconds = max(0.001, request.deadline - time.monotonic())
    return urllib3.Timeout(connect=min(CONNECT_TIMEOUT, seconds), read=seconds)


def _read(response: urllib3.BaseHTTPResponse, request: Request, started: float) -> Iterator[bytes]:
    """Read the body until its end, at most `LARGEST_BODY` bytes, at most until the deadline."""
    size = 0
    try:
        while piece := response.read1(_PIECE):
            size += len(piece)
            if size > LARGEST_BODY:
                reason = f"the answer is larger than {LARGEST_BODY} bytes"
                raise ApiResponseError(response.status, reason, None, request.call)
            if request.deadline is not None and time.monotonic() > request.deadline:
                raise TimeoutError
            yield piece
    except (HTTPError, OSError) as error:
        raise _translated(error, request, time.monotonic() - started) from error


class Pieces:
    """The body of an open stream, as it comes; the last piece is empty."""

    def __init__(self, response: urllib3.BaseHTTPResponse, request: Request, started: float) -> None:
        self._response = response
        self._request = request
        self._started = started
        self._ended = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._ended:
            raise StopIteration
        try:
            piece = self._response.read1(_PIECE)
        except (HTTPError, OSError) as error:
            self.close()
            raise _translated(error, self._request, time.monotonic() - self._started) from error
        self._ended = not piece
        return piece

    def close(self) -> None:
        """Stop reading; a connection that is not read to its end is closed."""
        self._ended = True
        self._response.close()


def _translated(error: Exception, request: Request, seconds: float) -> ApiConnectionError:
    """Make our error of the transport's: what happened, on which call, whether anything was sent."""
    where = urlsplit(request.url).netloc
    if isinstance(error, ConnectTimeoutError) and not isinstance(error, NewConnectionError):
        return ApiTimeoutError(f"no connection to {where} in time", request.call, sent=False, round_trip_time=seconds)
    if isinstance(error, (NewConnectionError, LocationParseError)):
        return ApiConnectionError(
            f"cannot connect to {where} ({_last_words(error)}): is the host right, and is its server running",
            request.call,
            sent=False,
            round_trip_time=seconds,
        )
    if isinstance(error, (ReadTimeoutError, TimeoutError)):
        return ApiTimeoutError(
            f"no answer from {where} within {request.timeout} s", request.call, round_trip_time=seconds
        )
    if isinstance(error, (SSLError, ssl.SSLError)):
        return ApiConnectionError(
            f"TLS with {where} failed ({_last_words(error)})",
            request.call,
            permanent=True,
            round_trip_time=seconds,
        )
    what = "broke the connection off" if isinstance(error, (ProtocolError, OSError)) else "gave no usable answer"
    return ApiConnectionError(f"{where} {what} ({_last_words(error)})", request.call, round_trip_time=seconds)


def _last_words(error: BaseException) -> str:
    """The innermost reason, which is what helps: `Connection refused`."""
    inner = error.__cause__ or error.__context__
    if isinstance(inner, OSError) and not isinstance(inner, HTTPError):
        return inner.strerror or str(inner) or type(inner).__name__
    return str(error) or type(error).__name__
