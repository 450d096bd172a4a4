"""The wire through a session of the library requests, which the program brings along (extra `requests`)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import urllib3

from humanloop.core.errors import ClientConfigurationError
from humanloop.core.extras import is_missing
from humanloop.core.gzip import too_large
from humanloop.core.headers import Headers
from humanloop.core.messages import CLOSED
from humanloop.core.response import ApiResponse, is_stream
from humanloop.transport.route import PIECE, failed, time_limits, timed_out, without_frames

try:
    import requests
except ImportError as error:
    raise ClientConfigurationError(is_missing("A session of requests needs", "requests", error.name)) from error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from humanloop.core.errors import ApiConnectionError
    from humanloop.core.request import Request
    from humanloop.core.settings import BaseConfiguration as Configuration

_FAILURES = (requests.RequestException, urllib3.exceptions.HTTPError, OSError)
_NOT_SENT = (
    requests.exceptions.ConnectTimeout,
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.NameResolutionError,
    urllib3.exceptions.ProxyError,
)
_TIMEOUTS = (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
_NOT_TIMEOUTS = urllib3.exceptions.NewConnectionError
"""urllib3 counts a refused connection among its timeouts."""
_DEEPEST = 8
"""Reasons behind an error that are looked at."""


class SessionClient:
    """Sends through a session as it is set up: its proxies, certificates, authentication, adapters and hooks.

    The headers of the client win over the session's. Redirects and further tries stay the client's business. The
    session belongs to the program: nothing in it is changed, and it is not closed.
    """

    def __init__(self, configuration: Configuration, session: requests.Session) -> None:
        self._configuration = configuration
        self._session = session
        self._closed = False

    def send(self, request: Request) -> ApiResponse:
        """Send a request and read the whole answer; a stream that was asked for is left to be read piece by piece.

        Raises:
            ApiConnectionError: There is no whole answer.
        """
        if self._closed:
            raise ClientConfigurationError(CLOSED)
        started = time.monotonic()
        limits = time_limits(request, started)
        response: requests.Response | None = None
        try:
            response = self._session.send(
                self._prepared(request),
                allow_redirects=False,
                timeout=limits,
                **self._session.merge_environment_settings(request.url, {}, stream=True, verify=None, cert=None),
            )
            if request.stream and is_stream(response.status_code, response.headers):
                answer = _answer(request, response, b"", started)
                answer.pieces = Pieces(response, request)
                return answer
            return self._whole(request, response, started)
        except BaseException as error:
            if response is not None:
                response.close()
            if isinstance(error, _FAILURES):
                raise _translated(error, request, started) from error
            without_frames(error)
            raise

    def close(self) -> None:
        """Send nothing from now on; the session stays open."""
        self._closed = True

    def _prepared(self, request: Request) -> requests.PreparedRequest:
        prepared = self._session.prepare_request(requests.Request(request.method, request.url, data=request.body))
        # After the session's own, so that they win.
        prepared.headers.update(request.headers)
        return prepared

    def _whole(self, request: Request, response: requests.Response, started: float) -> ApiResponse:
        limit = self._configuration.max_response_bytes
        pieces: list[bytes] = []
        size = 0
        for piece in _pieces(response):
            if request.deadline is not None and time.monotonic() > request.deadline:
                raise TimeoutError
            size += len(piece)
            if size > limit:
                response.close()
                answer = _answer(request, response, b"", started)
                answer.problem = too_large(limit)
                return answer
            pieces.append(piece)
        return _answer(request, response, b"".join(pieces), started)


class Pieces:
    """The body of an open stream, as it comes; the last piece is empty."""

    def __init__(self, response: requests.Response, request: Request) -> None:
        self._response = response
        self._request = request
        self._opened = time.monotonic()
        self._pieces = _pieces(response)

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
            yield b""
        except _FAILURES as error:
            raise _translated(error, self._request, self._opened, sent=True) from error
        finally:
            self.close()

    def close(self) -> None:
        """Stop reading, and give the connection back."""
        self._response.close()


def _answer(request: Request, response: requests.Response, data: bytes, started: float) -> ApiResponse:
    answer = ApiResponse(
        status=response.status_code,
        reason=response.reason or "",
        headers=Headers(response.headers.items()),
        data=data,
        round_trip_time=time.monotonic() - started,
        response=response,
    )
    answer.request = request
    return answer


def _pieces(response: requests.Response) -> Iterator[bytes]:
    """Read a body as it comes, decompressed."""
    raw = response.raw
    if isinstance(raw, urllib3.HTTPResponse) and not getattr(response, "_content_consumed", False):
        # `iter_content` would wait until a piece of the stated size is full.
        while piece := raw.read1(PIECE, decode_content=True):
            yield piece
    else:
        # A hook has read it, or a cache or another stand-in has answered.
        yield from response.iter_content(PIECE)


def _translated(
    error: BaseException, request: Request, started: float, *, sent: bool | None = None
) -> ApiConnectionError:
    """Make the error of a call without an answer, from what is behind the errors of requests and urllib3."""
    chain = list(_chain(error))
    if sent is None:
        sent = not any(isinstance(link, _NOT_SENT) for link in chain)
    without_frames(error)
    seconds = time.monotonic() - started
    if any(isinstance(link, _TIMEOUTS) and not isinstance(link, _NOT_TIMEOUTS) for link in chain):
        return timed_out(request, seconds, sent=sent)
    return failed(chain[-1], request, seconds, sent=sent)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Walk from an error to the reason behind it, whichever way its library keeps that."""
    current: object = error
    for _ in range(_DEEPEST):
        if not isinstance(current, BaseException):
            return
        yield current
        inner = [getattr(current, "reason", None), *current.args, current.__cause__]
        current = next((found for found in inner if isinstance(found, BaseException)), None)
