"""Which hosts the server answers for.

A web page may point a name of its own at this machine and so send requests from a browser that can reach it. Such
requests carry that name in their header `Host`. Addresses cannot be misused this way; names have to be known.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING

from humanloop.server.errors import BadRequestError, MisdirectedError
from humanloop.server.http.otlp_answers import error_response

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Receive, Scope, Send

_ANY = "*"
# A name or an address of four numbers, or one of IPv6 in brackets, perhaps with a zone.
_HOST = re.compile(
    r"(?:(?P<name>[\w.-]+)|\[(?P<address>[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:%[\w.~-]+)?)\])(?::[0-9]*)?", re.ASCII
)
# Who makes up ever more of them shall not fill the memory.
_MOST_KNOWN = 1000


class Hosts:
    """Refuses requests that are meant for another host.

    Args:
        app: What answers.
        names: Names that the server has besides `localhost`; `*` answers for all.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)
        # The hosts that real clients use are few: each is looked at once.
        self._known: set[bytes] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "http":
            given = [value for name, value in scope["headers"] if name == b"host"]
            if len(given) != 1 or given[0] not in self._known:
                error = self._error(given)
                if error is not None:
                    await error_response(scope, error)(scope, receive, send)
                    return
                if len(self._known) < _MOST_KNOWN:
                    self._known.add(given[0])
        await self._app(scope, receive, send)

    def _error(self, given: list[bytes]) -> BadRequestError | MisdirectedError | None:
        if len(given) != 1:
            return BadRequestError("A request needs one header Host.")
        header = given[0].decode("latin-1")
        host = host_name(header)
        if host is None:
            return BadRequestError(f"{header!r} is no host: it has to be a name or an address, and perhaps a port.")
        if is_allowed(host, self._names):
            return None
        return MisdirectedError(
            f"This server does not answer for {host!r}. If it should, start it with --allowed-hosts {host}."
        )


def host_name(header: str) -> str | None:
    """Take the port off a header `Host`; None if it is none."""
    match = _HOST.fullmatch(header)
    return None if match is None else match["name"] or match["address"]


def is_allowed(host: str, names: frozenset[str]) -> bool:
    """Tell whether a host is an address, a name of this machine for itself, or one of the names.

    Args:
        host: Host without a port.
        names: Names in lower case; `*` stands for all.
    """
    host = host.lower().rstrip(".")
    if _ANY in names or host in names or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
