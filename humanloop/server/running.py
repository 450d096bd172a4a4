"""Running the server: in the foreground, or in a thread beside the program that uses it."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
import threading
from concurrent.futures import Future
from contextlib import AsyncExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn
from pydantic import SecretStr

from humanloop.server.app import create_app, service_of
from humanloop.server.domain.keys import new_api_key
from humanloop.server.domain.web_sessions import new_link
from humanloop.server.http.access_log import AccessLog, as_json, as_line
from humanloop.server.http.protocol import protocol_class
from humanloop.server.listening import listen, load_certificate, stop_listening, tls_context, url_of
from humanloop.server.log_lines import Lines
from humanloop.server.settings import BASE_PATH, Settings
from humanloop.server.store.failures import is_damage
from humanloop.server.store.occupancy import OccupiedError
from humanloop.server.web.page_links import WEB_PATH

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Generator, Sequence
    from contextlib import AbstractContextManager
    from types import FrameType

    from starlette.applications import Starlette

    from humanloop.server.http.numbers import Board
    from humanloop.server.http.observing import Seen

_logger = logging.getLogger(__name__)

_SECONDS_TO_START = 30
_SECONDS_TO_END = 2
# New objects before the youngest are looked through, and how often that happens before the older ones are.
_COLLECTIONS = (20_000, 5, 5)
# Longer than clients keep idle connections, so that it is not the server who closes one that is about to be used.
_SECONDS_TO_KEEP_IDLE = 120


@dataclass(frozen=True)
class RunningServer:
    """A server that answers.

    Args:
        url: Where, with the base path: what a client takes as its host.
        api_key: A key that it accepts; None if it made none and was given none.
        app: The application.
    """

    url: str
    api_key: str | None
    app: Starlette

    def web_link(self) -> str | None:
        """Make an address that signs a browser in to the pages; None if there are none."""
        service = service_of(self.app)
        if not service.settings.web:
            return None
        pages = f"{self.url.removesuffix(BASE_PATH)}{WEB_PATH}"
        if not service.settings.authentication:
            return pages
        seconds = service.settings.web_link_seconds
        token = service.store.writer.submit(lambda connection: new_link(connection, seconds)).result()
        return f"{pages}/sign-in?token={token}"


class StartError(RuntimeError):
    """The server did not start; the reason is the cause."""


class _Server(uvicorn.Server):
    """A uvicorn server that says when it has begun to answer."""

    def __init__(
        self,
        settings: Settings,
        on_start: Callable[[RunningServer], None],
        watchers: Sequence[Callable[[Seen], None]] = (),
        predecessor: str | None = None,
        board: Board | None = None,
    ) -> None:
        self._app = create_app(settings, self._while_migrating, lambda: self.should_exit, watchers, predecessor, board)
        try:
            self._tls = tls_context(settings)
        except OSError as error:
            raise StartError(f"The server did not start: {error}") from error
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listener: socket.socket | None = None
        self._settings = settings
        self._on_start = on_start
        self._opened = AsyncExitStack()
        config = uvicorn.Config(
            self._app,
            http=protocol_class(
                head_limit=settings.head_limit,
                read_seconds=settings.read_seconds,
                write_seconds=settings.write_seconds,
            ),
            ws="none",
            # Opened and closed here, where a failure can be told in one line.
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_SECONDS_TO_KEEP_IDLE,
            timeout_graceful_shutdown=settings.drain_seconds,
        )
        super().__init__(config)
        config.load()
        config.ssl = self._tls

    def _while_migrating(self) -> AbstractContextManager[None]:
        """Make what answers while tables are changed."""
        # Few starts need it, and the server of the library that it is made of takes its time.
        from humanloop.server.http.waiting_room import waiting_room  # noqa: PLC0415

        return nullcontext() if self._listener is None else waiting_room(self._listener, self._tls)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the database, begin to listen, then say so.

        Raises:
            StartError: The database cannot be opened, or the settings contradict each other.
        """
        self._listener = sockets[0] if sockets else None
        self._loop = asyncio.get_running_loop()
        try:
            await self._opened.enter_async_context(self._app.router.lifespan_context(self._app))
        except OccupiedError as error:
            raise StartError(str(error)) from error
        except Exception as error:
            # What the database itself says is shorter than what is made of it; one line is enough.
            said = f"The server did not start: {' '.join(str(getattr(error, 'orig', error)).split())}"
            cure = "; `humanloop check` says what is damaged" if is_damage(error) else ""
            raise StartError(said + cure) from error
        await super().startup(sockets)
        service_of(self._app).started.set()
        url = url_of(self._settings, (sockets or [])[0])
        service_of(self._app).occupancy.say(url)
        given = self._settings.api_key
        key = service_of(self._app).first_key if given is None else given.get_secret_value()
        self._on_start(RunningServer(f"{url}{BASE_PATH}", key, self._app))

    def on_hangup(self, sig: int, frame: FrameType | None) -> None:
        """Read keys and certificate again; what cannot be read stays as it was, and the log says so."""
        del sig, frame
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._read_again)

    def _read_again(self) -> None:
        try:
            if self._tls is not None:
                load_certificate(self._tls, self._settings)
        except OSError as error:
            _logger.error("After SIGHUP: %s. The old ones stay.", error)  # noqa: TRY400 - the line says all
        if self.started:
            self._reading = asyncio.create_task(service_of(self._app).read_keys())

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop; a second time Ctrl-C stops at once."""
        super().handle_exit(sig, frame)
        # Else it would be raised again in the end: who was told to end and did has nothing to complain about.
        self._captured_signals.clear()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish what runs, or end it when its time is up; then close the database."""
        await super().shutdown(sockets)
        if self.server_state.tasks:
            # Those that were ended still have something to write.
            await asyncio.wait(self.server_state.tasks, timeout=_SECONDS_TO_END)
        await self._opened.aclose()


