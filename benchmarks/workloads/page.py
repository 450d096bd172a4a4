"""`logs.list` with a large page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.checks import check_page
from benchmarks.sampling import Sample, sample

if TYPE_CHECKING:
    from benchmarks.calls import LogCalls

CALLS = "logs"


def measure(logs: LogCalls, size: int = 1000) -> Sample:
    calls = max(1, 300 // size)

    def check(pages: list[Any]) -> None:
        for page in pages:
            check_page(page, size)

    return sample(lambda: [logs.list("pr_1", size) for _ in range(calls)], check, units=calls, batches=5)
