"""1,000 asynchronous calls of `logs.get`, 100 of them in flight; the connections that they open are counted."""

from __future__ import annotations

import asyncio
import urllib.request
from typing import TYPE_CHECKING

from benchmarks.checks import check_logs
from benchmarks.documents import LOG_ID
from benchmarks.sampling import Sample, sample

if TYPE_CHECKING:
    from benchmarks.calls import AsyncCalls

CALLS = "asynchronous"
_CALLS, _IN_FLIGHT = 1000, 100


def measure(calls: AsyncCalls) -> Sample:
    async def get(number: int) -> list[object]:
        return [await calls.get(LOG_ID) for _ in range(number)]

    async def run(answers: list[list[object]]) -> None:
        answers += await asyncio.gather(*(get(_CALLS // _IN_FLIGHT) for _ in range(_IN_FLIGHT)))

    def work() -> list[list[object]]:
        # Not what the task results in: as it sets its signal handler back, the runner writes that result as text.
        answers: list[list[object]] = []
        runner.run(run(answers))
        return answers

    def check(answers: list[list[object]]) -> None:
        for part in answers:
            check_logs(part)

    with asyncio.Runner() as runner:
        check_logs(runner.run(get(1)))
        before = _connections(calls.host)
        result = sample(work, check, units=_CALLS, batches=1, warm_up=0)
        # The question opens one more, which makes up for the one that the first call had opened.
        result["connections"] = _connections(calls.host) - before
        result["cpu"] += sample(work, check, units=_CALLS, batches=1, warm_up=0)["cpu"]
        runner.run(calls.close())
    return result


def _connections(host: str) -> int:
    with urllib.request.urlopen(f"{host}/connections") as answer:
        return int(answer.read())
