"""How time and memory grow with the size of the work; a stream of any length needs the same memory."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.report import shown_time, table
from benchmarks.runs import FLOOR, OURS, run, stub_server

if TYPE_CHECKING:
    from benchmarks.sampling import Sample

_ROUNDS = 3


@dataclass(frozen=True)
class Growth:
    """One table.

    Attributes:
        title: What grows.
        unit: What the time is divided by.
        module: The workload.
        sizes: From small to large.
        divisor: Sizes that make one unit, where the workload measures whole calls; None where it measures units.
        collects: Whether Python's garbage collector runs while the clock does.
    """

    title: str
    unit: str
    module: str
    sizes: tuple[int, ...]
    divisor: int | None = None
    collects: bool = True


_PAGES = (10, 100, 1000, 10_000)

GROWTHS = (
    Growth("records of a page, `logs.list`", "record", "page", _PAGES, divisor=1),
    Growth("the same without garbage collection", "record", "page", _PAGES, divisor=1, collects=False),
    Growth("bytes of a body, `log`", "KB", "log", (1000, 10_000, 100_000, 1_000_000, 5_000_000), divisor=1000),
    Growth("events of a stream", "event", "stream", (10, 100, 1000, 10_000, 100_000)),
    Growth("threads on one client, `logs.get`", "call", "threads", (1, 4, 16, 64)),
)


def run_all() -> dict[str, object]:
    """Measure and print all tables."""
    measured: dict[str, object] = {}
    with stub_server() as host:
        for growth in GROWTHS:
            results = {size: _measure(growth, host, size) for size in growth.sizes}
            measured[growth.title] = results
            rows = [_row(growth, size, sides) for size, sides in results.items()]
            head = [growth.title, f"ours, per {growth.unit}", "floor", "ratio", "peak memory", "floor"]
            print(f"\n{table(head, rows)}")
    return measured


def _measure(growth: Growth, host: str, size: int) -> dict[str, list[Sample]]:
    samples: dict[str, list[Sample]] = {"floor": [], "package": []}
    # The path says how many events a stream has; of a long one, only the last token is kept.
    path, arguments = f"{host}/{size}", f"{size}, 0" if growth.module == "stream" else f"{size}"
    for _ in range(_ROUNDS):
        for side, who in (("floor", FLOOR), ("package", OURS)):
            code = f"from benchmarks.sampling import main; main({growth.module!r}, {side!r}, {path!r}, {arguments})"
            samples[side].append(run(who.python, code if growth.collects else f"import gc; gc.disable(); {code}"))
    return samples


def _row(growth: Growth, size: int, sides: dict[str, list[Sample]]) -> list[str]:
    floor, ours = (_time(growth, size, sides[side]) for side in ("floor", "package"))
    memory = {side: median(sample["memory"] for sample in samples) / 1024 for side, samples in sides.items()}
    return [
        f"{size:,}",
        shown_time(ours),
        shown_time(floor),
        f"{ours / floor:.2f}",
        f"{memory['package']:.1f} MiB",
        f"{memory['floor']:.1f} MiB",
    ]


def _time(growth: Growth, size: int, samples: list[Sample]) -> float:
    """Microseconds per unit."""
    time = median(median(sample["cpu"]) for sample in samples)
    return time if growth.divisor is None else time / size * growth.divisor
