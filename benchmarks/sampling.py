"""Runs one side of a workload in this process, with a clock around the work and the checks outside it."""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, TypedDict, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Sample(TypedDict):
    """What one process measured.

    Attributes:
        cpu: Microseconds of processor time for each unit of work (a call, an event), one figure per batch.
        wall: The same of elapsed time.
        memory: Largest resident size of the process so far, in KiB.
        connections: How many connections the work opened.
    """

    cpu: list[float]
    wall: list[float]
    memory: int
    connections: NotRequired[int]


def sample(run: Callable[[], T], check: Callable[[T], None], *, units: int, batches: int, warm_up: int = 1) -> Sample:
    """Measure a piece of work.

    Args:
        run: Does `units` units of the work and answers with all that came back.
        check: Raises if anything of that is not as it must be; not timed.
        units: Units of one batch.
        batches: How often to measure.
        warm_up: Batches before the first that counts.
    """
    result: Sample = {"cpu": [], "wall": [], "memory": 0}
    for batch in range(warm_up + batches):
        gc.collect()
        wall, cpu = time.perf_counter(), time.process_time()
        answers = run()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        if batch >= warm_up:
            result["cpu"].append(cpu / units * 1e6)
            result["wall"].append(wall / units * 1e6)
            result["memory"] = peak_memory()
        check(answers)
        del answers
    return result


def peak_memory() -> int:
    """The largest resident size that this process had, in KiB."""
    status = Path("/proc/self/status")
    if status.exists():
        # Unlike the figure of `getrusage`, this one begins with the program and not with the process that started it.
        return int(status.read_text(encoding="ascii").partition("VmHWM:")[2].split(maxsplit=1)[0])
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest // 1024 if sys.platform == "darwin" else largest


def main(workload: str, side: str, host: str, *size: int) -> None:
    """Run one side of a workload, of the usual size or another, and print what it measured.

    Args:
        workload: Its module; `measure` there takes the calls that its `CALLS` names.
        side: Package with the calls: `floor` or `package`.
        host: URL of the stub server.
        *size: Whatever makes the workload larger.
    """
    module = import_module(f"benchmarks.workloads.{workload}")
    calls = import_module(f"benchmarks.{side}.{module.CALLS}")
    sys.stdout.write(json.dumps(module.measure(calls.Calls(host), *size)))
