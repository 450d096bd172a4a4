"""Word between the servers of a PostgreSQL, by LISTEN and NOTIFY.

It comes within a moment or not at all: a connection may be lost, and a pooler that gives out connections by the
transaction carries none. Whoever listens looks again by itself every few seconds, too.
"""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.engine import build_engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

_CHANNEL = "humanloop"
_SECONDS_BETWEEN_LOOKS = 0.5
_SECONDS_TO_COME_BACK = 5

_logger = logging.getLogger(__name__)


def tell(connection: Connection) -> None:
    """Let all servers know, with the commit, that there is something to look at."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_notify(_CHANNEL, "")))


class Ear:
    """Listens in a thread of its own, on a connection of its own.

    Args:
        database_url: A PostgreSQL.
        hear: Called in that thread when another server, or this one, has something to say.
    """

    def __init__(self, database_url: str, hear: Callable[[], Any]) -> None:
        self._engine = build_engine(database_url, writes=False, pool_size=1)
        self._hear = hear
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="humanloop-ear", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._closed.set()
        self._thread.join()
        self._engine.dispose()

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                self._listen()
            except Exception as error:  # noqa: BLE001 - whatever it is: the connection is made anew
                if not self._closed.is_set():
                    _logger.info("No word from other servers for a while: %s", error)
            self._closed.wait(_SECONDS_TO_COME_BACK)

    def _listen(self) -> None:
        borrowed = self._engine.raw_connection()
        driver: Any = borrowed.driver_connection
        # It is not given back: nobody else should listen.
        borrowed.detach()
        try:
            driver.autocommit = True
            driver.execute(f"LISTEN {_CHANNEL}")
            # What was said while nobody listened.
            self._hear()
            while not self._closed.is_set():
                for _ in driver.notifies(timeout=_SECONDS_BETWEEN_LOOKS, stop_after=1):
                    self._hear()
        finally:
            with suppress(Exception):
                driver.close()
