"""Queries over spans, traces and records of content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows, among, first_row, insert_rows
from humanloop.server.store.schema import logs, span_records, spans, traces
from humanloop.server.store.upserts import upsert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

# Fewer than the parameters that any database takes.
_CHUNK = 900
# All but the content, which is large and seldom needed.
_LIGHT = [column for column in spans.c if column.name != "content"]
_BOUND = "new_"
_UPDATE_TRACE = (
    sa.update(traces)
    .where(traces.c.trace_id == sa.bindparam(f"{_BOUND}trace_id"))
    .values({column: sa.bindparam(_BOUND + column.name, type_=column.type) for column in traces.c})
)
_MARK = (
    sa.update(spans)
    .where(spans.c.key == sa.bindparam("marked"))
    .values(
        log_id=sa.bindparam("log"),
        log_below=sa.bindparam("has_log"),
        model_below=sa.bindparam("has_model"),
        content=sa.bindparam("kept", type_=spans.c.content.type),
    )
)
_MARK_LIGHT = (
    sa.update(spans)
    .where(spans.c.key == sa.bindparam("marked"))
    .values(log_below=sa.bindparam("has_log"), model_below=sa.bindparam("has_model"))
)
_SET_PARENT = sa.update(logs).where(logs.c.id == sa.bindparam("child")).values(parent_id=sa.bindparam("parent"))


def lock_traces(connection: Connection, trace_ids: Iterable[str], moment: datetime) -> dict[str, Row]:
    """Find traces, making those that are new; until this transaction ends, no other one changes what is in them."""
    wanted = sorted(set(trace_ids))
    found = _select_traces(connection, wanted)
    new = [trace_id for trace_id in wanted if trace_id not in found]
    if new:
        rows: list[dict[str, Any]] = [{"trace_id": trace_id, "users": [], "created_at": moment} for trace_id in new]
        connection.execute(upsert(connection, traces).on_conflict_do_nothing(), rows)
        found |= _select_traces(connection, new)
    return found


def _select_traces(connection: Connection, trace_ids: Sequence[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for those in _parts(connection, traces.c.trace_id, trace_ids):
        query = sa.select(traces).where(those).order_by(traces.c.trace_id).with_for_update()
        found |= {row["trace_id"]: row for row in all_rows(connection, query)}
    return found


def find_trace(connection: Connection, trace_id: str) -> Row | None:
    """Find a trace."""
    return first_row(connection, sa.select(traces).where(traces.c.trace_id == trace_id))


def update_traces(connection: Connection, rows: Sequence[Row]) -> None:
    """Store what has changed of traces, each with all of its columns."""
    if rows:
        given = [{_BOUND + name: value for name, value in row.items()} for row in rows]
        connection.execute(_UPDATE_TRACE, given)


def spans_by_key(connection: Connection, keys: Iterable[str]) -> list[Row]:
    """Find spans, without their content."""
    return _select(connection, spans.c.key, keys)


def spans_by_parent(connection: Connection, keys: Iterable[str]) -> list[Row]:
    """Find the spans whose parents these are, without their content."""
    return _select(connection, spans.c.parent, keys)


def spans_above(connection: Connection, keys: Iterable[str]) -> list[Row]:
    """Find spans and all that stand above them, without their content. Circles end where they begin again."""
    found: dict[str, Row] = {}
    for those in _parts(connection, spans.c.key, keys):
        here = sa.select(spans.c.key, spans.c.parent).where(those).cte("above", recursive=True)
        way = here.union(sa.select(spans.c.key, spans.c.parent).join(here, spans.c.key == here.c.parent))
        query = sa.select(*_LIGHT).where(spans.c.key.in_(sa.select(way.c.key)))
        found |= {row["key"]: row for row in all_rows(connection, query)}
    return [*found.values()]


def spans_by_pair(connection: Connection, pairs: Iterable[str]) -> list[Row]:
    """Find spans that may belong together as the two halves of a stream, with their content."""
    found: list[Row] = []
    for those in _parts(connection, spans.c.pair, pairs):
        found += all_rows(connection, sa.select(spans).where(those))
    return found


def contents_of_spans(connection: Connection, keys: Iterable[str]) -> dict[str, Any]:
    """Find what is kept of spans: key → content."""
    found: dict[str, Any] = {}
    for those in _parts(connection, spans.c.key, keys):
        query = sa.select(spans.c.key, spans.c.content).where(those, spans.c.content.is_not(None))
        found |= {row["key"]: row["content"] for row in all_rows(connection, query)}
    return found


def deleted_logs(connection: Connection, found: Iterable[Row]) -> set[str]:
    """Tell which of stored spans were logs that have been deleted: their keys."""
    ids = {row["log_id"]: row["key"] for row in found if row["log_id"] is not None}
    there: set[str] = set()
    for those in _parts(connection, logs.c.id, ids):
        there.update(connection.scalars(sa.select(logs.c.id).where(those)))
    return {key for log_id, key in ids.items() if log_id not in there}


def insert_spans(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Store new spans."""
    if rows:
        insert_rows(connection, spans, rows)


