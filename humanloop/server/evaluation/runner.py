"""Works on the evaluations that are running, each in a task of its own."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from humanloop.server.domain import evaluation_work as work
from humanloop.server.evaluation.run import EvaluationRun
from humanloop.server.store.evaluations import lost_of, news_of
from humanloop.server.store.failures import is_passing, log_failure
from humanloop.server.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.evaluation.means import Means

_PAUSE_AFTER_FAILURE = 5
_LONGEST_PAUSE = 300
# Of failures in a row that are not the database's: models are asked again after each.
_MOST_FAILURES = 4

_logger = logging.getLogger(__name__)


class Runner:
    """Takes up an evaluation whenever there may be something to do for it.

    Args:
        means: What there is to do it with.
    """

    def __init__(self, means: Means) -> None:
        self._means = means
        self.tally = Tally()
        """Counts evaluations that have `ended`, by status."""
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        # Keys came with a request and are kept nowhere else; after a restart those of the server have to do.
        self._api_keys: dict[str, Mapping[str, str]] = {}
        # How often other servers had something to say of each evaluation, when it was last looked at.
        self._news: dict[str, int] = {}

    async def resume(self) -> None:
        """Take up what a server has left unfinished that has ended."""
        for evaluation_id in await self._means.store.write(lambda c: work.take_up(c, self._means.server_id)):
            self.wake(evaluation_id)

    async def look(self) -> None:
        """Look for what other servers have changed: go on with that, and stop what has ended or is another's."""
        # Of what is not worked on just now the keys may be here still.
        server_id, mine = self._means.server_id, {*self._tasks, *self._api_keys}
        found, lost = await self._means.store.read(lambda c: (news_of(c, server_id), lost_of(c, mine, server_id)))
        before, self._news = self._news, found
        for evaluation_id, news in found.items():
            if before.get(evaluation_id, 0) != news:
                self.wake(evaluation_id)
        for evaluation_id in lost:
            await self._stop(evaluation_id)

    async def begin(self, evaluation_id: str, api_keys: Mapping[str, str]) -> None:
        """Take up a new evaluation; when this returns, it is running.

        Args:
            evaluation_id: The evaluation.
            api_keys: Keys of providers to use for it.
        """
        self._api_keys[evaluation_id] = api_keys
        await self._means.store.write(lambda c: work.begin(c, evaluation_id, self._means.server_id))
        self.wake(evaluation_id)

    async def look_at(self, evaluation_id: str) -> None:
        """Go on with an evaluation that was changed, or stop if it has ended."""
        status = await self._means.store.write(lambda c: work.look_at(c, evaluation_id, self._means.server_id))
        if status in {"pending", "running"}:
            self.wake(evaluation_id)
        else:
            await self._stop(evaluation_id)

    def wake(self, evaluation_id: str) -> None:
        """Go on with an evaluation."""
        if evaluation_id in self._tasks:
            self._again.add(evaluation_id)
        else:
            self._tasks[evaluation_id] = asyncio.get_running_loop().create_task(self._work(evaluation_id))

    async def close(self) -> None:
        """Stop working. What is unfinished is taken up when the server starts again."""
        for evaluation_id in list(self._tasks):
            await self._stop(evaluation_id)

    async def _stop(self, evaluation_id: str) -> None:
        self._api_keys.pop(evaluation_id, None)
        task = self._tasks.get(evaluation_id)
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    async def _work(self, evaluation_id: str) -> None:
        self._again.add(evaluation_id)
        pause, failures = _PAUSE_AFTER_FAILURE, 0
        try:
            while evaluation_id in self._again:
                self._again.discard(evaluation_id)
                try:
                    if await self._work_once(evaluation_id) != "running":
                        self._api_keys.pop(evaluation_id, None)
                    failures = 0
                except Exception as error:  # noqa: BLE001 - what was done before is stored, and the rest is taken up again
                    failures += not is_passing(error)
                    if failures == _MOST_FAILURES:
                        await self._give_up(evaluation_id, error)
                        return
                    log_failure(_logger, f"The work on evaluation {evaluation_id} failed; it is tried again.", error)
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE)
                    self._again.add(evaluation_id)
        finally:
            del self._tasks[evaluation_id]
            self._again.discard(evaluation_id)

    async def _give_up(self, evaluation_id: str, error: Exception) -> None:
        """End an evaluation whose work fails again and again."""
        log_failure(_logger, f"The work on evaluation {evaluation_id} failed {_MOST_FAILURES} times; it ends.", error)
        try:
            is_over = await self._means.store.write(lambda c: work.give_up(c, evaluation_id, self._means.server_id))
        except Exception as failure:  # noqa: BLE001 - the next start takes it up, and counts those that bring nothing
            log_failure(_logger, f"That evaluation {evaluation_id} has failed could not be stored.", failure)
            return
        if is_over:
            self._api_keys.pop(evaluation_id, None)
            self.tally.add("ended", "failed")

    async def _work_once(self, evaluation_id: str) -> str | None:
        """Do all there is to do; answers the status of the evaluation then."""
        store = self._means.store
        task = await store.write(lambda c: work.begin(c, evaluation_id, self._means.server_id))
        if task is None:
            return None
        await EvaluationRun(self._means, task, self._api_keys.get(evaluation_id, {})).work()
        status = await store.write(lambda c: work.settle(c, evaluation_id))
        if status is not None and status != "running":
            self.tally.add("ended", status)
        return status
