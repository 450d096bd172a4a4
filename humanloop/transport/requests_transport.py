"""The wire through a session of the library requests, which the program brings along (extra `requests`)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import urllib3

from humanloop.core.errors import ClientConfigurationError
from humanloop.core.extras import is_missing
from humanloop.core.gzip import Unpacker, is_plain, too_large, unpacked
from humanloop.core.headers import Headers
from humanloop.core.messages import CLOSED
from humanloop.core.response import ApiResponse, is_stream
from humanloop.transport.route import PIECE, failed, proxy_at, stop_reading, time_limits, timed_out, without_frames

try:
    import requests
    from requests.cookies import RequestsCookieJar, merge_cookies
    from requests.utils import select_proxy
except ImportError as error:
    raise ClientConfigurationError(is_missing("A session of requests needs", "requests", error.name)) from error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
        session = _with_own_cookies(self._session)
        try:
            response = session.send(
                self._prepared(request),
                allow_redirects=False,
                timeout=limits,
                **_settings(session, request),
            )
            _refuse_interim(response)  # once more: a hook may have sent the request again
            if request.stream and is_stream(response.status_code, response.headers):
                answer = _answer(request, response, b"", started)
                answer.pieces = Pieces(response, request)
                return answer
            return self._whole(request, response, started)
        except BaseException as error:
            if response is not None:
                response.close()
            if isinstance(error, _FAILURES):
                raise _translated(error, request, started, proxy=_proxy_of(session, request)) from error
            without_frames(error)
            raise

    def close(self) -> None:
        """Send nothing from now on; the session stays open."""
        self._closed = True

    def _prepared(self, request: Request) -> requests.PreparedRequest:
        prepared = self._session.prepare_request(requests.Request(request.method, request.url, data=request.body))
        # After the session's own, so that they win.
        prepared.headers.update(request.headers)
        # Before the session's own, which might read it and so give the connection back.
        prepared.hooks["response"].insert(0, _refuse_interim)
        return prepared

    def _whole(self, request: Request, response: requests.Response, started: float) -> ApiResponse:
        limit = self._configuration.max_response_bytes
        coding = _coding(response)
        pieces: list[bytes] = []
        size = 0
        for piece in _pieces(response):
            if request.deadline is not None and time.monotonic() > request.deadline:
                raise TimeoutError
            size += len(piece)
            if size > limit:
                response.close()
                return _answer(request, response, b"", started, too_large(limit))
            pieces.append(piece)
        data, problem = b"".join(pieces), None
        if not is_plain(coding):
            try:
                data = unpacked(data, coding or "", limit)
            except ValueError as error:
                problem = str(error)
        return _answer(request, response, data, started, problem)


def _refuse_interim(response: requests.Response, **_: Any) -> None:
    """Close the connection of an interim answer (1xx), which requests takes for the answer.

    That comes behind it, and would be taken for the answer to the next call. By then requests has taken the connection
    apart too far to read on.
    """
    if 100 <= response.status_code < 200:
        response.close()
        raise urllib3.exceptions.ProtocolError(f"requests cannot pass over an interim answer ({response.status_code})")


def _settings(session: requests.Session, request: Request) -> Mapping[str, Any]:
    # No frame keeps it: the addresses of proxies hold passwords.
    return session.merge_environment_settings(request.url, {}, stream=True, verify=None, cert=None)


def _proxy_of(session: requests.Session, request: Request) -> str | None:
    """Name the proxy that a session goes through, without credentials."""
    address = select_proxy(request.url, _settings(session, request)["proxies"])
    proxy = proxy_at(address, {}) if address else None
    return None if proxy is None else proxy.url


def _with_own_cookies(session: requests.Session) -> requests.Session:
    """Make a session that shares all with another but the cookies: those of answers do not get into the other."""
    made = session.__class__.__new__(session.__class__)
    made.__dict__.update(session.__dict__)
    made.__dict__["cookies"] = merge_cookies(RequestsCookieJar(), session.cookies)
    return made


class Pieces:
    """The body of an open stream, as it comes; the last piece is empty."""

    def __init__(self, response: requests.Response, request: Request) -> None:
        self._response = response
        self._request = request
        self._opened = time.monotonic()
        self._pieces = _pieces(response)
        self._unpacker = Unpacker(_coding(response))
        self._open = True

    def __iter__(self) -> Iterator[bytes]:
        try:
            for data in self._pieces:
                self._unpacker.add(data)
                while piece := self._unpacker.take():
                    yield piece
            if self._open:
                self._unpacker.end()
                yield b""
        except Exception as error:
            if not self._open:  # another thread has closed it
                return
            if isinstance(error, (*_FAILURES, ValueError)):
                raise _translated(error, self._request, self._opened, sent=True) from error
            raise
        finally:
            self.close()

    def close(self) -> None:
        """Stop reading, and give the connection back; also while another thread waits for more."""
        if self._open:
            self._open = False
            stop_reading(getattr(self._response.raw, "connection", None))
            self._response.close()


def _answer(
    request: Request, response: requests.Response, data: bytes, started: float, problem: str | None = None
) -> ApiResponse:
    answer = ApiResponse(
        status=response.status_code,
        reason=response.reason or "",
        headers=Headers(response.headers.items()),
        data=data,
        round_trip_time=time.monotonic() - started,
        response=response,
    )
    answer.request = request
    answer.problem = problem
    return answer


def _is_raw(response: requests.Response) -> bool:
    """Say whether the body is still to be read as it comes."""
    return isinstance(response.raw, urllib3.HTTPResponse) and not getattr(response, "_content_consumed", False)


def _coding(response: requests.Response) -> str | None:
    """How the pieces of the body are compressed: what a hook has read, or a stand-in answers, is not any more."""
    return response.headers.get("Content-Encoding") if _is_raw(response) else None


def _pieces(response: requests.Response) -> Iterator[bytes]:
    """Read a body as it comes."""
    if _is_raw(response):
        # `iter_content` would wait until a piece of the stated size is full; and all wires unpack alike.
        while piece := response.raw.read1(PIECE, decode_content=False):
            yield piece
    else:
        # A hook has read it, or a cache or another stand-in has answered.
        yield from response.iter_content(PIECE)


def _translated(
    error: BaseException, request: Request, started: float, *, sent: bool | None = None, proxy: str | None = None
) -> ApiConnectionError:
    """Make the error of a call without an answer, from what is behind the errors of requests and urllib3."""
    chain = list(_chain(error))
    if sent is None:
        sent = not any(isinstance(link, _NOT_SENT) for link in chain)
    without_frames(error)
    seconds = time.monotonic() - started
    if any(isinstance(link, _TIMEOUTS) and not isinstance(link, _NOT_TIMEOUTS) for link in chain):
        return timed_out(request, seconds, sent=sent, proxy=proxy)
    return failed(chain[-1], request, seconds, sent=sent, proxy=proxy)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Walk from an error to the reason behind it, whichever way its library keeps that."""
    current: object = error
    for _ in range(_DEEPEST):
        if not isinstance(current, BaseException):
            return
        yield current
        inner = [getattr(current, "reason", None), *current.args, current.__cause__]
        current = next((found for found in inner if isinstance(found, BaseException)), None)
