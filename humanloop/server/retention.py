"""Deletes old logs again and again, between the writes of others."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING

from humanloop.server.domain.retention import Sweep, terms

if TYPE_CHECKING:
    from humanloop.server.evaluation.runner import Runner
    from humanloop.server.rounds import Rounds
    from humanloop.server.settings import Settings
    from humanloop.server.store.store import Store

_NAME = "Deleting logs that are no longer kept"


class Retention:
    """Deletes the logs that nobody keeps any longer.

    Args:
        store: The database.
        runner: Is told of evaluations that lose logs: they may wait for nothing else.
        settings: What was chosen.
        rounds: What is done again and again.
    """

    def __init__(self, store: Store, runner: Runner, settings: Settings, rounds: Rounds) -> None:
        self._store = store
        self._runner = runner
        self._of_all = settings.keep_logs_days
        self._rounds = rounds
        rounds.add(_NAME, settings.retention_seconds, self._sweep)
        self.look()

    def look(self) -> None:
        """Look now: something has changed, or the server has just started."""
        self._rounds.hurry(_NAME)

    async def _sweep(self) -> None:
        found = await self._store.read(lambda connection: terms(connection, self._of_all))
        for project_id, days in found.items():
            await self._sweep_project(Sweep(project_id, days))

    async def _sweep_project(self, sweep: Sweep) -> None:
        while not sweep.is_done:
            chosen, mark = await self._store.read(sweep.choose)
            sweep.go_on(mark)
            if not chosen:
                continue
            began = time.monotonic()
            evaluations, entry, deleted = await self._store.write(partial(sweep.delete, log_ids=chosen))
            sweep.note(entry, deleted)
            for evaluation_id in evaluations:
                self._runner.wake(evaluation_id)
            # As long again is for the others alone.
            await asyncio.sleep(time.monotonic() - began)
