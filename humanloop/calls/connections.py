"""What clients with different options share: the wires, what was learnt from calls, and being closed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from humanloop.calls.exchange import Reliability
from humanloop.core.errors import ClientConfigurationError
from humanloop.core.lazy import made_once
from humanloop.core.loading import LOADING
from humanloop.core.messages import CLOSED
from humanloop.transport.urllib3_transport import RestClient

if TYPE_CHECKING:
    from typing import Self

    import requests

    from humanloop.configuration import Configuration
    from humanloop.transport.aiohttp_transport import AsyncRestClient
    from humanloop.transport.requests_transport import SessionClient


class Connections:
    """The wires of a client. Safe in threads; usable from any number of event loops."""

    def __init__(self, configuration: Configuration, http: requests.Session | None = None) -> None:
        """Set them up; nothing is connected yet.

        Args:
            configuration: The client's settings.
            http: Session of the library requests that synchronous calls go through. Default: urllib3.
        """
        self.configuration = configuration
        self._http = http
        self.rest = _transport(configuration, http)
        self._reliability = Reliability()
        self.companions: dict[str, Any] = {}
        """What else the clients on these connections have in common, by its name."""
        self._closed = False

    @property
    def is_closed(self) -> bool:
        """Whether calls are refused."""
        return self._closed

    def __reduce__(self) -> tuple[type[Self], tuple[Configuration, requests.Session | None]]:
        # Settings travel, connections and what was learnt from calls do not.
        return type(self), (self.configuration, self._http)

    @made_once
    def async_rest(self) -> AsyncRestClient:
        """The asynchronous wire, made on first use."""
        # Imported here: it needs the extra `async`, and says so.
        with LOADING:
            from humanloop.transport.aiohttp_transport import AsyncRestClient  # noqa: PLC0415

        return AsyncRestClient(self.configuration)

    def apart(self, configuration: Configuration) -> Self:
        """Make connections of their own, for other settings and through the same session, if there is one."""
        return type(self)(configuration, self._http)

    def learnt(self) -> Reliability:
        """What is known from calls so far.

        Raises:
            ClientConfigurationError: The client is closed.
        """
        if self._closed:
            raise ClientConfigurationError(CLOSED)
        if self._reliability.process != os.getpid():
            # After a fork: another thread of the parent may have held the lock of the budget.
            self._reliability = Reliability()
        return self._reliability

    def close(self) -> None:
        """Close the connections of synchronous calls; a later call is refused. Closing twice is harmless."""
        self._closed = True
        self.rest.close()

    async def aclose(self) -> None:
        """Close all connections; a later call is refused. Closing twice is harmless."""
        self.close()
        if "async_rest" in vars(self):
            await self.async_rest.close()


def _transport(configuration: Configuration, http: requests.Session | None) -> RestClient | SessionClient:
    if http is None:
        return RestClient(configuration)
    # Imported where it is asked for: it needs the extra `requests`.
    with LOADING:
        from humanloop.transport.requests_transport import SessionClient  # noqa: PLC0415

    return SessionClient(configuration, http)
