"""Lets the active evaluators of projects judge new logs, as they come in."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from humanloop.server.domain import monitoring
from humanloop.server.domain.judgements import Judged
from humanloop.server.domain.log_rows import MONITORED
from humanloop.server.evaluation.batches import Batches
from humanloop.server.evaluation.judging import judge, not_kept
from humanloop.server.evaluation.keeping import keep
from humanloop.server.store.failures import log_failure
from humanloop.server.store.results import restart_observability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from humanloop.server.domain.monitoring import Observation
    from humanloop.server.evaluation.means import Means
    from humanloop.server.store.rows import Row

# The id of a log, and what was found.
_Observed = tuple[str, list[Judged]]

_AT_ONCE = 8
_CHUNK = 50
_PAUSE_AFTER_FAILURE = 5

_logger = logging.getLogger(__name__)


class Monitor:
    """Judges logs in the order in which they came, several at once. What it has not done is in the database.

    Args:
        means: What there is to do it with.
    """

    def __init__(self, means: Means) -> None:
        self._means = means
        self._has_news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin."""
        loop = asyncio.get_running_loop()
        self._means.store.listen(MONITORED, lambda: loop.call_soon_threadsafe(self._has_news.set))
        self._task = loop.create_task(self._work())

    async def close(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    async def take_over(self) -> None:
        """Go on with logs that a server has left which has ended, or has stored and not begun with."""
        await self._means.store.write(restart_observability)
        self._has_news.set()

    async def _restart(self) -> None:
        """Begin anew with logs that an earlier process, or an earlier try, has left half done."""
        await self._means.store.write(lambda c: restart_observability(c, self._means.server_id))

    async def _work(self) -> None:
        while True:
            try:
                await self._restart()
                await self._observe()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next time may be better
                log_failure(_logger, "Monitoring failed; it is tried again.", error)
                await asyncio.sleep(_PAUSE_AFTER_FAILURE)

    async def _observe(self) -> None:
        while True:
            self._has_news.clear()
            while found := await self._means.store.write(lambda c: monitoring.begin(c, _CHUNK, self._means.server_id)):
                await self._observe_all(found)
            await self._has_news.wait()

    async def _observe_all(self, found: Sequence[Observation]) -> None:
        slots = asyncio.Semaphore(_AT_ONCE)
        batches = Batches(self._keep)

        async def observe(observation: Observation) -> None:
            async with slots:
                judged = [await self._judge(observation, *each) for each in observation.evaluators]
            await batches.put((observation.log["id"], judged))

        async with asyncio.TaskGroup() as group:
            for observation in found:
                group.create_task(observe(observation))
        await batches.flush()

    async def _judge(self, observation: Observation, evaluator: Row, config: Row | None) -> Judged:
        judgement = await judge(self._means, evaluator, config, observation.log, observation.testcase, {})
        return Judged(evaluator, observation.log["id"], judgement)

    async def _keep(self, observed: list[_Observed]) -> None:
        async def write(some: list[_Observed]) -> None:
            await self._means.store.write(lambda c: monitoring.end(c, some, self._means.server_id))

        async def write_apart(one: _Observed) -> None:
            await self._means.store.write(lambda c: monitoring.end_apart(c, *one, not_kept, self._means.server_id))

        await keep(observed, write, write_apart)
