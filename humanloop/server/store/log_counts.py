"""New logs that were counted beside other servers, and that no column of projects and configs says yet.

Servers that change the same row wait for each other's commit. So a group of logs that is stored beside others leaves
these columns alone: its writer adds to rows of its own, and whoever reads a column adds what stands in such rows, in
one statement, so that what is committed is counted at once. Every few seconds some server moves what stands there into
the columns, which are all that servers of the release before read.

On SQLite there are no such rows, and nobody looks for any.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from humanloop.server.store.schema import Moment, configs, log_counts, projects

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.engine import Connection
    from sqlalchemy.sql.compiler import SQLCompiler

SECONDS_BETWEEN_FOLDS = 2.0
"""How long rows stand before they are moved into the columns; each server looks for them as often."""


class _Counted(FunctionElement[Any]):
    """What a column says, and what it says with that which was counted beside."""

    inherit_cache = True

    def __init__(self, column: sa.Column[Any], whole: sa.ColumnElement[Any]) -> None:
        super().__init__(column, whole)
        self.type = column.type


@compiles(_Counted)
def _as_it_is(element: _Counted, compiler: SQLCompiler, **options: Any) -> str:
    column, _ = element.clauses
    return compiler.process(column, **options)


@compiles(_Counted, "postgresql")
def _with_the_rest(element: _Counted, compiler: SQLCompiler, **options: Any) -> str:
    _, whole = element.clauses
    return compiler.process(whole, **options)


def _of(column: sa.Column[Any], found: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Look into the rows for the row of a column."""
    table = column.table
    return sa.select(found).where(log_counts.c.id == table.c.id).correlate(table).scalar_subquery()


def _sum(column: sa.Column[Any], counter: sa.Column[int]) -> _Counted:
    return _Counted(column, column + sa.func.coalesce(_of(column, sa.func.sum(counter)), sa.literal_column("0")))


def _latest(column: sa.Column[Any]) -> _Counted:
    # It takes no notice of nothing.
    return _Counted(column, sa.func.greatest(column, _of(column, sa.func.max(log_counts.c.moment))))


_COUNTED: Mapping[sa.Column[Any], _Counted] = {
    projects.c.data_count: _sum(projects.c.data_count, log_counts.c.logs),
    projects.c.sessions_count: _sum(projects.c.sessions_count, log_counts.c.sessions),
    projects.c.updated_at: _latest(projects.c.updated_at),
    configs.c.num_datapoints: _sum(configs.c.num_datapoints, log_counts.c.logs),
    configs.c.last_used: _latest(configs.c.last_used),
}


def counted(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """Build what a column says together with that which it does not say yet; other columns are what they are."""
    return _COUNTED.get(column, column)


def whole(table: sa.Table) -> list[sa.ColumnElement[Any]]:
    """Build all columns of a table, by their names, with that which they do not say yet."""
    return [_COUNTED[column].label(column.name) if column in _COUNTED else column for column in table.columns]


# Rows in arrays: they are one statement, and the same one, however many they are.
_GIVEN = (
    sa.func.unnest(
        sa.bindparam("ids", type_=sa.ARRAY(sa.Text)),
        sa.bindparam("logs", type_=sa.ARRAY(sa.Integer)),
        sa.bindparam("sessions", type_=sa.ARRAY(sa.Integer)),
    )
    .table_valued("id", "logs", "sessions")
    .render_derived()
)
_WRITER = sa.bindparam("writer", type_=sa.BigInteger)
_MOMENT = sa.bindparam("moment", type_=Moment)
_INSERT = postgresql.insert(log_counts).from_select(
    ["id", "writer", "logs", "sessions", "moment", "since"],
    sa.select(_GIVEN.c.id, _WRITER, _GIVEN.c.logs, _GIVEN.c.sessions, _MOMENT, sa.func.now()),
)
_NOTE = _INSERT.on_conflict_do_update(
    index_elements=[log_counts.c.id, log_counts.c.writer],
    set_={
        "logs": log_counts.c.logs + _INSERT.excluded.logs,
        "sessions": log_counts.c.sessions + _INSERT.excluded.sessions,
        "moment": _INSERT.excluded.moment,
    },
)


def note_counts(connection: Connection, writer: int, counts: Mapping[str, tuple[int, int]], moment: datetime) -> None:
    """Count new logs in rows of a writer's own; on PostgreSQL only.

    Args:
        connection: The database.
        writer: The writer.
        counts: Id of a project or config → new logs, and sessions that are new to it.
        moment: When that was.
    """
    if not counts:
        return
    values: dict[str, Any] = {
        "ids": list(counts),
        "logs": [logs for logs, _ in counts.values()],
        "sessions": [sessions for _, sessions in counts.values()],
        "writer": writer,
        "moment": moment,
    }
    connection.execute(_NOTE, values)


def fold_counts(connection: Connection, seconds: float = SECONDS_BETWEEN_FOLDS) -> None:
    """Move into the columns what stands in rows, but for what somebody holds just now: that comes the next time.

    It waits for nobody. Others may wait for it, so it is the last that a transaction does.

    Args:
        connection: The database.
        seconds: How long the oldest of them must have stood; else somebody has moved them just now.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_FOLD, {"age": timedelta(seconds=seconds)})


def _folding() -> sa.Update:
    is_due = sa.exists().where(log_counts.c.since < sa.func.now() - sa.bindparam("age", type_=sa.Interval))

    def free(table: sa.Table) -> sa.CTE:
        wanted = table.c.id.in_(sa.select(log_counts.c.id))
        return (
            sa.select(table.c.id)
            .where(wanted, is_due)
            .with_for_update(skip_locked=True, key_share=True)
            .cte(f"free_{table.name}")
        )

    of_projects, of_configs = free(projects), free(configs)
    counted_there = log_counts.c.id.in_(sa.union_all(sa.select(of_projects.c.id), sa.select(of_configs.c.id)))
    mine = (
        sa.select(log_counts.c.id, log_counts.c.writer)
        .where(counted_there)
        .with_for_update(skip_locked=True)
        .cte("mine")
    )
    taken = (
        sa.delete(log_counts)
        .where(log_counts.c.id == mine.c.id, log_counts.c.writer == mine.c.writer)
        .returning(log_counts)
        .cte("taken")
    )
    new = (
        sa.select(
            taken.c.id,
            sa.func.sum(taken.c.logs).label("logs"),
            sa.func.sum(taken.c.sessions).label("sessions"),
            sa.func.max(taken.c.moment).label("moment"),
        )
        .group_by(taken.c.id)
        .cte("new_counts")
    )
    add_to_projects = (
        sa.update(projects)
        .where(projects.c.id == new.c.id)
        .values(
            data_count=projects.c.data_count + new.c.logs,
            sessions_count=projects.c.sessions_count + new.c.sessions,
            updated_at=sa.func.greatest(projects.c.updated_at, new.c.moment),
        )
        .cte("add_to_projects")
    )
    return (
        sa.update(configs)
        .where(configs.c.id == new.c.id)
        .values(
            num_datapoints=configs.c.num_datapoints + new.c.logs,
            last_used=sa.func.greatest(configs.c.last_used, new.c.moment),
        )
        .add_cte(add_to_projects)
    )


_FOLD = _folding()
