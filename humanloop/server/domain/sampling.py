"""Drawing: which of its configs an experiment uses next, and how well each has done."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from humanloop.server.store.rows import Row

Method = Literal["uniform", "thompson"]


@dataclass(frozen=True)
class Estimate:
    """What is known of a config's share of successes: the mean and the standard deviation of a Beta distribution."""

    mean: float
    spread: float


def estimate(judged: int, successes: int) -> Estimate | None:
    """Estimate a config's share of successes; None while there is no feedback.

    Args:
        judged: Logs with feedback.
        successes: Those whose feedback is a success.
    """
    if judged == 0:
        return None
    for_it, against, both = successes + 1, judged - successes + 1, judged + 2
    return Estimate(for_it / both, math.sqrt(for_it * against / (both * both * (both + 1))))


def successes_in(mean: float, judged: int) -> int:
    """Answer the successes that an estimate was made of."""
    return round(mean * (judged + 2)) - 1


class Sampler:
    """Draws configs.

    Args:
        method: `uniform` gives all the same chance; `thompson` prefers those that have done well so far.
        seed: Makes the draws the same again; None makes them different every time.
    """

    def __init__(self, method: Method = "uniform", seed: int | None = None) -> None:
        self._method = method
        self._random = random.Random(seed)  # noqa: S311 - nothing secret depends on it

    def draw(self, members: Sequence[Row]) -> Row:
        """Draw one of the configs that take part in an experiment, which are at least one."""
        if self._method == "uniform":
            return self._random.choice(members)
        return max(members, key=self._chance)

    def _chance(self, member: Row) -> float:
        successes = member["success_count"]
        return self._random.betavariate(successes + 1, member["judged_count"] - successes + 1)
