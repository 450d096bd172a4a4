"""How experiments draw, and what they know of their configs."""

from __future__ import annotations

from collections import Counter

import pytest

from humanloop.server.domain.sampling import Sampler, estimate

MEMBERS = [
    {"config_id": "bad", "judged_count": 50, "success_count": 2},
    {"config_id": "good", "judged_count": 50, "success_count": 45},
    {"config_id": "new", "judged_count": 0, "success_count": 0},
]


def drawn(sampler: Sampler, times: int = 300) -> Counter[str]:
    return Counter(sampler.draw(MEMBERS)["config_id"] for _ in range(times))


def test_all_configs_have_the_same_chance() -> None:
    assert all(60 < count < 140 for count in drawn(Sampler(seed=1)).values())


def test_a_seed_makes_the_draws_the_same_again() -> None:
    sequences = [
        [sampler.draw(MEMBERS)["config_id"] for _ in range(20)] for sampler in (Sampler(seed=3), Sampler(seed=3))
    ]
    assert sequences[0] == sequences[1]


def test_thompson_prefers_what_has_done_well_and_tries_what_is_new() -> None:
    counts = drawn(Sampler("thompson", seed=1))
    assert counts["good"] > counts["new"] > counts["bad"]


@pytest.mark.parametrize(
    ("judged", "successes", "mean", "spread"),
    [(1, 1, 2 / 3, 0.2357), (1, 0, 1 / 3, 0.2357), (10, 5, 0.5, 0.1387), (1000, 1000, 1001 / 1002, 0.000997)],
)
def test_what_is_known_of_a_config(judged: int, successes: int, mean: float, spread: float) -> None:
    known = estimate(judged, successes)
    assert known is not None
    assert known.mean == pytest.approx(mean)
    assert known.spread == pytest.approx(spread, rel=1e-3)


def test_nothing_is_known_without_feedback() -> None:
    assert estimate(0, 0) is None
