"""Whatever was acknowledged is there after the worst end.

`python -m benchmarks.server --only kills --kills 50` does the same more often.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from benchmarks.server.kills import Loss, rounds
from benchmarks.server.processes import server

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 10
STOPS = 5


def assert_nothing_lost(loss: Loss) -> None:
    assert loss.acknowledged > 20
    assert loss.found == loss.acknowledged
    assert loss.halves == 0
    assert loss.repeated == 20


def test_kill_9_under_full_load_loses_nothing(tmp_path: Path) -> None:
    for loss in rounds(tmp_path / "x.db", KILLS):
        assert_nothing_lost(loss)


def test_sigterm_under_full_load_loses_nothing(tmp_path: Path) -> None:
    for loss in rounds(tmp_path / "x.db", STOPS, gracefully=True):
        assert_nothing_lost(loss)


def test_a_look_into_the_file_from_outside_takes_nothing_away(tmp_path: Path) -> None:
    """SQLite throws away the log of writes when the last connection is closed: nobody may believe to be the last."""
    path = tmp_path / "x.db"
    with server(path) as running:
        with running.connect() as connection:
            for output in ("before", "after"):
                body = json.dumps({"project": "p", "output": output}).encode()
                assert connection.request("POST", "/logs", body)[0] == 200
                assert outputs(path)[-1] == output
        running.kill()
    assert outputs(path) == ["before", "after"]


def outputs(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return [output for (output,) in database.execute("SELECT output FROM logs ORDER BY seq")]
