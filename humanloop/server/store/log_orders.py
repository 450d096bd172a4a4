"""Logs in other orders than that of time, with as few of them read as possible.

An order by a column is one run of logs for each of its values, within which the newest come first, as an index has
them; those without a value come last. So a page reads the runs that it shows, and of those before it only how many
logs they have.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.log_choices import FEEDBACK, MODEL
from humanloop.server.store.schema import configs, feedback, feedback_types, logs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.engine import Connection

NEWEST_FIRST = (logs.c.created_at.desc(), logs.c.seq.desc())
# So many are asked for one by one: each has its logs in the order of time.
_MOST_VALUES = 50
_MOST_CONFIGS = 20


@dataclass(frozen=True)
class _Run:
    """Logs that follow each other.

    Args:
        conditions: Which they are.
        configs: Their configs, if they are chosen by those.
        order: In which order they follow.
        source: What they are read from.
    """

    conditions: tuple[sa.ColumnElement[bool], ...]
    configs: tuple[str, ...] = ()
    order: tuple[sa.ColumnElement[Any], ...] = NEWEST_FIRST
    source: sa.FromClause = logs

    def numbers(
        self, connection: Connection, conditions: Sequence[sa.ColumnElement[bool]], offset: int, size: int
    ) -> list[int]:
        """List some of them: their numbers (`seq`)."""
        mine = (*conditions, *self.conditions)
        if not 1 < len(self.configs) <= _MOST_CONFIGS:
            of_configs = (logs.c.config_id.in_(self.configs),) if self.configs else ()
            query = sa.select(logs.c.seq).select_from(self.source).where(*mine, *of_configs)
            return list(connection.scalars(query.order_by(*self.order).offset(offset).limit(size)))
        of_each = [
            sa.select(logs.c.seq, logs.c.created_at)
            .where(*mine, logs.c.config_id == config_id)
            .order_by(*NEWEST_FIRST)
            .limit(offset + size)
            .subquery()
            for config_id in self.configs
        ]
        both = sa.union_all(*(sa.select(each.c.seq, each.c.created_at) for each in of_each)).subquery()
        query = sa.select(both.c.seq).order_by(both.c.created_at.desc(), both.c.seq.desc())
        return list(connection.scalars(query.offset(offset).limit(size)))

    def count(self, connection: Connection, conditions: Sequence[sa.ColumnElement[bool]]) -> int:
        """Count them."""
        of_configs = (logs.c.config_id.in_(self.configs),) if self.configs else ()
        query = sa.select(sa.func.count()).select_from(self.source).where(*conditions, *self.conditions, *of_configs)
        return connection.scalar(query) or 0


def numbers_in_order(
    connection: Connection,
    project_id: str,
    conditions: Sequence[sa.ColumnElement[bool]],
    order: tuple[str, bool],
    offset: int,
    size: int,
) -> list[int]:
    """List the numbers (`seq`) of some logs in the order of one column.

    Args:
        connection: The database.
        project_id: Their project.
        conditions: Which they are, the project included.
        order: The column (`source`, `duration`, `model`, `timestamp`, or `feedback-` and a type), and whether it
            descends.
        offset: Logs to skip.
        size: Most logs.
    """
    found: list[int] = []
    for run in _runs(connection, project_id, *order):
        more = run.numbers(connection, conditions, offset, size - len(found))
        found += more
        if len(found) == size:
            break
        if more:
            offset = 0
        elif offset:
            offset = max(0, offset - run.count(connection, conditions))
    return found


def _runs(connection: Connection, project_id: str, name: str, descends: bool) -> Iterator[_Run]:
    if name == "model":
        yield from _runs_of_models(connection, project_id, descends=descends)
    elif name == "source":
        yield from _runs_of_values(connection, project_id, logs.c.source, descends=descends)
    elif name == "timestamp":
        yield _Run((), order=NEWEST_FIRST if descends else (logs.c.created_at.asc(), logs.c.seq.desc()))
    elif name.startswith(FEEDBACK):
        yield from _runs_of_feedback(project_id, name.removeprefix(FEEDBACK), descends=descends)
    else:
        order = logs.c.duration.desc() if descends else logs.c.duration.asc()
        yield _Run((logs.c.duration.is_not(None),), order=(order, *NEWEST_FIRST))
        yield _Run((logs.c.duration.is_(None),))


def _runs_of_models(connection: Connection, project_id: str, *, descends: bool) -> Iterator[_Run]:
    order = MODEL.desc() if descends else MODEL.asc()
    query = sa.select(configs.c.id, MODEL.label("model")).where(configs.c.project_id == project_id)
    found = connection.execute(query.order_by(order.nulls_last(), configs.c.id)).all()
    for _, rows in groupby(found, key=lambda row: row.model):
        yield _Run((), tuple(row.id for row in rows))


def _runs_of_values(
    connection: Connection, project_id: str, column: sa.Column[Any], *, descends: bool
) -> Iterator[_Run]:
    """Go from each value to the next, as long as there are few."""
    next_value = sa.select(sa.func.max(column) if descends else sa.func.min(column))
    next_value = next_value.where(logs.c.project_id == project_id)
    rest: tuple[sa.ColumnElement[bool], ...] = (column.is_not(None),)
    for _ in range(_MOST_VALUES):
        value = connection.scalar(next_value.where(*rest))
        if value is None:
            break
        yield _Run((column == value,))
        rest = (column < value if descends else column > value,)
    else:
        yield _Run(rest, order=(column.desc() if descends else column.asc(), *NEWEST_FIRST))
    yield _Run((column.is_(None),))


def _runs_of_feedback(project_id: str, kind: str, *, descends: bool) -> Iterator[_Run]:
    """Begin with what was said: of most logs nothing was."""
    of_kind = sa.select(feedback_types.c.id).where(
        feedback_types.c.project_id == project_id, feedback_types.c.type == kind
    )
    later = feedback.alias()
    is_later = sa.exists().where(
        later.c.log_id == feedback.c.log_id,
        later.c.seq > feedback.c.seq,
        later.c.feedback_type_id == feedback.c.feedback_type_id,
        later.c.current.is_(True),
    )
    said = (feedback.c.feedback_type_id == of_kind.scalar_subquery(), feedback.c.current.is_(True))
    value = sa.cast(feedback.c.value, sa.Text)
    order = (value.desc() if descends else value.asc(), *NEWEST_FIRST)
    yield _Run((*said, ~is_later), order=order, source=feedback.join(logs, logs.c.id == feedback.c.log_id))
    yield _Run((~sa.exists().where(feedback.c.log_id == logs.c.id, *said),))
