"""Connections of the synchronous transport: urllib3's, with a deadline for every byte, and kept for reuse with care.

urllib3's own pool has a time limit for each read, which a server that sends a byte now and then never reaches. What is
promised is a limit for the whole call: each read waits for what is left of it (`_Source`). A connection on which
something came in while it was idle, or that has bytes left over, is thrown away and not used again, and a process that
was forked makes its own. This module would be superfluous if urllib3's pool took a deadline for an exchange, and let
its owner decide whether a connection may be used again.
"""

from __future__ import annotations

import io
import os
import time
from collections import deque
from http.client import HTTPConnection as StandardConnection
from http.client import HTTPMessage, HTTPResponse, IncompleteRead
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection, ProxyConfig
from urllib3.util import parse_url

from humanloop.transport.http11 import Chunks, read_head
from humanloop.transport.route import PIECE, Proxy, proxy_of, server_name, tls_context

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from humanloop.core.settings import BaseConfiguration


class _Source(io.RawIOBase):
    """The bytes that arrive at a socket, each read within what is left of the time."""

    def __init__(self, sock: socket.socket, deadline: float | None) -> None:
        self._socket = sock
        self._raw: Any = sock.makefile("rb", buffering=0)
        self.deadline = deadline
        self.ended = False

    def makefile(self, mode: str) -> _Buffer:  # noqa: ARG002 - http.client calls it as a socket's
        """Answer the file that `http.client` reads from."""
        return _Buffer(self)

    def silence(self, seconds: float | None) -> None:
        """From now on, limit only the time without a byte."""
        self.deadline = None
        self._socket.settimeout(seconds)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self.ended:
            return 0
        if self.deadline is not None:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            self._socket.settimeout(left)
        return self._raw.readinto(buffer)  # type: ignore[no-any-return]  # socket files are untyped

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Buffer(io.BufferedReader):
    """What is read ahead of an answer; `surplus` tells whether any of it was left when the answer had ended."""

    surplus = False

    def __init__(self, source: _Source) -> None:
        super().__init__(source, PIECE)
        self._source = source

    def close(self) -> None:
        if not self.closed:
            self._source.ended = True
            self.surplus = self.surplus or bool(self.peek(1))
        super().close()


class _Answer(HTTPResponse):
    """An answer whose head is read by `read_head`."""

    def __init__(self, source: _Source, method: str | None) -> None:
        super().__init__(source, method=method)  # type: ignore[arg-type]  # all it needs of a socket is `makefile`
        self.request_method = method or "GET"

    def begin(self) -> None:
        """Read the status line and headers."""
        head = read_head(self.fp.readline, self.request_method)
        self.code = self.status = head.status
        self.reason = head.reason
        self.version = head.version
        message = HTTPMessage()
        for name, value in head.fields:
            message.set_raw(name, value)  # which is for parsers: as they stand
        self.headers = self.msg = message
        self.chunked = head.chunked
        self.chunk_left = None
        self.length = head.length
        self.will_close = not head.keeps_alive
        self._chunks = Chunks()

    def read1(self, n: int = -1) -> bytes:
        """Read what has arrived of the body; nothing at its end."""
        if self.isclosed() or not self.chunked:
            return super().read1(n)
        body = b""
        while not body and not self._chunks.ended:
            # As many chunks at once as have arrived: a stream has one for every few words.
            arrived = self.fp.read1(PIECE)
            if not arrived:
                raise IncompleteRead(body)
            body = self._chunks.feed(arrived)
        if self._chunks.ended:
            self.fp.surplus = bool(self._chunks.rest)  # type: ignore[attr-defined]  # made by `_Source.makefile`
            self.close()
        return body


class _Timed:
    """A connection that hands its deadline to the answer."""

    deadline: float | None = None
    source: _Source
    buffer: _Buffer
    has_small_body = False
    """Whether the head that is sent next waits for the body, to go with it in one piece."""
    _head = b""

    def putheader(self, header: str, *values: str) -> None:
        """Write a header of the request.

        urllib3 searches the values for one that stands for "leave this header out"; nobody gives it here.
        """
        StandardConnection.putheader(self, header, *values)  # type: ignore[arg-type]  # it is mixed into that class

    def send(self, data: Any) -> None:
        """Send what is next, head or body: each costs the kernel, and the server, as much as both together."""
        if self.has_small_body:
            self.has_small_body = False
            self._head = data
            return
        head, self._head = self._head, b""
        super().send(head + data if head else data)  # type: ignore[misc]  # it is mixed into connections

    def response_class(self, sock: socket.socket, debuglevel: int = 0, method: str | None = None) -> _Answer:  # noqa: ARG002 - the signature is http.client's
        """Begin an answer; http.client calls it where it expects the class of answers."""
        self.source = _Source(sock, self.deadline)
        answer = _Answer(self.source, method)
        self.buffer = answer.fp  # type: ignore[assignment]  # made by `_Source.makefile`
        return answer


