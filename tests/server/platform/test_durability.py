"""Whatever was acknowledged is there after the worst end.

`python -m benchmarks.server --only kills --kills 50` does the same more often.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.server.kills import Loss, end_under_load, rounds

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 20


def assert_nothing_lost(loss: Loss) -> None:
    assert loss.acknowledged > 20
    assert loss.found == loss.acknowledged
    assert loss.halves == 0
    assert loss.repeated == 20


def test_kill_9_under_full_load_loses_nothing(tmp_path: Path) -> None:
    for loss in rounds(tmp_path / "x.db", ROUNDS):
        assert_nothing_lost(loss)


def test_sigterm_under_full_load_loses_nothing(tmp_path: Path) -> None:
    assert_nothing_lost(end_under_load(tmp_path / "x.db", gracefully=True))
