"""A stream of server-sent events, asynchronous."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from benchmarks.checks import check_tokens
from benchmarks.documents import chat_arguments
from benchmarks.sampling import Sample, sample

if TYPE_CHECKING:
    from benchmarks.calls import AsyncCalls

CALLS = "asynchronous"


def measure(calls: AsyncCalls, events: int = 10_000) -> Sample:
    arguments = chat_arguments()

    async def run() -> list[Any]:
        return [token async for token in calls.stream(arguments)]

    with asyncio.Runner() as runner:
        result = sample(lambda: runner.run(run()), lambda tokens: check_tokens(tokens, events), units=events, batches=4)
        runner.run(calls.close())
    return result