def delete_spans(connection: Connection, keys: Sequence[str]) -> None:
    """Forget spans."""
    for those in _parts(connection, spans.c.key, keys):
        connection.execute(sa.delete(spans).where(those))


def mark_spans(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Change what is known of stored spans.

    Args:
        connection: The database.
        rows: `marked` (the key), `has_log` and `has_model`; for one that has become a log also `log` and `kept`.
    """
    with_logs = [dict(row) for row in rows if "log" in row]
    without = [dict(row) for row in rows if "log" not in row]
    if with_logs:
        connection.execute(_MARK, with_logs)
    if without:
        connection.execute(_MARK_LIGHT, without)


def close_spans(connection: Connection, keys: Sequence[str]) -> None:
    """Keep no more of spans than what tells them from others: nothing can come for them."""
    for those in _parts(connection, spans.c.key, keys):
        connection.execute(sa.update(spans).where(those).values(content=None, pair=None))


def set_parents(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Hang logs under other logs: `child`, `parent`."""
    if rows:
        connection.execute(_SET_PARENT, [dict(row) for row in rows])


def logs_of_trace(connection: Connection, trace_id: str) -> list[str]:
    """List the logs of a trace that follow its session."""
    mine = (spans.c.trace_id == trace_id, spans.c.log_id.is_not(None), spans.c.fixed_session.is_(False))
    return [*connection.scalars(sa.select(spans.c.log_id).where(*mine))]


def set_user_of_trace(connection: Connection, trace_id: str, user: str | None) -> None:
    """Set the user of the logs of a trace whose spans name none."""
    mine = (spans.c.trace_id == trace_id, spans.c.log_id.is_not(None), spans.c.user.is_(None), spans.c.role != "api")
    inherits = sa.select(spans.c.log_id).where(*mine)
    connection.execute(sa.update(logs).where(logs.c.id.in_(inherits)).values(user=user))


def insert_records(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Store records of content; those that are there already are passed over."""
    if rows:
        connection.execute(upsert(connection, span_records).on_conflict_do_nothing(), list(rows))


def records_of_spans(connection: Connection, keys: Iterable[str]) -> list[Row]:
    """List the records of spans, in their order."""
    order = (span_records.c.time, span_records.c.created_at, span_records.c.place)
    found: list[Row] = []
    for those in _parts(connection, span_records.c.key, keys):
        found += all_rows(connection, sa.select(span_records).where(those).order_by(*order))
    return found


def forget_old_spans(connection: Connection, before: datetime, most: int) -> bool:
    """Forget bare spans, content and records that came before then. What tells logs from each other stays.

    Args:
        connection: The database.
        before: The moment.
        most: Most rows of each kind.

    Returns:
        Whether there may be more.
    """
    old = sa.select(spans.c.key).where(spans.c.content.is_not(None), spans.c.created_at < before)
    bare, kept = (old.where(mine).limit(most) for mine in (spans.c.log_id.is_(None), spans.c.log_id.is_not(None)))
    records = sa.select(span_records.c.id).where(span_records.c.created_at < before).limit(most)
    counts = [
        connection.execute(statement).rowcount
        for statement in (
            sa.delete(spans).where(spans.c.key.in_(bare)),
            sa.update(spans).where(spans.c.key.in_(kept)).values(content=None, pair=None),
            sa.delete(span_records).where(span_records.c.id.in_(records)),
        )
    ]
    return most in counts


def _select(connection: Connection, column: sa.Column[Any], values: Iterable[str]) -> list[Row]:
    found: list[Row] = []
    for those in _parts(connection, column, values):
        found += all_rows(connection, sa.select(*_LIGHT).where(those))
    return found


def _parts(connection: Connection, column: sa.Column[Any], values: Iterable[str]) -> Iterator[sa.ColumnElement[bool]]:
    """Ask for rows whose column has one of these values, in as many questions as the database needs."""
    wanted = [*dict.fromkeys(values)]
    for start in range(0, len(wanted), _CHUNK):
        yield among(connection, column, wanted[start : start + _CHUNK])
