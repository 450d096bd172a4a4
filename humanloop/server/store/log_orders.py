"""Logs in other orders than that of time, with as few of them read as possible.

An order by a column is one run of logs for each of its values, within which the newest come first, as an index has
them; those without a value come last. So a page reads the runs that it shows, and of those before it only how many
logs they have. Where a second column follows, each run is in the order of that.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.chosen_logs import NEWEST_FIRST
from humanloop.server.store.log_choices import FEEDBACK, MODEL, order_of
from humanloop.server.store.log_said import feedback_of_type, last_of_each_log, values_in_order
from humanloop.server.store.schema import configs, logs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.chosen_logs import ChosenLogs

# So many are asked for one by one: each has its logs in the order of time.
_MOST_VALUES = 50
# Of feedback that many values are few, and more are comments, of which nearly each is another.
_MOST_SAID = 8
# Their runs are logs that were chosen, too, which may be in the order of another column.
_IN_RUNS = frozenset({"model", "source"})


def has_runs(sort: Sequence[tuple[str, bool]]) -> bool:
    """Tell whether logs can be read in an order run by run."""
    return bool(sort) and all(name in _IN_RUNS for name, _ in sort[:-1])


def numbers_in_order(
    connection: Connection, chosen: ChosenLogs, sort: Sequence[tuple[str, bool]], offset: int, size: int
) -> list[int]:
    """List the numbers (`seq`) of some logs in the order of columns.

    Args:
        connection: The database.
        chosen: The logs.
        sort: The columns (`source`, `duration`, `model`, `timestamp`, or `feedback-` and a type), each with whether it
            descends; their order `has_runs`.
        offset: Logs to skip.
        size: Most logs.
    """
    (name, descends), *more_columns = sort
    found: list[int] = []
    for run in _runs(connection, chosen, name, descends):
        wanted = size - len(found)
        if more_columns and run.order is NEWEST_FIRST:
            more = numbers_in_order(connection, run, more_columns, offset, wanted)
        elif more_columns:
            # Of many values at once, the first of its order is the column.
            order = (run.order[0], *order_of(more_columns), *NEWEST_FIRST)
            more = replace(run, order=order).numbers(connection, offset, wanted)
        else:
            more = run.numbers(connection, offset, wanted)
        found += more
        if len(found) == size:
            break
        if more:
            offset = 0
        elif offset:
            offset = max(0, offset - run.count(connection))
    return found


def _runs(connection: Connection, chosen: ChosenLogs, name: str, descends: bool) -> Iterator[ChosenLogs]:
    if name == "model":
        yield from _runs_of_models(connection, chosen, descends=descends)
    elif name == "source":
        yield from _runs_of_sources(connection, chosen, descends=descends)
    elif name == "timestamp":
        yield chosen if descends else replace(chosen, order=(logs.c.created_at.asc(), logs.c.seq.desc()))
    elif name.startswith(FEEDBACK):
        yield from _runs_of_feedback(connection, chosen, name.removeprefix(FEEDBACK), descends=descends)
    else:
        duration = logs.c.duration
        yield replace(chosen.fitting(duration.is_not(None)), order=(_way(duration, descends=descends), *NEWEST_FIRST))
        yield chosen.fitting(duration.is_(None))


def _runs_of_models(connection: Connection, chosen: ChosenLogs, *, descends: bool) -> Iterator[ChosenLogs]:
    query = sa.select(configs.c.id, MODEL.label("model")).where(configs.c.project_id == chosen.project_id)
    found = connection.execute(query.order_by(_way(MODEL, descends=descends).nulls_last(), configs.c.id)).all()
    for _, rows in groupby(found, key=lambda row: row.model):
        yield chosen.of_configs([row.id for row in rows])


def _runs_of_sources(connection: Connection, chosen: ChosenLogs, *, descends: bool) -> Iterator[ChosenLogs]:
    """Go from each source to the next, as long as there are few."""
    column = logs.c.source
    next_value = sa.select(sa.func.max(column) if descends else sa.func.min(column))
    next_value = next_value.where(logs.c.project_id == chosen.project_id)
    rest: tuple[sa.ColumnElement[bool], ...] = (column.is_not(None),)
    for _ in range(_MOST_VALUES):
        value = connection.scalar(next_value.where(*rest))
        if value is None:
            break
        yield chosen.of_source(value)
        rest = (column < value if descends else column > value,)
    else:
        yield replace(chosen.fitting(*rest), order=(_way(column, descends=descends), *NEWEST_FIRST))
    if chosen.sources is None:
        yield chosen.fitting(column.is_(None))


def _runs_of_feedback(connection: Connection, chosen: ChosenLogs, kind: str, *, descends: bool) -> Iterator[ChosenLogs]:
    """Begin with what was said: of most logs nothing was."""
    said = feedback_of_type(connection, chosen.project_id, kind)
    last, key = last_of_each_log(said), said.key
    for number, value in enumerate(values_in_order(connection, said, descends=descends)):
        if number == _MOST_SAID:
            rest = key <= value if descends else key >= value
            yield chosen.about(last.with_value(rest, before=(_way(key, descends=descends),)))
            break
        yield chosen.about(last.with_value(key == value))
    yield chosen.fitting(~said.exists())


def _way(column: sa.ColumnElement[Any], *, descends: bool) -> sa.ColumnElement[Any]:
    return column.desc() if descends else column.asc()
