"""Lines and bars: numbers turned into places on a drawing. Templates draw them with attributes, without styles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 640
HEIGHT = 150
_TOP = 8
_STEPS = (1, 2, 2.5, 5, 10)


def spark(values: Sequence[float], width: int = 80, height: int = 20) -> str:
    """Write the points of a small line."""
    most = max(values, default=0) or 1
    step = width / max(len(values) - 1, 1)
    return " ".join(
        f"{index * step:.1f},{height - 2 - value / most * (height - 4):.1f}" for index, value in enumerate(values)
    )


@dataclass(frozen=True)
class Bar:
    """A bar of a chart.

    Args:
        x: Its left end.
        y: Its upper end.
        width: How wide.
        height: How high.
    """

    x: float
    y: float
    width: float
    height: float


def bars(values: Sequence[float | None], most: float) -> list[Bar]:
    """Place a bar for each value.

    Args:
        values: The values; None leaves a gap.
        most: The value that reaches the top.
    """
    step = WIDTH / max(len(values), 1)
    width = max(step * 0.7, 1)
    found: list[Bar] = []
    for index, value in enumerate(values):
        height = (value or 0) / (most or 1) * (HEIGHT - _TOP)
        left = index * step + (step - width) / 2
        found.append(Bar(round(left, 1), round(HEIGHT - height, 1), round(width, 1), round(height, 1)))
    return found


@dataclass(frozen=True)
class Piece:
    """A piece of a line.

    Args:
        points: Its points, as drawings write them.
        is_dot: Whether it is a single point.
    """

    points: str
    is_dot: bool


def line(values: Sequence[float | None], most: float) -> list[Piece]:
    """Write the points of a line, in pieces where values are missing."""
    step = WIDTH / max(len(values), 1)
    pieces: list[list[str]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        height = value / (most or 1) * (HEIGHT - _TOP)
        pieces[-1].append(f"{index * step + step / 2:.1f},{HEIGHT - height:.1f}")
    # A single point is drawn as a dot, by the round ends of a line without length.
    return [Piece(" ".join(piece * 2 if len(piece) == 1 else piece), len(piece) == 1) for piece in pieces if piece]


def ceiling(values: Sequence[float | None]) -> float:
    """Choose a round number that no value exceeds."""
    most = max((value for value in values if value is not None), default=0)
    if most <= 0:
        return 1
    magnitude = 10.0 ** _exponent(most)
    return next(step * magnitude for step in _STEPS if step * magnitude >= most * (1 - 1e-9))


def _exponent(value: float) -> int:
    exponent = 0
    while value >= 10:
        value, exponent = value / 10, exponent + 1
    while value < 1:
        value, exponent = value * 10, exponent - 1
    return exponent
