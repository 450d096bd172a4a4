"""What people and evaluators said of logs: by an index that has, for each value, its logs in the order of time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.functions import SAID_LENGTH, said_key
from humanloop.server.store.log_choices import is_one_of, texts_of
from humanloop.server.store.schema import (
    UNPLACED_FEEDBACK,
    UNPLACED_RESULTS,
    evaluation_results,
    feedback,
    feedback_types,
    logs,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

PLACE = ("log_seq", "log_created_at")
"""Columns of the place of a log among others."""
# So many are looked for one by one.
_MOST_TEXTS = 12
_PLACED = ((feedback, UNPLACED_FEEDBACK), (evaluation_results, UNPLACED_RESULTS))


@dataclass(frozen=True)
class Said:
    """Items of feedback or results, and so the logs that they are about.

    Args:
        table: Where they are.
        conditions: Which they are, but for their value.
        values: Conditions of their value of which one has to fit, each with its logs in the order of time.
        before: What comes before the time in the order.
        fits: All of these in one condition, where that is shorter.
        is_of_one_project: Whether their logs are known to be of one project.
        may_repeat: Whether there may be several of one log.
    """

    table: sa.Table
    conditions: tuple[sa.ColumnElement[bool], ...]
    values: tuple[sa.ColumnElement[bool], ...] = ()
    before: tuple[sa.ColumnElement[Any], ...] = ()
    fits: sa.ColumnElement[bool] | None = None
    is_of_one_project: bool = True
    may_repeat: bool = True

    @property
    def key(self) -> sa.ColumnElement[str]:
        """The value, as the index has it."""
        return said_key(self.table.c.value)

    @property
    def order(self) -> tuple[sa.ColumnElement[Any], ...]:
        """The newest log first."""
        return (*self.before, self.table.c.log_created_at.desc(), self.table.c.log_seq.desc())

    def with_value(self, *values: sa.ColumnElement[bool], before: Sequence[sa.ColumnElement[Any]] = ()) -> Said:
        """Choose those with other values, perhaps in another order."""
        return replace(self, values=values, before=tuple(before), fits=None)

    def of_one_of(self, values: Sequence[str]) -> Said:
        """Choose those that have one of some values, which came as text."""
        value = self.table.c.value
        texts, fits = texts_of(values), is_one_of(value, values)
        if len(texts) > _MOST_TEXTS:
            return self.with_value(fits)
        # What is longer than the key may only begin alike.
        exact = [
            sa.and_(is_it, sa.cast(value, sa.Text) == text) if len(text) >= SAID_LENGTH else is_it
            for text in texts
            for is_it in (self.key == said_key(sa.literal(text)),)
        ]
        listed = sa.and_(self.key >= "[", self.key < "\\", fits)
        return replace(self.with_value(*exact, listed), fits=fits)

    def page(self, more: Sequence[sa.ColumnElement[bool]], offset: int, size: int) -> sa.Select[*tuple[Any, ...]]:
        """Build the query for a part of their logs, newest first: `seq` and `created_at` of each.

        Args:
            more: What else the logs have to fit.
            offset: Logs to skip.
            size: Most logs.
        """
        of_each = [self._logs(value, more).order_by(*self.order) for value in self.values or (sa.true(),)]
        if len(of_each) == 1:
            return of_each[0].offset(offset).limit(size)
        parts = [each.limit(offset + size).subquery() for each in of_each]
        found = sa.union_all(*(sa.select(each.c.seq, each.c.created_at) for each in parts)).subquery()
        query = sa.select(found.c.seq, found.c.created_at).group_by(found.c.created_at, found.c.seq)
        return query.order_by(found.c.created_at.desc(), found.c.seq.desc()).offset(offset).limit(size)

    def numbers(self, more: Sequence[sa.ColumnElement[bool]]) -> sa.Select[int]:
        """Build the query for the numbers (`seq`) of all their logs, each once; `more` is that of `page`."""
        found = sa.union(*(self._logs(value, more, ("seq",)) for value in self.values or (sa.true(),))).subquery()
        return sa.select(found.c.seq)

    def exists(self) -> sa.ColumnElement[bool]:
        """Build the condition of logs of which it was said, for lists that begin elsewhere."""
        fits = self.fits
        if fits is None:
            fits = sa.or_(*self.values) if self.values else sa.true()
        # The query around may be about feedback itself.
        return sa.exists().where(self.table.c.log_id == logs.c.id, *self.conditions, fits).correlate(logs)

    def _logs(
        self,
        value: sa.ColumnElement[bool],
        more: Sequence[sa.ColumnElement[bool]],
        names: Sequence[str] = ("seq", "created_at"),
    ) -> sa.Select[*tuple[Any, ...]]:
        table = self.table
        source = table.join(logs, logs.c.seq == table.c.log_seq) if more else table
        columns = [table.c[f"log_{name}"].label(name) for name in names]
        query = sa.select(*columns).select_from(source).where(*self.conditions, value, *more)
        query = query.where(table.c.log_seq.is_not(None))
        return query.group_by(*(table.c[f"log_{name}"] for name in reversed(names))) if self.may_repeat else query


def feedback_of_type(connection: Connection, project_id: str, kind: str) -> Said:
    """Choose the feedback of a type that counts; of a type that the project does not have there is none."""
    mine = (feedback_types.c.project_id == project_id, feedback_types.c.type == kind)
    number = connection.scalar(sa.select(feedback_types.c.id).where(*mine))
    return Said(
        feedback, (feedback.c.feedback_type_id == (-1 if number is None else number), feedback.c.current.is_(True))
    )


def results_of_evaluator(evaluator_id: str) -> Said:
    """Choose the results of an evaluator."""
    mine = evaluation_results.c.evaluator_id == evaluator_id
    return Said(evaluation_results, (mine,), is_of_one_project=False)


def last_of_each_log(said: Said) -> Said:
    """Choose, of the feedback of a type, what was said last of each log."""
    later = feedback.alias()
    is_later = sa.exists().where(
        later.c.log_id == feedback.c.log_id,
        later.c.seq > feedback.c.seq,
        later.c.feedback_type_id == feedback.c.feedback_type_id,
        later.c.current.is_(True),
    )
    return replace(said, conditions=(*said.conditions, ~is_later), may_repeat=False)


def values_in_order(connection: Connection, said: Said, *, descends: bool) -> Iterator[str]:
    """Go from each value to the next, by the index."""
    key = said.key
    query = sa.select(sa.func.max(key) if descends else sa.func.min(key)).where(*said.conditions)
    value: str | None = connection.scalar(query)
    while value is not None:
        yield value
        value = connection.scalar(query.where(key < value if descends else key > value))


def create_said_indexes(connection: Connection) -> None:
    """Make the indexes of values, which have the logs of each in the order of time, as the database writes them."""
    counts_now = sa.column("current", sa.Boolean).is_(True)
    key = _written(connection, said_key(sa.column("value")))
    for table, first, where in (
        (feedback, "feedback_type_id", f" WHERE {_written(connection, counts_now)}"),
        (evaluation_results, "evaluator_id", ""),
    ):
        columns = ", ".join((first, key, *PLACE[::-1]))
        connection.exec_driver_sql(f"CREATE INDEX ix_{table.name}_said ON {table.name} ({columns}){where}")


def _written(connection: Connection, part: sa.ColumnElement[Any]) -> str:
    return str(part.compile(dialect=connection.dialect))


def place_all(connection: Connection) -> None:
    """Let what was said know the places of its logs where it does not: a server of an earlier release has stored it."""
    for table, condition in _PLACED:
        mine = logs.c.id == table.c.log_id
        place = {
            "log_seq": sa.select(logs.c.seq).where(mine).scalar_subquery(),
            "log_created_at": sa.select(logs.c.created_at).where(mine).scalar_subquery(),
        }
        connection.execute(sa.update(table).where(condition).values(place))


def move(connection: Connection, log_id: str, created_at: datetime) -> None:
    """Let what was said of a log know that its time has changed."""
    for table, _ in _PLACED:
        connection.execute(sa.update(table).where(table.c.log_id == log_id).values(log_created_at=created_at))


def with_places(rows: Sequence[Mapping[str, Any]], places: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Add the places of their logs to rows of what was said.

    Args:
        rows: The rows.
        places: Id of each log → its `seq` and `created_at`.
    """
    return [
        {**row, "log_seq": log["seq"], "log_created_at": log["created_at"]}
        for row in rows
        for log in (places[row["log_id"]],)
    ]
