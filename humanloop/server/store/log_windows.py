"""Stretches of a project's logs for people: from one log on, newest first, with the beginnings of long texts only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.chosen_logs import NEWEST_FIRST
from humanloop.server.store.log_choices import order_of
from humanloop.server.store.log_search import choose, log_conditions, numbers_of
from humanloop.server.store.rows import all_rows, first_row
from humanloop.server.store.schema import evaluation_logs, evaluations, logs

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.engine import Connection

    from humanloop.server.store.log_search import LogFilter
    from humanloop.server.store.rows import Row

MOST_COUNTED = 10_000
"""How far logs are counted."""
_WHOLE = 4000
_BEGINNING = 400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Spot:
    """A log's place among others, by time.

    Args:
        created_at: When it was made.
        seq: Which of those of the same moment it is.
    """

    created_at: datetime
    seq: int

    def __str__(self) -> str:
        return f"{(self.created_at - _EPOCH) // timedelta(microseconds=1)}.{self.seq}"

    @classmethod
    def read(cls, text: str) -> Spot | None:
        """Read what `str` has written; None if it is something else."""
        moment, _, seq = text.partition(".")
        try:
            return cls(_EPOCH + timedelta(microseconds=int(moment)), int(seq) if abs(int(seq)) < 2**62 else 0)
        except (OverflowError, ValueError):
            return None

    @classmethod
    def of(cls, log: Row) -> Spot:
        """Answer the place of a log."""
        return cls(log["created_at"], log["seq"])

    def before(self) -> sa.ColumnElement[bool]:
        """Build the condition of older logs."""
        older = sa.and_(logs.c.created_at == self.created_at, logs.c.seq < self.seq)
        # The first condition says the same once more, for the index.
        return sa.and_(logs.c.created_at <= self.created_at, sa.or_(logs.c.created_at < self.created_at, older))

    def after(self) -> sa.ColumnElement[bool]:
        """Build the condition of newer logs."""
        newer = sa.and_(logs.c.created_at == self.created_at, logs.c.seq > self.seq)
        return sa.and_(logs.c.created_at >= self.created_at, sa.or_(logs.c.created_at > self.created_at, newer))


def _beginning(column: sa.Column[Any]) -> sa.ColumnElement[str]:
    text = sa.cast(column, sa.Text)
    return sa.case((sa.func.length(text) <= _WHOLE, text), else_=sa.func.substr(text, 1, _BEGINNING))


_LIGHT = (
    logs.c.seq,
    logs.c.id,
    logs.c.config_id,
    logs.c.session_id,
    logs.c.parent_id,
    logs.c.environment,
    logs.c.source,
    logs.c.user,
    logs.c.duration,
    logs.c.created_at,
    logs.c.metadata,
    logs.c.details["prompt_cost"].as_float().label("prompt_cost"),
    logs.c.details["output_cost"].as_float().label("output_cost"),
    logs.c.details["tokens"].as_float().label("tokens"),
    logs.c.details["prompt_tokens"].as_float().label("prompt_tokens"),
    logs.c.details["output_tokens"].as_float().label("output_tokens"),
    _beginning(logs.c.inputs).label("inputs_text"),
    _beginning(logs.c.messages).label("messages_text"),
    sa.func.substr(logs.c.output, 1, _BEGINNING).label("output"),
    sa.func.substr(logs.c.error, 1, _BEGINNING).label("error"),
)
LIGHT_COLUMNS = tuple(column.key if isinstance(column, sa.Column) else str(column.name) for column in _LIGHT)
"""What a light log has."""


def window(
    connection: Connection,
    project_id: str,
    wanted: LogFilter,
    size: int,
    *,
    older_than: Spot | None = None,
    newer_than: Spot | None = None,
    offset: int = 0,
) -> list[Row]:
    """List some logs, in the order that is wanted, else newest first.

    Args:
        connection: The database.
        project_id: Their project.
        wanted: Which of its logs.
        size: Most logs.
        older_than: Only those before this one.
        newer_than: Only those after this one, those next to it.
        offset: Logs to skip, where the order is not that of time.
    """
    if wanted.choices.sort and older_than is None and newer_than is None:
        chosen = choose(connection, project_id, wanted)
        numbers = numbers_of(connection, chosen, wanted.choices.sort, offset, size)
        found = {row["seq"]: row for row in all_rows(connection, sa.select(*_LIGHT).where(logs.c.seq.in_(numbers)))}
        return [found[number] for number in numbers]
    query = sa.select(*_LIGHT).where(*log_conditions(connection, project_id, wanted))
    if older_than is not None:
        query = query.where(older_than.before())
    if newer_than is not None:
        query = query.where(newer_than.after()).order_by(logs.c.created_at, logs.c.seq)
        return all_rows(connection, query.limit(size))[::-1]
    order = (*order_of(wanted.choices.sort), *NEWEST_FIRST)
    return all_rows(connection, query.order_by(*order).offset(offset).limit(size))


def count_logs(
    connection: Connection,
    project_id: str,
    wanted: LogFilter,
    *,
    newer_than: Spot | None = None,
    up_to: Spot | None = None,
) -> int:
    """Count logs up to one more than `MOST_COUNTED`.

    Args:
        connection: The database.
        project_id: Their project.
        wanted: Which of its logs.
        newer_than: Only those after this one.
        up_to: Only this one, and those before.
    """
    query = sa.select(sa.literal(1)).select_from(logs).where(*log_conditions(connection, project_id, wanted))
    if newer_than is not None:
        query = query.where(newer_than.after())
    if up_to is not None:
        query = query.where(replace(up_to, seq=up_to.seq + 1).before())
    return connection.scalar(sa.select(sa.func.count()).select_from(query.limit(MOST_COUNTED + 1).subquery())) or 0


def count_logs_of_evaluations(connection: Connection, project_id: str) -> int:
    """Count the logs of a project's evaluations."""
    query = (
        sa.select(sa.func.count())
        .select_from(evaluation_logs)
        .join(evaluations, evaluations.c.id == evaluation_logs.c.evaluation_id)
        .where(evaluations.c.project_id == project_id)
    )
    return connection.scalar(query) or 0


def spot_of(connection: Connection, log_id: str) -> Spot | None:
    """Find the place of a log."""
    row = first_row(connection, sa.select(logs.c.created_at, logs.c.seq).where(logs.c.id == log_id))
    return None if row is None else Spot.of(row)


def logs_of_session(connection: Connection, session_id: str, size: int, only: Collection[str] = ()) -> list[Row]:
    """List the logs of a session, oldest first, of all projects or of these only."""
    columns = (*_LIGHT, logs.c.project_id)
    query = sa.select(*columns).where(logs.c.session_id == session_id).order_by(logs.c.created_at, logs.c.seq)
    query = query.where(logs.c.project_id.in_(only)) if only else query
    return all_rows(connection, query.limit(size))


def values_of_project(connection: Connection, project_id: str, column: str, recent: int = 300) -> list[str]:
    """List the values of a column that occur among the newest logs of a project."""
    newest = (
        sa.select(logs.c[column].label("value"))
        .where(logs.c.project_id == project_id)
        .order_by(*NEWEST_FIRST)
        .limit(recent)
        .subquery()
    )
    query = sa.select(newest.c.value).where(newest.c.value.is_not(None)).distinct().order_by(newest.c.value)
    return [row["value"] for row in all_rows(connection, query)]
