"""`log` with a large body, one call after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.checks import check_created
from benchmarks.documents import log_arguments
from benchmarks.sampling import Sample, sample

if TYPE_CHECKING:
    from benchmarks.calls import LogCalls

CALLS = "logs"


def measure(logs: LogCalls, size: int = 50_000) -> Sample:
    return measure_body(logs, log_arguments(size), max(1, min(50, 1_000_000 // size)))


def measure_body(logs: LogCalls, arguments: dict[str, Any], calls: int = 20) -> Sample:
    return sample(lambda: [logs.log(arguments) for _ in range(calls)], check_created, units=calls, batches=9, warm_up=3)
