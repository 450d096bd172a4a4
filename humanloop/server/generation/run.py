"""One call of a provider, from the request to its logs: whole, or as a stream."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import anyio

from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.trials import new_trial_id
from humanloop.server.errors import ProviderError
from humanloop.server.generation import answers
from humanloop.server.generation.answers import Slot
from humanloop.server.generation.providers.interface import Generation, Interruption, Piece, Sample
from humanloop.server.generation.records import common_fields, sample_log, store_generation
from humanloop.server.own_spans import own_span

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.generation.plan import Plan
    from humanloop.server.generation.prompt import Prepared
    from humanloop.server.generation.providers.guarded import GuardedProvider
    from humanloop.server.generation.providers.interface import Stream, Usage
    from humanloop.server.prices import Costs
    from humanloop.server.store.store import Store
    from humanloop.server.tracing.parents import Parent

    Job = Callable[[Connection], Any]


@dataclass
class Run:
    """One call of a provider.

    Args:
        store: Where its logs go.
        provider: Who answers.
        plan: What it uses.
        prepared: What is asked.
        body: The request.
        parent: The span that the request was made in.
    """

    store: Store
    provider: GuardedProvider
    plan: Plan
    prepared: Prepared
    body: Mapping[str, Any]
    parent: Parent | None = None

    def __post_init__(self) -> None:
        indexes = self.plan.indexes or range(self.prepared.prompt.samples)
        is_trial = self.plan.experiment_id is not None
        self.slots = [Slot(index, new_id("data"), new_trial_id() if is_trial else None) for index in indexes]
        self._began = time.monotonic()

    async def generate(self) -> Generation | ProviderError:
        """Ask the provider; its failure is an outcome like any other, because a log is kept of both."""
        content = self.plan.content
        said = {"gen_ai__provider__name": content["provider"], "gen_ai__request__model": content["model"]}
        try:
            with own_span("provider", **said):
                return await self.provider.generate(self.prepared.prompt)
        except ProviderError as error:
            return error

    def keep(self, connection: Connection, outcome: Generation | ProviderError) -> str | None:
        """Store a log per sample, or one of the failure; answers the id of their session, if they have one."""
        if isinstance(outcome, ProviderError):
            logs = [self._common() | {**self._ids(self.slots[0]), "error": outcome.message}]
        else:
            logs = self._logs(outcome)
        return store_generation(connection, self.plan, self.body, logs, self.parent)

    def entries(self, generation: Generation) -> list[dict[str, Any]]:
        """Build the entries of the answer, one per sample."""
        return [
            answers.entry(sample, slot, self.body, self.plan, self.prepared)
            for sample, slot in zip(generation.samples, self.slots, strict=True)
        ]

    async def events(self, last_write: Callable[[Job], Job]) -> AsyncGenerator[dict[str, Any]]:
        """Ask the provider and yield its answer event by event.

        Nothing is yielded before the provider has begun to answer, so an error before that is raised by the first step.
        The logs are stored before the last events go out. If the consumer leaves, the provider is stopped, and what it
        had said is stored.

        Args:
            last_write: Makes the write of a whole answer one that is done once only.

        Raises:
            ProviderError: The provider failed before the first piece; a log with the error is kept.
        """
        said = ["" for _ in self.slots]
        items = self.provider.stream(self.prepared.prompt)
        finished = False
        try:
            async for item in items:
                if isinstance(item, Piece):
                    said[item.index] += item.text
                    yield answers.piece_event(item.text, self.slots[item.index], self.body, self.plan)
                    continue
                finished = True
                async for event in self._end(item, last_write):
                    yield event
        except ProviderError as failure:
            finished = True
            error = failure
            if not any(said):
                await self.store.write(lambda connection: self.keep(connection, error), is_beside=True)
                raise
            async for event in self._end(Interruption(_kept(items, said), error), last_write):
                yield event
        finally:
            # The consumer may have gone, which cancels every await that is not shielded.
            with anyio.CancelScope(shield=True):
                await items.aclose()
            if not finished:
                self._store_abandoned(_kept(items, said))

    async def _end(
        self, item: Generation | Interruption, last_write: Callable[[Job], Job]
    ) -> AsyncIterator[dict[str, Any]]:
        """Store the logs, then yield what only the last events say."""
        error = item.error if isinstance(item, Interruption) else None
        generation = item.generation if isinstance(item, Interruption) else item
        logs = self._logs(generation, error=None if error is None else error.message)
        session_id = await self.store.write(
            last_write(lambda c: store_generation(c, self.plan, self.body, logs, self.parent)), is_beside=True
        )
        if error is not None:
            yield {"error": error.detail(), "data": []}
            return
        for entry in self.entries(generation):
            yield answers.last_event(entry, self.body, self.plan, generation, session_id)

    def _logs(self, generation: Generation, error: str | None = None) -> list[dict[str, Any]]:
        common = self._common() | {"error": error}
        return [
            sample_log(sample, place, generation, common | self._ids(slot), self._costs)
            for place, (sample, slot) in enumerate(zip(generation.samples, self.slots, strict=True))
        ]

    def _costs(self, usage: Usage | None) -> Costs:
        return self.provider.costs(self.plan.content, usage)

    def _common(self) -> dict[str, Any]:
        return common_fields(self.body, self.plan, self.prepared, time.monotonic() - self._began)

    @staticmethod
    def _ids(slot: Slot) -> dict[str, Any]:
        return {"id": slot.log_id, "trial_id": slot.trial_id}

    def abandon(self) -> None:
        """Store that the consumer left before there was an answer. Nobody waits for it."""
        self._store_abandoned(_generation(["" for _ in self.slots]))

    def _store_abandoned(self, generation: Generation) -> None:
        """Store what was said until the consumer left. Nobody waits for it."""
        logs = self._logs(generation, error="The consumer left before the answer was complete.")
        self.store.write_later(lambda c: store_generation(c, self.plan, self.body, logs, self.parent), is_beside=True)


def _kept(items: Stream, said: Sequence[str]) -> Generation:
    """Answer what a stream has come to that has no last item: all that its adapter has, or what it said."""
    return items.so_far() or _generation(said)


def _generation(said: Sequence[str]) -> Generation:
    return Generation([Sample(text, None) for text in said], {}, [])
