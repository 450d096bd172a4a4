"""A client to try things with: on a server of its own, in this process."""

from __future__ import annotations

import atexit
import os
from contextlib import ExitStack
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from humanloop.client import Humanloop
from humanloop.core.background import BackgroundOptions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from humanloop.server import RunningServer


class LocalHumanloop(Humanloop):
    """A client that ends its server when it is closed. Copies of it use the server, and leave it alone."""

    _server: ExitStack
    _running: RunningServer
    _process: int

    def keep(self, server: ExitStack, running: RunningServer) -> None:
        """Let a server run until the client is closed, or the process ends."""
        self._server = server
        self._running = running
        self._process = os.getpid()
        # All of `close`: what is logged in the background is sent while there is a server.
        atexit.register(self.close)

    @property
    def web(self) -> str | None:
        """An address of the server's pages that signs a browser in, once; each reading makes a new one."""
        return self._running.web_link()

    def close(self) -> None:
        """Give the connections up, and end the server. Closing twice is harmless."""
        super().close()
        self._end()

    async def aclose(self) -> None:
        """Give all connections up, and end the server. Closing twice is harmless."""
        await super().aclose()
        self._end()

    def __copy__(self) -> LocalHumanloop:
        made = type(self).__new__(type(self))
        # Its server is nothing for it to end.
        vars(made).update(vars(self) | {"_server": ExitStack()})
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        # A server cannot be copied: those that travel are plain clients of the same one.
        return _plain, ({name: value for name, value in vars(self).items() if name not in {"_server", "_running"}},)

    def _end(self) -> None:
        if os.getpid() != self._process:
            return  # Server and folder are those of the process that this one was forked from.
        self._server.close()
        atexit.unregister(self.close)


def _plain(state: Mapping[str, Any]) -> Humanloop:
    made = Humanloop.__new__(Humanloop)
    vars(made).update(state)
    return made


def _temporary_folder(stack: ExitStack) -> str:
    """Make a folder that goes with the server."""
    # Not a `TemporaryDirectory`, which goes with the first process that ends, and that may be a forked one.
    folder = mkdtemp(prefix="humanloop-")
    stack.callback(rmtree, folder, ignore_errors=True)
    return folder


def local(folder: str | PathLike[str] | None = None) -> LocalHumanloop:
    """Start a server of the API in this process, and answer a client of it. No account and no network is needed.

    The models are those of the provider `mock`, which makes its answers up. The server ends with the process, or when
    the client is closed. Each call starts another one. It needs the extra `server`.

    Args:
        folder: Where to keep the data (an SQLite file). Default: a temporary folder, which goes with the server.

    Raises:
        ClientConfigurationError: The extra `server` is not installed.
    """
    # Imported here: programs that use a server elsewhere need nothing of it.
    from humanloop.server import serve_in_thread  # noqa: PLC0415

    with ExitStack() as stack:
        kept = _temporary_folder(stack) if folder is None else folder
        Path(kept).mkdir(parents=True, exist_ok=True)
        server = stack.enter_context(serve_in_thread(database=str(Path(kept) / "humanloop.db")))
        spool = Path(kept) / "spool"
        client = LocalHumanloop(server.api_key, server.url, background=BackgroundOptions(directory=spool))
        client.keep(stack.pop_all(), server)
    if spool.is_dir():
        # Each server of this folder has an address and a key of its own, and all of them have the same data.
        client.background.adopt_of_others(None, of_any_host=True)
    return client
