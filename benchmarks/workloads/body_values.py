"""`log` with a large body: small values; the package checks it, the floor does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.documents import LOGS
from benchmarks.workloads.log import measure_body

if TYPE_CHECKING:
    from benchmarks.calls import LogCalls
    from benchmarks.sampling import Sample

CALLS = "logs"


def measure(logs: LogCalls) -> Sample:
    return measure_body(logs, LOGS["small values"]())
