"""This server among those that share its database: it says that it is there, and takes over what the dead have left."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from humanloop.server.domain import servers
from humanloop.server.store.log_said import place_all
from humanloop.server.store.news import Ear

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.evaluation.monitor import Monitor
    from humanloop.server.evaluation.runner import Runner
    from humanloop.server.rounds import Rounds
    from humanloop.server.settings import Settings
    from humanloop.server.store.store import Store

_LOOK = "Looking for what other servers have changed"
_STAY = "Telling other servers that this one is there"
_SECONDS_TO_LEAVE = 2

_logger = logging.getLogger(__name__)


class Presence:
    """What one of several servers does for the others.

    Args:
        store: The database.
        server_id: Which server this is.
        runner: Works on evaluations.
        monitor: Lets evaluators judge new logs.
    """

    def __init__(self, store: Store, server_id: str, runner: Runner, monitor: Monitor) -> None:
        self._store = store
        self._server_id = server_id
        self._runner = runner
        self._monitor = monitor
        self._ear: Ear | None = None

    def begin(self, settings: Settings, rounds: Rounds) -> None:
        """Begin to say so and to look; on a database that has one server, there is nobody to hear it.

        Args:
            settings: What was chosen.
            rounds: What is done again and again.
        """
        if not self._store.is_shared:
            return
        loop = asyncio.get_running_loop()
        rounds.add(_STAY, servers.SECONDS_BETWEEN_RENEWALS, self._stay)
        rounds.add(_LOOK, servers.SECONDS_BETWEEN_RENEWALS, self._runner.look)

        def hear() -> None:
            # The loop may have ended before the thread that listens.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(rounds.hurry, _LOOK)

        if self._store.is_pooled and settings.database_direct is None:
            _logger.warning(
                "There is a pooler before the database: what other servers have to say comes within %s seconds;"
                " HUMANLOOP_SERVER_DATABASE_DIRECT, the database itself, makes it one.",
                servers.SECONDS_BETWEEN_RENEWALS,
            )
        else:
            self._ear = Ear(settings.database_direct or settings.database, hear)

    async def leave(self) -> None:
        """Leave what is unfinished to the others at once; where that fails, they wait until the lease is over."""
        if self._ear is not None:
            await asyncio.to_thread(self._ear.close)
        try:
            async with asyncio.timeout(_SECONDS_TO_LEAVE):
                await self._store.write(lambda connection: servers.leave(connection, self._server_id))
        except Exception as error:  # noqa: BLE001 - whatever it is, the server ends
            _logger.warning("Others could not be told that this server ends: %s", error)

    async def _stay(self) -> None:
        await self._store.write(self._say_so)
        await self._runner.resume()
        await self._monitor.take_over()

    def _say_so(self, connection: Connection) -> None:
        servers.stay(connection, self._server_id)
        # One of an earlier release may be among the others.
        place_all(connection)
