"""`logs.get`, one call after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.checks import check_logs
from benchmarks.documents import LOG_ID
from benchmarks.sampling import Sample, sample

if TYPE_CHECKING:
    from benchmarks.calls import LogCalls

CALLS = "logs"
_CALLS = 50


def measure(logs: LogCalls) -> Sample:
    return sample(lambda: [logs.get(LOG_ID) for _ in range(_CALLS)], check_logs, units=_CALLS, batches=15, warm_up=3)
