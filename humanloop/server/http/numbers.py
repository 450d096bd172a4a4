"""Numbers of a server as plain values, so that the workers of one server can add theirs together."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Numbers = dict[str, Any]
"""`counts`: family → list of labels and number; `spread`: label → counts and sum; `gauges`: name → number."""


def merged(parts: Iterable[Mapping[str, Any]]) -> Numbers:
    """Add numbers together.

    Args:
        parts: Numbers of several processes.
    """
    counts: dict[str, dict[tuple[str, ...], float]] = {}
    spread: dict[str, tuple[list[int], float]] = {}
    gauges: dict[str, float] = {}
    for part in parts:
        for family, rows in part["counts"].items():
            mine = counts.setdefault(family, {})
            for labels, number in rows:
                mine[tuple(labels)] = mine.get(tuple(labels), 0) + number
        for label, (found, total) in part["spread"].items():
            before, sum_before = spread.get(label, ([0] * len(found), 0.0))
            spread[label] = ([a + b for a, b in zip(before, found, strict=True)], sum_before + total)
        for name, number in part["gauges"].items():
            gauges[name] = gauges.get(name, 0) + number
    return {
        "counts": {
            family: [(list(labels), number) for labels, number in rows.items()] for family, rows in counts.items()
        },
        "spread": spread,
        "gauges": gauges,
    }


@dataclass(frozen=True)
class Board:
    """A folder where the workers of one server show their numbers to each other.

    Args:
        folder: The folder.
    """

    folder: Path

    def show(self, numbers: Numbers) -> None:
        """Show the numbers of this process."""
        path = self.folder / f"{os.getpid()}.json"
        beside = path.with_suffix(".new")
        with suppress(OSError):
            beside.write_bytes(to_json(numbers))
            beside.replace(path)

    def others(self) -> list[Numbers]:
        """Answer the numbers of all other processes; of those that have ended, what they have counted."""
        found: list[Numbers] = []
        for path in self.folder.glob("*.json"):
            if path.stem != str(os.getpid()):
                with suppress(OSError, ValueError):
                    numbers: Numbers = from_json(path.read_bytes())
                    found.append(numbers if _is_there(int(path.stem)) else {**numbers, "gauges": {}})
        return found


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
