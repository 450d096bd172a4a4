"""What an evaluator found in an evaluation: its mean, how its values are spread, and on which rows."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MOST_PARTS = 10
_LONGEST_KEY = 200
_TRUTHS = {"true": 1.0, "false": 0.0}


class Part(NamedTuple):
    """Values that are counted together.

    Args:
        name: Which ones, for people.
        key: Which ones, for `Findings.rows_with`; empty where they have none.
        times: How often they came.
    """

    name: str
    key: str
    times: int


@dataclass
class Findings:
    """What an evaluator found in an evaluation.

    Args:
        name: Name of the evaluator.
        is_boolean: Whether it says true or false.
        values: What it said: id of a datapoint → a number, where true is 1, or a text.
        failed: Ids of the datapoints on which it failed.
    """

    name: str
    is_boolean: bool
    values: dict[str, float | str] = field(default_factory=dict[str, "float | str"])
    failed: set[str] = field(default_factory=set[str])

    @property
    def numbers(self) -> list[float]:
        """All values but texts."""
        return [value for value in self.values.values() if not isinstance(value, str)]

    @property
    def mean(self) -> float | None:
        """The mean; of true and false, the share of true."""
        numbers = self.numbers
        return sum(numbers) / len(numbers) if numbers else None

    @property
    def distribution(self) -> list[Part]:
        """How often which value, or values of which range, came."""
        numbers = self.numbers
        if self.is_boolean:
            true = sum(number == 1 for number in numbers)
            return [Part("true", "true", true), Part("false", "false", len(numbers) - true)]
        if not numbers:
            return _parts_of_texts([value for value in self.values.values() if isinstance(value, str)])
        counts = Counter(numbers)
        if len(counts) <= _MOST_PARTS:
            return [Part(f"{number:g}", repr(number), counts[number]) for number in sorted(counts)]
        return _parts_of_ranges(numbers)

    def rows_with(self, key: str) -> set[str]:
        """Answer the datapoints with the values of a part; with an empty key, all that have a value."""
        is_wanted = _test_of(key) if key else None
        return {datapoint for datapoint, value in self.values.items() if is_wanted is None or is_wanted(value)}


def _parts_of_texts(texts: Sequence[str]) -> list[Part]:
    counts = Counter(texts)
    common = counts.most_common(_MOST_PARTS)
    parts = [Part(text, text if len(text) <= _LONGEST_KEY else "", count) for text, count in common]
    others = len(texts) - sum(count for _, count in common)
    return [*parts, Part("other texts", "", others)] if others else parts


def _parts_of_ranges(numbers: Sequence[float]) -> list[Part]:
    """Count numbers in ranges of one width; each has its lower end, the last one its upper end, too."""
    least, most = min(numbers), max(numbers)
    ends = [least + (most - least) / _MOST_PARTS * step for step in range(_MOST_PARTS)]
    counts = Counter(bisect_right(ends, number) - 1 for number in numbers)
    return [
        Part(f"{start:.3g} to {end:.3g}", f"{start!r}..{'' if end == most else repr(end)}", counts[step])
        for step, (start, end) in enumerate(zip(ends, [*ends[1:], most], strict=True))
    ]


def _test_of(key: str) -> Callable[[float | str], bool]:
    """Read which values a key means; one that cannot be a number means a text."""
    start, dots, end = key.partition("..")
    try:
        least = _TRUTHS[key] if key in _TRUTHS else float(start)
        most = float(end) if end else None
    except ValueError:
        return lambda value: value == key
    if not dots:
        return lambda value: value in {least, key}
    return lambda value: value == key if isinstance(value, str) else value >= least and (most is None or value < most)
