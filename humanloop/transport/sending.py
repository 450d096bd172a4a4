"""How the synchronous transport sends a request on a connection, and reads the head of the answer."""

from __future__ import annotations

import time
from http.client import HTTPException
from typing import TYPE_CHECKING

from urllib3.exceptions import HTTPError, SSLError

from humanloop.transport.route import failed, time_limits, without_frames

if TYPE_CHECKING:
    import urllib3

    from humanloop.core.errors import ApiConnectionError
    from humanloop.core.request import Request
    from humanloop.transport.pool import Connection, Pool

FAILURES = (HTTPError, HTTPException, OSError)
"""What a connection can raise: urllib3's errors, those of the standard library's HTTP, and those of sockets and TLS."""


def begin(pool: Pool, request: Request, started: float) -> tuple[Connection, urllib3.HTTPResponse]:
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
        if isinstance(error, FAILURES):
            raise translated(error, request, started, sent=sent) from error
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
    try:
        connection.request(request.method, target, request.body, headers, preload_content=False, decode_content=False)
    except (BrokenPipeError, ConnectionResetError):
        # A server may answer and close before it has read everything; what it said can still be read.
        if connection.is_closed:
            raise


def translated(error: BaseException, request: Request, started: float, *, sent: bool) -> ApiConnectionError:
    """Make the error of a call without an answer."""
    without_frames(error)
    if isinstance(error, SSLError) and error.args and isinstance(error.args[0], Exception):
        error = error.args[0]
    return failed(error, request, time.monotonic() - started, sent=sent)
