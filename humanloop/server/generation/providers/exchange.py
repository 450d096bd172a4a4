"""One HTTP exchange with a provider, over aiohttp: its connections, its limits, and its failures made ours."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from humanloop.server.errors import ORIGIN, ProviderError
from humanloop.server.outgoing_traces import outgoing_headers
from humanloop.transport.route import verifying_context
from humanloop.version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Mapping

_CONNECT_SECONDS = 10
_DRAIN_SECONDS = 0.05
_LARGEST_ANSWER = 64 * 1024 * 1024
_LARGEST_HEAD = 64 * 1024
_HEADERS = {"Content-Type": "application/json", "User-Agent": f"humanloop-server/{__version__}"}


@dataclass(frozen=True)
class Post:
    """What is sent.

    Args:
        url: Where to.
        headers: Headers, with the key.
        data: The body.
        is_public: Whether it may go to public addresses only, because a caller has chosen where.
    """

    url: str
    headers: Mapping[str, str] = field(repr=False)
    data: bytes = field(repr=False)
    is_public: bool = False


class Reply:
    """An answer whose body is still to be read.

    Args:
        response: The answer.
        title: Name of the provider.
    """

    def __init__(self, response: aiohttp.ClientResponse, title: str) -> None:
        self._response = response
        self._title = title
        self.status = response.status
        self.content_type = response.content_type
        self.headers: Mapping[str, str] = response.headers

    async def pieces(self) -> AsyncGenerator[bytes]:
        """Read the body as it comes.

        Raises:
            ProviderError: It breaks off, or is larger than anybody wants.
        """
        size = 0
        try:
            while piece := await self._response.content.readany():
                size += len(piece)
                if size > _LARGEST_ANSWER:
                    raise ProviderError(
                        f"The answer is larger than {_LARGEST_ANSWER} bytes.", origin=self._title, code=500
                    )
                yield piece
        except (aiohttp.ClientError, OSError, ValueError) as error:
            message = f"The connection broke off within the answer: {_reason(error)}."
            raise ProviderError(message, origin=self._title, code=500) from None

    async def drain(self) -> None:
        """Read what still comes behind the last event, if it comes at once: then the connection serves again."""
        with suppress(TimeoutError, aiohttp.ClientError, OSError, ValueError):
            async with asyncio.timeout(_DRAIN_SECONDS):
                while await self._response.content.readany():
                    pass

    async def body(self) -> bytes:
        """Read the whole body.

        Raises:
            ProviderError: As above.
        """
        return b"".join([piece async for piece in self.pieces()])


class Exchange:
    """The connections to one provider.

    Args:
        title: Its name.
        most: Calls that may run at once.
        tells_trace: Whether it is told of the trace that a request belongs to.
    """

    def __init__(self, title: str, most: int, *, tells_trace: bool = False) -> None:
        self._title = title
        self._most = most
        self._tells_trace = tells_trace
        self._running = 0
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    @contextmanager
    def room(self, calls: int) -> Generator[None]:
        """Take room for so many calls while the block runs.

        Raises:
            ProviderError: There is none.
        """
        if calls > self._most:
            message = (
                f"{calls} samples need as many calls of {self._title}, and this server makes {self._most} at most."
            )
            raise ProviderError(message, origin=ORIGIN, code=422)
        if self._running + calls > self._most:
            message = f"This server makes {self._most} calls of {self._title} at once, and has no room for more now."
            raise ProviderError(message, origin=ORIGIN, code=503, retry_after=1)
        self._running += calls
        try:
            yield
        finally:
            self._running -= calls

    @asynccontextmanager
    async def post(self, post: Post) -> AsyncGenerator[Reply]:
        """Send a request; the answer can be read inside of the block, whose end closes what is not read.

        Raises:
            ProviderError: There is no answer, or it leads elsewhere.
        """
        response = await self._answer(post)
        try:
            yield Reply(response, self._title)
        finally:
            # A body that was read to its end has given its connection back already.
            response.close()

    async def close(self) -> None:
        """Close all connections."""
        sessions, self._sessions = list(self._sessions.values()), {}
        for session in sessions:
            await session.close()

    async def _answer(self, post: Post) -> aiohttp.ClientResponse:
        try:
            response = await self._session(is_public=post.is_public).post(
                URL(post.url, encoded=True),
                data=post.data,
                headers={**_HEADERS, **post.headers, **(outgoing_headers() if self._tells_trace else {})},
                allow_redirects=False,
            )
        except TimeoutError:
            message = f"No connection to {_host(post.url)} within {_CONNECT_SECONDS} s."
            raise ProviderError(message, origin=self._title, code=504) from None
        except PrivateAddressError as error:
            raise ProviderError(str(error), origin=ORIGIN, code=422) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            message = f"No answer from {_host(post.url)}: {_reason(error)}."
            raise ProviderError(message, origin=self._title, code=503) from None
        if 300 <= response.status < 400:
            response.close()
            target = _host(response.headers.get("Location", ""))
            message = f"The provider answered with a redirect to {target}, which is not followed."
            raise ProviderError(message, origin=self._title, code=500)
        return response

    def _session(self, *, is_public: bool) -> aiohttp.ClientSession:
        session = self._sessions.get(is_public)
        if session is None or session.closed:
            connector = aiohttp.TCPConnector(
                limit=0, ssl=verifying_context(), resolver=_PublicResolver() if is_public else None
            )
            session = self._sessions[is_public] = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None, connect=_CONNECT_SECONDS),
                max_line_size=_LARGEST_HEAD,
                max_field_size=_LARGEST_HEAD,
            )
        return session


class PrivateAddressError(Exception):
    """A name leads to an address that a caller may not reach through this server."""


class _PublicResolver(AbstractResolver):
    """Finds addresses of names, and refuses those that are not public."""

    def __init__(self) -> None:
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Look up a name.

        Raises:
            PrivateAddressError: One of its addresses is not public.
        """
        found = await self._resolver.resolve(host, port, family)
        for each in found:
            if not is_public(each["host"]):
                raise PrivateAddressError(f"`openai_azure_endpoint`: {host} is at a private address.")
        return found

    async def close(self) -> None:
        """Do nothing: there is nothing open."""


def is_public(address: str) -> bool:
    """Tell whether an address is one of the public internet."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None) or parsed
    return bool(parsed.is_global and inner.is_global) and not parsed.is_multicast


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2] or "another path"
    except ValueError:
        return "what is no address"


def _reason(error: BaseException) -> str:
    """Say in a few words what went wrong, without what was sent."""
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "the connection was closed"
    if isinstance(error, aiohttp.ClientConnectorError):
        inner: Any = error.os_error
        return inner.strerror or type(inner).__name__
    if isinstance(error, aiohttp.ClientPayloadError):
        return "it is not complete"
    if isinstance(error, aiohttp.ClientResponseError):
        return "it is not HTTP"
    return (isinstance(error, OSError) and error.strerror) or type(error).__name__