def serve(settings: Settings, on_start: Callable[[RunningServer], None]) -> None:
    """Serve until the process is told to stop; requests that run then are finished first.

    Args:
        settings: What to choose.
        on_start: Called once the server answers.

    Raises:
        OSError: The address cannot be listened on.
        StartError: The database cannot be opened, or the settings contradict each other.
    """
    with listen(settings) as listener:
        try:
            serve_on(listener, settings, on_start)
        finally:
            stop_listening(settings)


def serve_on(
    listener: socket.socket,
    settings: Settings,
    on_start: Callable[[RunningServer], None],
    predecessor: str | None = None,
    board: Board | None = None,
) -> None:
    """Serve on an address that is taken already, until the process is told to stop.

    Args:
        listener: Where to listen.
        settings: What to choose.
        on_start: Called once the server answers.
        predecessor: The server that is known to have ended, in whose place this one is.
        board: Where the workers of a server show their numbers to each other.

    Raises:
        StartError: The database cannot be opened, or the settings contradict each other.
    """

    def start(running: RunningServer) -> None:
        on_start(running)
        # All that is there by now stays. To look through it again and again would stop every request for a while.
        gc.freeze()
        # Values of a large request are no garbage, however many they are: with Python's own numbers looking through
        # them takes a tenth of the time in which hundreds of spans or logs are stored.
        gc.set_threshold(*_COLLECTIONS)

    with _access_log(settings) as watchers:
        server = _Server(settings, start, watchers, predecessor, board)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, server.on_hangup)
        server.run(sockets=[listener])


@contextmanager
def _access_log(settings: Settings) -> Generator[list[Callable[[Seen], None]]]:
    """Write requests to standard output while the block runs, as it is wanted."""
    if settings.log_format == "none":
        yield []
        return
    lines = Lines(sys.stdout)
    try:
        yield [AccessLog(lines.write, as_json if settings.log_format == "json" else as_line)]
    finally:
        lines.close()


@contextmanager
def serve_in_thread(
    *,
    database: str = "sqlite://",
    provider_fallback: str | None = "mock",
    api_key: str | None = None,
    port: int = 0,
    settings: Settings | None = None,
) -> Generator[RunningServer]:
    """Serve in a thread of this process while the block runs, on the loopback address.

    Args:
        database: SQLAlchemy URL, or the path of an SQLite file; the default keeps everything in memory.
        provider_fallback: Provider that answers for all others, so that nothing leaves the machine; None asks them.
        api_key: The key to accept; a random one if none is given.
        port: Port to listen on; 0 takes a free one.
        settings: Everything else; replaces all other arguments.

    Yields:
        The server, once it answers.

    Raises:
        OSError: The address cannot be listened on.
        StartError: The server did not start.
    """
    chosen = settings or Settings(
        host="127.0.0.1",
        port=port,
        database=database,
        provider_fallback=provider_fallback,
        ask_providers=provider_fallback is None,
        api_key=SecretStr(api_key or new_api_key()),
        authentication=True,
    )
    ready: Future[RunningServer] = Future()
    server = _Server(chosen, ready.set_result)

    def run(listener: socket.socket) -> None:
        try:
            server.run(sockets=[listener])
        except Exception as error:
            if ready.done():
                raise
            ready.set_exception(error)

    with listen(chosen) as listener:
        thread = threading.Thread(target=run, args=(listener,), name="humanloop-server", daemon=True)
        thread.start()
        try:
            yield ready.result(_SECONDS_TO_START)
        finally:
            server.should_exit = True
            thread.join()
            stop_listening(chosen)
