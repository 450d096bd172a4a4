"""What proxies say of the requests that they send on: believed where the proxy is named, and else not read."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from humanloop.server.http.marks import PROXIED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

UNIX = "unix"
"""The name of whoever comes through a socket in the file system."""

_FOR, _PROTO, _HOST = b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host"
_SCHEMES = frozenset({"http", "https"})
_PORT = re.compile(r"\[(?P<six>[^\]]*)\](?::\d+)?|(?P<four>[^:]+)(?::\d+)?")


class Trusted:
    """The proxies that are believed.

    Args:
        names: Addresses, networks, and `unix`.

    Raises:
        ValueError: One is none of these.
    """

    def __init__(self, names: Iterable[str]) -> None:
        given = list(names)
        self._unix = UNIX in given
        self._networks = [ip_network(name, strict=False) for name in given if name != UNIX]

    def __contains__(self, peer: str | None) -> bool:
        """Tell whether a peer is one of them; None comes through a socket in the file system."""
        if peer is None:
            return self._unix
        address = address_of(peer)
        return address is not None and any(_is_in(address, network) for network in self._networks)


def address_of(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address, perhaps with a port; None if it is none. One of IPv4 in the form of IPv6 is that of IPv4."""
    try:
        address = ip_address(text)
    except ValueError:
        match = _PORT.fullmatch(text)
        if match is None:
            return None
        try:
            address = ip_address(match["six"] or match["four"] or "")
        except ValueError:
            return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_in(address: IPv4Address | IPv6Address, network: IPv4Network | IPv6Network) -> bool:
    return address.version == network.version and address in network


def client_of(forwarded: Sequence[str], trusted: Trusted) -> str | None:
    """Find the client in what proxies have written one after the other: the last that is no proxy of ours.

    Args:
        forwarded: The values of all headers `X-Forwarded-For`.
        trusted: The proxies.

    Returns:
        Its address; None if there is none that can be read.
    """
    client: str | None = None
    for entry in reversed(",".join(forwarded).split(",")):
        address = address_of(entry.strip())
        if address is None:
            # Whatever stands further left was written by nobody who is known.
            break
        client = str(address)
        if client not in trusted:
            break
    return client


class Proxies:
    """Puts client, scheme and host in place of the proxy's, for requests of proxies that are trusted.

    Args:
        app: What answers.
        trusted: The proxies.
    """

    def __init__(self, app: ASGIApp, trusted: Trusted) -> None:
        self._app = app
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            peer = scope["client"][0] if scope.get("client") else None
            if peer in self._trusted:
                self._believe(scope)
        await self._app(scope, receive, send)

    def _believe(self, scope: Scope) -> None:
        scope[PROXIED] = True
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        client = client_of([value.decode("latin-1") for name, value in headers if name == _FOR], self._trusted)
        if client is not None:
            scope["client"] = (client, 0)
        # Of several proxies, the last has been asked by the first; what the client sees is what the first was asked.
        proto = _first(headers, _PROTO).lower()
        if proto in _SCHEMES:
            scope["scheme"] = proto
        host = _first(headers, _HOST)
        if host:
            scope["headers"] = [each for each in headers if each[0] != b"host"] + [(b"host", host.encode("latin-1"))]


def _first(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> str:
    given = next((value for name, value in headers if name == wanted), b"")
    return given.decode("latin-1").partition(",")[0].strip()
