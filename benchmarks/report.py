"""The measured table, as Markdown."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.plan import CONNECTIONS, MEMORY
from benchmarks.runs import cpu, ratio

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmarks.plan import Workload
    from benchmarks.sampling import Sample

    Result = Mapping[str, list[Sample] | str]

LARGEST_PACKAGE = 2_000_000
"""Bytes that the package itself may have."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first two are numbers."""
    lines = [head, ["---"] * 2 + ["---:"] * (len(head) - 2), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def rows_of(workload: Workload, result: Result) -> list[list[str]]:
    """The rows of a workload: processor time, and memory or connections where they count."""
    floor = result["floor"]
    assert not isinstance(floor, str)
    others = [samples for name, samples in result.items() if name != "floor"]
    rows = [
        [
            workload.key,
            workload.title,
            shown_time(cpu(floor)),
            f"≤ {workload.at_most:.2f}",
            *("—" if isinstance(samples, str) else _shown_ratio(*ratio(samples, floor)) for samples in others),
        ]
    ]
    if workload.key in MEMORY:
        least = median(sample["memory"] for sample in floor)
        shown = [_shown_memory(samples, least) for samples in others]
        rows.append(["", "peak memory", f"{least / 1024:.0f} MiB", f"≤ {MEMORY[workload.key]:.2f}", *shown])
    if workload.key in CONNECTIONS:
        shown = [_shown_connections(samples) for samples in (floor, *others)]
        rows.append(["", "connections opened", shown[0], f"≤ {CONNECTIONS[workload.key]}", *shown[1:]])
    return rows


def size_row(sizes: Sequence[tuple[int, int]]) -> list[str]:
    """The row of the installed size."""
    shown = [f"{size / 1e6:.1f} MB, {files} files" for size, files in sizes]
    return ["i", "installed size of the client", "", f"≤ {LARGEST_PACKAGE / 1e6:.0f} MB", *shown]


def shown_time(microseconds: float) -> str:
    """A time in a unit that suits it."""
    return f"{microseconds / 1000:.1f} ms" if microseconds >= 1000 else f"{microseconds:.3g} µs"


def machine() -> str:
    """The machine, the date and the load."""
    model = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.exists():
        names = [line.partition(":")[2].strip() for line in cpus.read_text().splitlines() if "model name" in line]
        model = names[0] if names else model
    load = os.getloadavg()[0]
    return (
        f"{model}, {os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()},"
        f" {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {load:.1f}"
    )


def _shown_ratio(value: float, least: float, greatest: float) -> str:
    return f"**{value:.2f}** ({least:.2f} … {greatest:.2f})"


def _shown_memory(samples: list[Sample] | str, least: float) -> str:
    return "—" if isinstance(samples, str) else f"{median(sample['memory'] for sample in samples) / least:.2f}"


def _shown_connections(samples: list[Sample] | str) -> str:
    return "—" if isinstance(samples, str) else str(max(sample.get("connections", 0) for sample in samples))
