"""One generation, from the request to its logs: whole, or as a stream."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import anyio

from humanloop.server.domain.identifiers import new_id
from humanloop.server.errors import ProviderError
from humanloop.server.generation import answers
from humanloop.server.generation.providers.interface import Generation, Interruption, Piece, Sample
from humanloop.server.generation.records import common_fields, sample_log, store_generation

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.generation.plan import Plan
    from humanloop.server.generation.prompt import Prepared
    from humanloop.server.generation.providers.interface import Provider
    from humanloop.server.store.store import Store

    Commit = Callable[[Callable[[Connection], dict[str, Any]]], Awaitable[dict[str, Any]]]


@dataclass
class Run:
    """One generation.

    Args:
        store: Where its logs go.
        provider: Who answers.
        plan: What it uses.
        prepared: What is asked.
        body: The request.
    """

    store: Store
    provider: Provider
    plan: Plan
    prepared: Prepared
    body: Mapping[str, Any]

    def __post_init__(self) -> None:
        self._log_ids = [new_id("data") for _ in range(self.prepared.prompt.samples)]
        self._began = time.monotonic()

    async def answer(self, commit: Commit) -> dict[str, Any]:
        """Ask the provider, store a log per sample, and build the answer.

        Args:
            commit: Does the last write.

        Raises:
            ProviderError: The provider failed; a log with the error is kept.
        """
        try:
            generation = await self.provider.generate(self.prepared.prompt)
        except ProviderError as error:
            await self._store_failure(error)
            raise
        logs = self._logs(generation)

        def store_and_answer(connection: Connection) -> dict[str, Any]:
            session_id = store_generation(connection, self.plan, self.body, logs)
            return answers.whole_answer(self.body, self.plan, self.prepared, generation, self._log_ids, session_id)

        return await commit(store_and_answer)

    async def events(self) -> AsyncGenerator[dict[str, Any]]:
        """Ask the provider and yield its answer event by event.

        Nothing is yielded before the provider has begun to answer, so an error before that is raised by the first step.
        The logs are stored before the last events go out. If the consumer leaves, the provider is stopped, and what it
        had said is stored.

        Raises:
            ProviderError: The provider failed before the first piece; a log with the error is kept.
        """
        said = ["" for _ in self._log_ids]
        items = self.provider.stream(self.prepared.prompt)
        finished = False
        try:
            async for item in items:
                if isinstance(item, Piece):
                    said[item.index] += item.text
                    yield self._piece(item)
                    continue
                finished = True
                async for event in self._end(item):
                    yield event
        except ProviderError as error:
            finished = True
            await self._store_failure(error)
            raise
        finally:
            # The consumer may have gone, which cancels every await that is not shielded.
            with anyio.CancelScope(shield=True):
                await _close(items)
            if not finished:
                self._store_abandoned(said)

    async def _end(self, item: Generation | Interruption) -> AsyncIterator[dict[str, Any]]:
        """Store the logs, then yield what only the last events say."""
        error = item.error if isinstance(item, Interruption) else None
        generation = item.generation if isinstance(item, Interruption) else item
        logs = self._logs(generation, error=None if error is None else error.message)
        session_id = await self.store.write(lambda c: store_generation(c, self.plan, self.body, logs))
        if error is not None:
            yield {"error": error.detail(), "data": []}
            return
        for index, log_id in enumerate(self._log_ids):
            yield answers.last_event(index, log_id, self.body, self.plan, self.prepared, generation, session_id)

    def _piece(self, piece: Piece) -> dict[str, Any]:
        log_id = self._log_ids[piece.index]
        return answers.piece_event(piece.index, piece.text, log_id, self.body, self.plan, self.prepared)

    def _logs(self, generation: Generation, error: str | None = None) -> list[dict[str, Any]]:
        common = self._common() | {"error": error}
        return [
            sample_log(self._log_ids[index], sample, index, generation, common)
            for index, sample in enumerate(generation.samples)
        ]

    def _common(self) -> dict[str, Any]:
        return common_fields(self.body, self.plan, self.prepared, time.monotonic() - self._began)

    async def _store_failure(self, error: ProviderError) -> None:
        log = self._common() | {"error": error.message}
        await self.store.write(lambda c: store_generation(c, self.plan, self.body, [log]))

    def _store_abandoned(self, said: Sequence[str]) -> None:
        """Store what was said until the consumer left. Nobody waits for it."""
        generation = Generation([Sample(text) for text in said], {}, [])
        logs = self._logs(generation, error="The consumer left before the answer was complete.")
        self.store.write_later(lambda c: store_generation(c, self.plan, self.body, logs))


async def _close(items: AsyncIterator[Any]) -> None:
    """Stop a provider's stream; one that is an asynchronous generator may still hold a connection."""
    close = getattr(items, "aclose", None)
    if close is not None:
        await close()
