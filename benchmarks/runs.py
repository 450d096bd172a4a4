"""Runs the sides of a workload in turn, each time in a fresh process, beside one stub server."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from benchmarks.plan import Workload
    from benchmarks.sampling import Sample

ROOT = Path(__file__).parent.parent
EVENTS = 10_000
"""Events of a stream, unless a workload says otherwise."""
PEER_ROUNDS = 5
"""Turns that peers take at most: theirs are the slow ones, and far enough from any limit."""


class Side(NamedTuple):
    """Who does the work."""

    name: str
    python: str


FLOOR = Side("floor", sys.executable)
OURS = Side("ours", sys.executable)


class Failed(Exception):
    """A side cannot do a workload, or does it wrongly."""


@contextmanager
def stub_server() -> Generator[str]:
    """Start the stub server; the value is its URL."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.stub"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.stdin.close()
            process.wait()


def run(python: str, code: str) -> Sample:
    """Run code in a fresh interpreter.

    Returns:
        What the code prints; if it prints nothing, the figures of the whole process.

    Raises:
        Failed: The code raises.
    """
    # At the end of the path, so that it does not hide what is installed in a peer's environment.
    code = f"import sys; sys.path.append({str(ROOT)!r})\n{code}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUMANLOOP_")}
    if python != sys.executable:
        environment["BENCHMARKS_PEER"] = "1"
    wall, before = time.perf_counter(), _children()
    done = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, env=environment, check=False)
    wall, cpu = time.perf_counter() - wall, _children() - before
    if done.returncode:
        raise Failed(done.stderr.strip().rpartition("\n")[2][:200])
    if done.stdout:
        result: Sample = json.loads(done.stdout)
        return result
    return {"cpu": [cpu * 1e6], "wall": [wall * 1e6], "memory": 0}


def measure(workload: Workload, peers: Mapping[str, str], host: str) -> dict[str, list[Sample] | str]:
    """Measure all sides of a workload in turn: A B C A B C …, at length A B A B …

    Returns:
        The samples of each side, or why there are none.
    """
    sides = [FLOOR, OURS, *(Side(name, python) for name, python in peers.items())]
    samples: dict[str, list[Sample]] = {side.name: [] for side in sides}
    failed: dict[str, str] = {}
    for turn in range(workload.rounds):
        for side in sides if turn < PEER_ROUNDS else (FLOOR, OURS):
            if side.name in failed:
                continue
            code = workload.floor if side is FLOOR else workload.package
            try:
                sample = run(side.python, code.format(host=f"{host}/{EVENTS}"))
            except Failed as error:
                if side in (FLOOR, OURS):
                    raise
                failed[side.name] = str(error)
            else:
                samples[side.name].append(sample)
    return {**samples, **failed}


def cpu(samples: list[Sample]) -> float:
    """The median over the processes of the median of each."""
    return median(median(sample["cpu"]) for sample in samples)


def ratio(samples: list[Sample], floor: list[Sample]) -> tuple[float, float, float]:
    """The cost as a multiple of the floor's: of the medians, and the least and the greatest of single turns.

    The floor may have taken more turns; the first ones of both were taken together.
    """
    turns = [median(one["cpu"]) / median(other["cpu"]) for one, other in zip(samples, floor, strict=False)]
    return cpu(samples) / cpu(floor), min(turns), max(turns)


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
