"""Logs in one table and in partitions by time, side by side in one PostgreSQL: what is read, and what is forgotten.

The partitions have copies of the logs and of all indexes; what must be unique in the one table cannot be in partitions
that are cut by another column, so there it is only indexed.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

import psycopg

from benchmarks.server.filling import START, STEP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.server.filling import Filled

PARTITIONS = 50
"""Weeks of a year, about."""
_COPY = "partitioned_logs"
_TIMES = 7
_PAGE = 100
_NEWEST_FIRST = f"ORDER BY created_at DESC, seq DESC LIMIT {_PAGE}"


@dataclass(frozen=True)
class Compared:
    """How long something took.

    Args:
        name: What.
        table: Seconds with one table.
        partitions: Seconds with partitions.
    """

    name: str
    table: float
    partitions: float


def compare(database: str, filled: Filled, count: int) -> Iterator[Compared]:
    """Copy the logs of a database into partitions, and time both.

    Args:
        database: URL of the PostgreSQL.
        filled: What was put into it.
        count: How many logs that were.
    """
    with psycopg.connect(database, autocommit=True) as connection:
        _copy(connection, count)
        middle = count // 2
        some = [f"data_{number:021}" for number in range(_PAGE, count, count // _PAGE)]
        for name, query, values in (
            (f"first page of {_PAGE}", f"project_id = %s {_NEWEST_FIRST}", [filled.project_id]),
            (
                f"page of {_PAGE} in the middle by time",
                f"project_id = %s AND created_at < to_timestamp(%s) {_NEWEST_FIRST}",
                [filled.project_id, START + middle * STEP],
            ),
            (
                f"page of {_PAGE} of one source",
                f"project_id = %s AND source = 'api' {_NEWEST_FIRST}",
                [filled.project_id],
            ),
            ("a log by its id", "id = %s", [f"data_{middle:021}"]),
            (f"{_PAGE} logs by their ids", "id = ANY(%s)", [some]),
        ):
            table, partitions = (_seconds(connection, name, query, values) for name in ("logs", _COPY))
            yield Compared(name, table, partitions)
        yield _forget(connection, count)


def _copy(connection: psycopg.Connection[Any], count: int) -> None:
    connection.execute(f"CREATE TABLE {_COPY} (LIKE logs INCLUDING DEFAULTS) PARTITION BY RANGE (created_at)")
    # The last one takes those of the preparation, too, which are of now.
    ends = [f"to_timestamp({START + (number * count // PARTITIONS + 1) * STEP})" for number in range(1, PARTITIONS)]
    for number, (since, until) in enumerate(zip(["MINVALUE", *ends], [*ends, "MAXVALUE"], strict=True)):
        connection.execute(f"CREATE TABLE {_COPY}_{number} (LIKE {_COPY} INCLUDING DEFAULTS)")
        connection.execute(
            f"INSERT INTO {_COPY}_{number} SELECT * FROM logs WHERE {_within('created_at', since, until)} ORDER BY seq"
        )
        bounds = [_bound(connection, each) for each in (since, until)]
        connection.execute(
            f"ALTER TABLE {_COPY} ATTACH PARTITION {_COPY}_{number} FOR VALUES FROM ({bounds[0]}) TO ({bounds[1]})"
        )
    for (definition,) in connection.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'logs'").fetchall():
        columns = re.sub(r"^CREATE (UNIQUE )?INDEX .* ON \S+ ", "", definition)
        connection.execute(f"CREATE INDEX ON {_COPY} {columns}")
    connection.execute(f"ANALYZE {_COPY}")
    connection.execute("CHECKPOINT")


def _within(column: str, since: str, until: str) -> str:
    """Write a condition; the first and the last part have no end on one side."""
    parts = [f"{column} >= {since}"] if since != "MINVALUE" else []
    parts += [f"{column} < {until}"] if until != "MAXVALUE" else []
    return " AND ".join(parts)


def _bound(connection: psycopg.Connection[Any], moment: str) -> str:
    """Write an end of a partition, which has to be a constant."""
    if moment in {"MINVALUE", "MAXVALUE"}:
        return moment
    found = connection.execute(f"SELECT {moment}::text").fetchone()
    assert found is not None
    return f"'{found[0]}'"


def _seconds(connection: psycopg.Connection[Any], table: str, query: str, values: list[Any]) -> float:
    times: list[float] = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        found = connection.execute(f"SELECT * FROM {table} WHERE {query}", values).fetchall()
        times.append(time.perf_counter() - began)
        assert found
    return median(times)


def _forget(connection: psycopg.Connection[Any], count: int) -> Compared:
    """Forget the logs of the second partition, in the one table with what hangs on them."""
    each = count // PARTITIONS
    since, until = (START + (number * each + 1) * STEP for number in (1, 2))
    began = time.perf_counter()
    deleted = connection.execute(
        "DELETE FROM logs WHERE created_at >= to_timestamp(%s) AND created_at < to_timestamp(%s)", [since, until]
    ).rowcount
    middle = time.perf_counter()
    connection.execute(f"DROP TABLE {_COPY}_1")
    ended = time.perf_counter()
    assert deleted == each
    return Compared(f"forgetting {each:,} logs", middle - began, ended - middle)
