"""Lines to a PostgreSQL, and how one that hangs is cut.

A server that is stopped in the middle of an answer keeps its connections: its kernel goes on acknowledging, so that
neither keepalives nor time limits of TCP see anything, and limits of statements are counted by the one who has stopped.
Only the clock on this side tells. What hangs is then cut by its socket, from another thread; whoever waits for it sees
a connection that was lost, and the pool makes a new one.
"""

from __future__ import annotations

import math
import os
import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, exc

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy.engine import Engine

_SECONDS_BETWEEN_LOOKS = 1
_TRUSTED = "humanloop_trusted"
# So long a connection that worked is not asked whether it does: under load that would be one question more a commit.
_SECONDS_OF_TRUST = 0.5


class _Line:
    """One use of a connection by one thread."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.connection: Any = None
        self.is_cut = False


class Lines:
    """The uses of an engine's connections; none lasts longer than it may.

    Args:
        engine: The engine; of another database than PostgreSQL, which does not hang, nothing is cut.
        seconds: Longest time from before a connection is taken until it is given back.
    """

    def __init__(self, engine: Engine, seconds: float) -> None:
        self.seconds = seconds
        self._engine = engine
        self._lock = threading.Lock()
        self._lines: set[_Line] = set()
        self._of_thread = threading.local()
        self._closed = threading.Event()
        self._is_watched = engine.dialect.name == "postgresql"
        if self._is_watched:
            event.listen(engine, "checkout", self._on_checkout)
            threading.Thread(target=self._watch, name="humanloop-lines", daemon=True).start()

    @contextmanager
    def use(self) -> Generator[None]:
        """Let this thread take a connection within the block; when that takes too long, it is cut."""
        if not self._is_watched:
            yield
            return
        line = self._of_thread.line = _Line()
        with self._lock:
            self._lines.add(line)
        try:
            yield
        finally:
            with self._lock:
                self._lines.discard(line)
            self._of_thread.line = None

    def hurry(self, seconds: float) -> None:
        """Cut sooner from now on, because the server is about to end."""
        self.seconds = min(self.seconds, seconds)

    def cut(self) -> None:
        """Cut all that are in use."""
        with self._lock:
            for line in self._lines:
                _cut(line)

    def close(self) -> None:
        """Stop watching."""
        self._closed.set()

    def _on_checkout(self, connection: Any, record: Any, proxy: Any) -> None:
        """Note which connection a thread has got, then see whether it works; one that does not is replaced."""
        del proxy
        line: _Line | None = getattr(self._of_thread, "line", None)
        if line is not None:
            with self._lock:
                line.connection = connection
            if line.is_cut:
                raise exc.TimeoutError("The database took too long to connect.")
        if time.monotonic() > record.info.get(_TRUSTED, math.inf):
            try:
                self._engine.dialect.do_ping(connection)
            except self._engine.dialect.loaded_dbapi.Error as error:
                if line is not None and line.is_cut:
                    # There is no time left to try another.
                    raise exc.TimeoutError("The database took too long to answer.") from error
                # This one and all that are as old; the pool tries again with a new one.
                raise exc.InvalidatePoolError from error
        record.info[_TRUSTED] = time.monotonic() + _SECONDS_OF_TRUST

    def _watch(self) -> None:
        while not self._closed.wait(min(_SECONDS_BETWEEN_LOOKS, self.seconds)):
            oldest = time.monotonic() - self.seconds
            with self._lock:
                for line in self._lines:
                    if line.began < oldest:
                        _cut(line)


def _cut(line: _Line) -> None:
    line.is_cut = True
    if line.connection is not None:
        # It may be closed already, by its own side or the other.
        with suppress(Exception), socket.socket(fileno=os.dup(line.connection.fileno())) as wire:
            wire.shutdown(socket.SHUT_RDWR)
