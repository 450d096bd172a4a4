"""The real server for the time of a test."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from humanloop.client import Humanloop
from humanloop.server.running import serve_in_thread
from humanloop.testing.spooling import own_spool

if TYPE_CHECKING:
    from collections.abc import Generator


class Server:
    """A server that answers.

    Attributes:
        url: Where, with the base path: what a client takes as its host. It ends in `/v4`.
        api_key: The key that it accepts.
    """

    def __init__(self, url: str, api_key: str, closing: ExitStack) -> None:
        self.url = url
        self.api_key = api_key
        self._closing = closing

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that lead a client here which is made without arguments."""
        return {"HUMANLOOP_HOST": self.url, "HUMANLOOP_API_KEY": self.api_key}

    def client(self, **options: Any) -> Humanloop:
        """Make a client of this server; its connections are given up when the server ends.

        Args:
            options: Further arguments of `Humanloop`, such as `timeout`.
        """
        settings: dict[str, Any] = {"api_key": self.api_key, "host": self.url, **options}
        client = Humanloop(**settings)
        self._closing.callback(client.close)
        return client

    def __repr__(self) -> str:
        return f"<Server {self.url}>"


@contextmanager
def server(*, api_key: str | None = None, database: str = "sqlite://") -> Generator[Server]:
    """Run the real server in a thread, on a free port of this machine, while the block runs.

    Each server begins empty. Models of all providers are played by the provider `mock`, so nothing leaves the machine.

    Args:
        api_key: The key to accept. Default: a random one.
        database: SQLAlchemy URL, or the path of an SQLite file. Default: everything is kept in memory.

    Yields:
        The server, once it answers.
    """
    with own_spool(), serve_in_thread(database=database, api_key=api_key) as running, ExitStack() as closing:
        yield Server(running.url, running.api_key or "", closing)
