"""The work on one evaluation: logs are generated, and judged as they come."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from humanloop.server.domain import evaluation_work as work
from humanloop.server.domain.evaluation_tries import begin_tries, in_waves, key_of, note_tries, tries_of
from humanloop.server.domain.evaluator_kinds import KINDS
from humanloop.server.domain.judgements import Judged
from humanloop.server.evaluation.batches import Batches
from humanloop.server.evaluation.generating import empty_log, generate_log
from humanloop.server.evaluation.judging import judge, not_kept
from humanloop.server.evaluation.keeping import keep

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence

    from humanloop.server.domain.evaluation_work import Pair, Work
    from humanloop.server.evaluation.means import Means
    from humanloop.server.store.rows import Row

_CHUNK = 500


class EvaluationRun:
    """Does what is to be done for an evaluation now. Everything it knows is in the database, so it can begin anywhere.

    Args:
        means: What there is to do it with.
        task: The evaluation.
        api_keys: Keys of providers, by name.
    """

    def __init__(self, means: Means, task: Work, api_keys: Mapping[str, str]) -> None:
        self._means = means
        self._task = task
        self._id: str = task.evaluation["id"]
        self._concurrency: int = task.evaluation["max_concurrency"]
        self._api_keys = api_keys
        self._is_careful: bool = task.evaluation["fruitless_starts"] > 0
        self._tries = tries_of(task.evaluation)
        self._one_wave = asyncio.Lock()
        self._has_news = asyncio.Event()
        self._logs = Batches(self._keep_logs)
        self._judgements = Batches(self._keep_judgements)

    async def work(self) -> None:
        """Generate the logs that are missing and let the evaluators judge those that they have not."""
        async with asyncio.TaskGroup() as group:
            generation = group.create_task(self._generate())
            generation.add_done_callback(lambda _: self._has_news.set())
            group.create_task(self._judge(generation))

    async def _generate(self) -> None:
        if not self._task.evaluation["hl_generated"]:
            return
        store, position = self._means.store, -1
        while found := await store.read(
            partial(work.next_datapoints, evaluation_id=self._id, after=position, limit=_CHUNK)
        ):
            position = found[-1]["position"]
            keys = [key_of(row["id"]) for row in found]
            await self._share_out(found, keys, self._concurrency, self._generate_one, self._logs)
            await self._logs.flush()

    async def _generate_one(self, datapoint: Row) -> None:
        await self._logs.put(await generate_log(self._means, self._task.config, datapoint, self._api_keys))

    async def _judge(self, generation: asyncio.Task[None]) -> None:
        store, evaluation = self._means.store, self._task.evaluation
        while True:
            is_last_look = generation.done()
            self._has_news.clear()
            if pairs := await store.read(lambda c: work.next_pairs(c, evaluation, _CHUNK)):
                await self._judge_all(pairs)
            elif is_last_look:
                return
            elif not generation.done():
                await self._has_news.wait()

    async def _judge_all(self, pairs: Iterable[Pair]) -> None:
        """Judge some logs: every evaluator goes through them at its own pace."""
        of_evaluator: dict[str, list[Pair]] = {}
        for pair in pairs:
            of_evaluator.setdefault(pair.evaluator["id"], []).append(pair)
        async with asyncio.TaskGroup() as group:
            for evaluator_id, its_pairs in of_evaluator.items():
                kind = KINDS[its_pairs[0].evaluator["type"]]
                at_once = 1 if kind.is_one_at_a_time else self._concurrency
                keys = [key_of(pair.log["id"], evaluator_id) for pair in its_pairs]
                do = self._share_out(its_pairs, keys, at_once, self._judge_one, self._judgements)
                group.create_task(do)
        await self._judgements.flush()

    async def _judge_one(self, pair: Pair) -> None:
        judgement = await judge(self._means, pair.evaluator, pair.config, pair.log, pair.datapoint, self._api_keys)
        await self._judgements.put(Judged(pair.evaluator, pair.log["id"], judgement))

    async def _share_out(
        self,
        items: Sequence[Any],
        keys: Sequence[str],
        at_once: int,
        do: Callable[[Any], Awaitable[None]],
        to: Batches[Any],
    ) -> None:
        """Do something with every item; with care, nothing is begun before it is noted, or while others are made."""
        if not self._is_careful:
            await _share_out(items, at_once, do)
            return
        for wave in in_waves(keys, self._tries, at_once):
            async with self._one_wave:
                begun = [keys[place] for place in wave]
                tries = begin_tries(self._tries, begun)
                note = partial(note_tries, evaluation_id=self._id, tries=tries, owner=self._means.server_id)
                await self._means.store.write(note)
                await _share_out([items[place] for place in wave], at_once, do)
                await to.flush()
                for key in begun:
                    self._tries.pop(key, None)

    async def _keep_logs(self, new: list[dict[str, Any]]) -> None:
        async def write(logs: list[dict[str, Any]]) -> None:
            await self._means.store.write(lambda c: work.keep_generated(c, self._id, logs, self._means.server_id))

        await keep(new, write, lambda each: write([empty_log(each)]))
        self._has_news.set()

    async def _keep_judgements(self, judged: list[Judged]) -> None:
        async def write(some: list[Judged]) -> None:
            await self._means.store.write(lambda c: work.keep_judged(c, self._id, some, self._means.server_id))

        await keep(judged, write, lambda each: write([not_kept(each)]))


async def _share_out(items: Sequence[Any], at_once: int, do: Callable[[Any], Awaitable[None]]) -> None:
    """Do something with every item, with so many of them at once."""

    async def take(rest: Iterator[Any]) -> None:
        for item in rest:
            await do(item)

    rest = iter(items)
    async with asyncio.TaskGroup() as group:
        for _ in range(min(at_once, len(items))):
            group.create_task(take(rest))
