"""`logs.get` from many threads on one client."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from benchmarks.checks import check_logs
from benchmarks.documents import LOG_ID
from benchmarks.sampling import Sample, sample

if TYPE_CHECKING:
    from benchmarks.calls import LogCalls

CALLS = "logs"
_CALLS = 100
"""Calls of each thread."""


def measure(logs: LogCalls, threads: int = 32) -> Sample:
    def calls(number: int) -> list[object]:
        return [logs.get(LOG_ID) for _ in range(number)]

    def check(answers: list[list[object]]) -> None:
        for part in answers:
            check_logs(part)

    with ThreadPoolExecutor(threads) as pool:
        check(list(pool.map(calls, [10] * threads)))
        return sample(
            lambda: list(pool.map(calls, [_CALLS] * threads)), check, units=threads * _CALLS, batches=1, warm_up=0
        )