class PlainConnection(_Timed, HTTPConnection):  # type: ignore[misc]  # a method where a class is declared
    """A connection without TLS."""


class SecureConnection(_Timed, HTTPSConnection):  # type: ignore[misc]  # a method where a class is declared
    """A connection with TLS."""


Connection = PlainConnection | SecureConnection


class Closing:
    """What closes connections when it is thrown away.

    Until then they are kept apart from it: the garbage collector would end them in any order, and a socket that comes
    before what closes it warns of itself.
    """

    _kept: ClassVar[dict[int, Any]] = {}

    def keep(self, connections: Any) -> None:
        """Keep what `close` closes."""
        self._kept[id(self)] = connections

    def forget(self) -> None:
        """Keep nothing more: it is closed, or given back."""
        self._kept.pop(id(self), None)

    def close(self) -> None:
        """Close what is open."""
        raise NotImplementedError

    def __del__(self) -> None:
        # Nobody closed it. In a fork this gives up copies of descriptors, which ends no connection.
        self.close()
        self.forget()


class Pool(Closing):
    """The connections to one server: new ones, and idle ones for reuse. Safe in threads."""

    def __init__(self, configuration: BaseConfiguration) -> None:
        self._idle: deque[Connection] = deque()
        self._closed = False
        self.keep(self._idle)
        proxy = proxy_of(configuration)
        self._new = _maker(configuration, proxy)
        self.proxy = None if proxy is None else proxy.url
        """Where the proxy is; None if there is none."""
        self.process = os.getpid()
        self.forwards = None if proxy is None or configuration.host.startswith("https") else proxy.headers
        """Headers for a proxy that every request goes through as a whole; None if there is none."""
        self._size = configuration.connection_pool_maxsize

    def take(self) -> Connection:
        """Answer an idle connection on which nothing has come in, else a new one, not connected yet."""
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:  # another thread was faster
                break
            # What can be read now is the end of the connection, or an answer that nobody asked for.
            if connection.is_connected:
                return connection
            connection.close()
        return self._new()

    def give_back(self, connection: Connection) -> None:
        """Keep a connection whose answer has ended, if another answer can follow on it."""
        if connection.is_closed or connection.buffer.surplus or self._closed or len(self._idle) >= self._size:
            connection.close()
            return
        self._idle.append(connection)
        self._close_late()

    def close(self) -> None:
        """Close all idle connections; those in use are closed when they come back."""
        self._closed = True
        self._close_late()

    def _close_late(self) -> None:
        """Close what came back while the pool was being closed."""
        while self._closed and self._idle:
            try:
                self._idle.pop().close()
            except IndexError:
                break


def _maker(configuration: BaseConfiguration, proxy: Proxy | None) -> Callable[[], Connection]:
    server = urlsplit(configuration.host)
    options: dict[str, Any] = {}
    if configuration.socket_options is not None:
        options["socket_options"] = configuration.socket_options
    secure = server.scheme == "https"
    nearest = server if proxy is None else urlsplit(proxy.url)
    host = nearest.hostname or ""
    port = nearest.port or (443 if nearest.scheme == "https" else 80)
    if not secure and nearest.scheme == "http":
        return lambda: PlainConnection(host, port, **options)
    options["ssl_context"] = tls_context(configuration)
    if secure:
        options["server_hostname"] = server_name(configuration)
        if configuration.assert_hostname is False:
            options["assert_hostname"] = False
    if proxy is None or not secure:
        return lambda: SecureConnection(host, port, **options)
    return _Tunnel(proxy, server.hostname or "", server.port or 443, options).connection


class _Tunnel:
    """Makes connections through a proxy that sees nothing of what is said."""

    def __init__(self, proxy: Proxy, host: str, port: int, options: dict[str, Any]) -> None:
        self._proxy = proxy
        self._host = host
        self._port = port
        self._options = options

    def connection(self) -> SecureConnection:
        proxy = parse_url(self._proxy.url)
        config = ProxyConfig(self._options["ssl_context"], False, None, None)  # noqa: FBT003 - no forwarding
        connection = SecureConnection(
            proxy.host or "", proxy.port or 80, proxy=proxy, proxy_config=config, **self._options
        )
        connection.set_tunnel(self._host, self._port, dict(self._proxy.headers), scheme=proxy.scheme or "http")
        return connection
