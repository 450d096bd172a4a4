"""Connections of the asynchronous transport: an aiohttp session for each event loop, kept for reuse with care."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import aiohttp
from yarl import URL

from humanloop.transport.aiohttp_messages import (
    ATTEMPT,
    ClientRequest,
    ClientResponse,
    StaleConnectionError,
    check_head,
    payload,
)
from humanloop.transport.deadlines import Deadlines
from humanloop.transport.route import LARGEST_HEAD, MOST_FIELDS, proxy_of, route, server_name, tls_context

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from humanloop.core.request import Request
    from humanloop.core.settings import BaseConfiguration
    from humanloop.transport.aiohttp_messages import Attempt

CONNECTIONS = 100
"""Connections open at once for each event loop; further calls wait for one."""


class Session:
    """The connections of one event loop. It is closed with the loop, if that is shut down as `asyncio.run` does.

    Whoever uses it enters it and leaves it: it is never closed under what is under way, since aiohttp would leave that
    waiting for ever.
    """

    def __init__(self, configuration: BaseConfiguration) -> None:
        self.route = route(configuration)
        secure = urlsplit(configuration.host).scheme == "https"
        proxy = proxy_of(configuration)
        self._server_name = server_name(configuration) if secure else None
        self.proxy = None if proxy is None else proxy.url
        self._proxy_headers = proxy.headers if proxy is not None and secure else None
        self._forwards = {} if proxy is None or secure else proxy.headers
        options: dict[str, Any] = {}
        if configuration.socket_options is not None:
            options["socket_factory"] = _SocketFactory(configuration.socket_options)
        connector = aiohttp.TCPConnector(
            limit=CONNECTIONS, ssl=tls_context(configuration) if secure or proxy is not None else True, **options
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            request_class=ClientRequest,
            response_class=ClientResponse,
            max_line_size=LARGEST_HEAD,
            max_field_size=LARGEST_HEAD,
            max_headers=MOST_FIELDS,
        )
        self.loop = asyncio.get_running_loop()
        self.deadlines = Deadlines(self.loop)
        self._under_way = 0
        self._retired = False
        self._used: WeakKeyDictionary[object, Callable[[], object]] = WeakKeyDictionary()
        self._life = _life(self._session)

    @property
    def closed(self) -> bool:
        """Whether it is closed, by whatever."""
        return self._session.closed

    async def begin(self) -> None:
        """Tie the session to the running loop: when that shuts its asynchronous generators down, it closes."""
        await anext(self._life)

    async def send(self, request: Request, attempt: Attempt, connect: float | None) -> aiohttp.ClientResponse:
        """Send a request and read the head of the answer."""
        attempt.used = self._used
        ATTEMPT.set(attempt)
        while True:
            try:
                response = await self._session.request(
                    request.method,
                    URL(request.url, encoded=True),
                    data=payload(request.body),
                    headers={**request.headers, **self._forwards} if self._forwards else request.headers,
                    timeout=_connect_timeout(connect),
                    allow_redirects=False,
                    proxy=self.proxy,
                    proxy_headers=self._proxy_headers,
                    server_hostname=self._server_name,
                    # What a write without a body is not: aiohttp would call it application/octet-stream.
                    skip_auto_headers=None if request.method == "GET" else ("Content-Type",),
                )
            except StaleConnectionError:
                continue  # it is closed now, and the next one is taken
            try:
                check_head(response)
            except BaseException:
                response.close()
                raise
            return response

    def enter(self) -> None:
        """Begin a call, or a stream."""
        self._under_way += 1

    def leave(self) -> bool:
        """End one; say whether the session is to be closed now, since it was retired and this was the last."""
        self._under_way -= 1
        return self._retired and not self._under_way

    def leave_soon(self) -> None:
        """End one where nobody can wait for the closing."""
        if self.leave():
            self.retire()

    def retire(self) -> None:
        """Close, without waiting for it."""
        self._closing = self.loop.create_task(self.close())

    async def close(self) -> None:
        """Close all connections, or let the last that is under way do it; closing twice is harmless."""
        if self.is_left():
            await self._session.close()
            await self._life.aclose()  # it finds nothing to do, so it does not get in the way of the loop's own end

    def close_from_outside(self) -> None:
        """Close from another event loop, or another thread; its own loop does it as soon as it runs."""
        try:
            self.loop.call_soon_threadsafe(_Closing(self))
        except RuntimeError:  # it is closed
            self.forget()
            return
        if self.is_left() and not self.loop.is_running():
            # Perhaps nobody runs it ever again; to run it here would get in the way of whoever does.
            for connection in self._used.keyrefs():
                _hang_up(connection())

    def is_left(self) -> bool:
        """Let the last that is under way close it; say whether there is none."""
        self._retired = True
        return not self._under_way

    def abort(self) -> None:
        """Break the connections off."""
        for connection in self._used.keyrefs():
            protocol: Any = connection()
            if protocol is not None:
                protocol.abort()

    def forget(self) -> None:
        """Forget the connections, which have been broken off, or those of a loop that is closed."""
        with suppress(StopIteration, RuntimeError):  # it has nothing to wait for; the loop is about to do it itself
            self._forget().send(None)

    async def _forget(self) -> None:
        connector = self._session.connector
        self._session.detach()
        await self._life.aclose()  # before what may wait: its end would be left to the loop, and Python warns of that
        if connector is not None:
            await connector.close()


class _Closing:
    """Closes a session when its event loop runs; forgets it if that is closed before.

    It does so in a few turns of the loop, and without a task: a loop that is closed at once would complain of that.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._turns = 4  # in the second, sockets are closed, and in the third, TLS knows of it

    def __call__(self) -> None:
        if not self._session.is_left():
            return
        self._session.abort()
        self._turns -= 1
        if self._turns:
            self._session.loop.call_soon(self)
        else:
            self._session.forget()

    def __del__(self) -> None:
        if self._session.loop.is_closed():
            self._session.forget()


async def _life(session: aiohttp.ClientSession) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        await session.close()


def _hang_up(protocol: Any) -> None:
    """End a connection for both sides; its event loop, which alone can close the socket, need not run for it."""
    transport = getattr(protocol, "transport", None)
    ending = transport and transport.get_extra_info("socket")
    if ending is not None:
        with suppress(OSError), ending.dup() as own:  # where it has ended already, there is nothing to do
            own.shutdown(socket.SHUT_RDWR)  # that of uvloop cannot do it


@lru_cache(maxsize=16)
def _connect_timeout(seconds: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=seconds)


class _SocketFactory:
    """Makes sockets with options."""

    def __init__(self, options: list[tuple[int, int, int]]) -> None:
        self._options = options

    def __call__(self, address: Any) -> socket.socket:
        family, kind, protocol, _, _ = address
        made = socket.socket(family, kind, protocol)
        for option in self._options:
            made.setsockopt(*option)
        return made
