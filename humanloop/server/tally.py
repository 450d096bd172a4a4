"""Numbers that only grow, counted where things happen; what reads them is `http/metrics.py`."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Tally:
    """Counts, each by some labels. Any thread may count."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, ...]] = Counter()

    def add(self, *labels: str, amount: float = 1) -> None:
        """Count.

        Args:
            labels: What, from the general to the special.
            amount: How much.
        """
        with self._lock:
            self._counts[labels] += amount  # type: ignore[assignment] # costs are no whole numbers

    def under(self, name: str) -> dict[tuple[str, ...], float]:
        """Answer the counts whose first label this is, by the other labels."""
        with self._lock:
            return {labels[1:]: float(count) for labels, count in self._counts.items() if labels[0] == name}


class Spread:
    """How values spread over some bounds, by a label. One thread counts.

    Args:
        bounds: The bounds, rising; each belongs to what is below it.
    """

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = tuple(bounds)
        self.counts: dict[str, list[int]] = {}
        """By label, how many values are within each bound and beyond the bound before, the last beyond all."""
        self.sums: dict[str, float] = {}
        """By label, the sum of all values."""

    def add(self, label: str, value: float) -> None:
        """Count a value."""
        counts = self.counts.get(label)
        if counts is None:
            counts = self.counts[label] = [0] * (len(self.bounds) + 1)
            self.sums[label] = 0
        counts[bisect_left(self.bounds, value)] += 1
        self.sums[label] += value
