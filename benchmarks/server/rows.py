"""Many logs at once, put into the database by SQL and not by requests."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from benchmarks.server.records import record

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.server.processes import Running

_COLUMNS = "seq, id, reference_id, output, metadata, created_at, updated_at"
# A minute apart, so that they have an order in time.
_VALUES = (
    "n, printf('data_%021d', n), printf('reference-%d', n),"
    " replace(output, 'Answer 0.', printf('Answer %d.', n)), replace(metadata, '\"request\":0', '\"request\":' || n),"
    " strftime('%Y-%m-%d %H:%M:%f', {start} + n * {step}, 'unixepoch'),"
    " strftime('%Y-%m-%d %H:%M:%f', {start} + n * {step}, 'unixepoch')"
)


def first_log(running: Running) -> str:
    """Log one record by request, from which the others are copied; answers its project's id."""
    with running.connect() as connection:
        status, answer = connection.request("POST", "/logs", json.dumps(record(0)).encode())
        assert status == 200, answer
        project_id: str = json.loads(answer)["project_id"]
        return project_id


def add_logs(database: Path, project_id: str, count: int, start: float = 1_600_000_000, step: float = 60) -> None:
    """Add copies of the first log until the project has that many; no server may be running.

    Args:
        database: The database.
        project_id: The project.
        count: How many.
        start: When the first is made.
        step: Seconds between two.
    """
    values = _VALUES.format(start=start, step=step)
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        # A benchmark that loses power starts again.
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-262144")
        names = [row[1] for row in connection.execute("PRAGMA table_info(logs)")]
        copied = ", ".join(f'"{name}"' for name in names if name not in _COLUMNS.split(", "))
        connection.execute("BEGIN IMMEDIATE")
        (there,) = connection.execute("SELECT max(seq) FROM logs").fetchone()
        connection.execute(
            f"INSERT INTO logs ({_COLUMNS}, {copied})"
            f" WITH RECURSIVE numbers(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)"
            f" SELECT {values}, {copied} FROM numbers, (SELECT {copied}, output, metadata FROM logs LIMIT 1)",
            (there + 1, count),
        )
        (config_id,) = connection.execute("SELECT config_id FROM logs LIMIT 1").fetchone()
        connection.execute("UPDATE projects SET data_count = ? WHERE id = ?", (count, project_id))
        connection.execute("UPDATE configs SET num_datapoints = ? WHERE id = ?", (count, config_id))
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
