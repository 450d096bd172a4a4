"""The runs that answer one request: one, or one for each config that an experiment has drawn."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import anyio

from humanloop.server.errors import GoneError, ProviderError
from humanloop.server.generation.answers import whole_answer

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.generation.providers.interface import Generation
    from humanloop.server.generation.run import Job, Run

    Commit = Callable[[Callable[[Connection], dict[str, Any]]], Awaitable[dict[str, Any]]]


async def answer_whole(runs: Sequence[Run], commit: Commit, leave: Callable[[], Awaitable[None]]) -> dict[str, Any]:
    """Ask the providers at the same time, store all logs in one go, and build the answer.

    Args:
        runs: The runs.
        commit: Does the last write.
        leave: Returns when the consumer leaves, for whom nobody is asked any longer.

    Raises:
        ProviderError: A provider failed; logs are kept of that, and of what the others said.
        GoneError: The consumer has left; logs are kept of that.
    """
    outcomes = await _outcomes(runs, leave)
    generations: list[Generation] = []
    for outcome in outcomes:
        if isinstance(outcome, ProviderError):
            await runs[0].store.write(lambda connection: _keep(connection, runs, outcomes), is_beside=True)
            raise outcome
        generations.append(outcome)

    def store_and_answer(connection: Connection) -> dict[str, Any]:
        session_id = _keep(connection, runs, generations)
        entries = [
            entry for run, generation in zip(runs, generations, strict=True) for entry in run.entries(generation)
        ]
        return whole_answer(runs[0].body, runs[0].plan, runs[0].prepared, entries, generations, session_id)

    return await commit(store_and_answer)


async def _outcomes(runs: Sequence[Run], leave: Callable[[], Awaitable[None]]) -> list[Generation | ProviderError]:
    """Ask the providers until the consumer leaves."""
    asking = asyncio.gather(*(run.generate() for run in runs))
    leaving = asyncio.ensure_future(leave())
    either: list[asyncio.Future[Any]] = [asking, leaving]
    try:
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if asking.done():
            return asking.result()
        for run in runs:
            run.abandon()
        raise GoneError("The consumer left before the answer was there.")
    finally:
        asking.cancel()
        leaving.cancel()
        # The request may have been cancelled itself, which would end this await.
        with anyio.CancelScope(shield=True):
            await asyncio.gather(*either, return_exceptions=True)


async def stream_events(runs: Sequence[Run], last_write: Callable[[Job], Job]) -> AsyncGenerator[dict[str, Any]]:
    """Yield the events of all runs, one run after the other.

    Args:
        runs: The runs.
        last_write: Makes a write one that is done once only; there can be one such write for a request.

    Raises:
        ProviderError: The first provider failed before its first piece.
    """
    for number, run in enumerate(runs):
        async with aclosing(run.events(last_write if number == 0 else _as_it_is)) as events:
            async for event in events:
                yield event


def _as_it_is(job: Job) -> Job:
    return job


def _keep(connection: Connection, runs: Sequence[Run], outcomes: Sequence[Generation | ProviderError]) -> str | None:
    """Store the logs of all runs; answers the id of their session, which is the same for all."""
    session_ids = [run.keep(connection, outcome) for run, outcome in zip(runs, outcomes, strict=True)]
    return session_ids[0]
