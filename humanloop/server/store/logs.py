"""Queries over logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.functions import octets
from humanloop.server.store.moments import steady_now
from humanloop.server.store.rows import (
    MANY,
    NOT_READY,
    all_rows,
    among,
    first_row,
    insert_columns,
    insert_records,
    made_ready,
)
from humanloop.server.store.schema import logs, projects, span_records, spans
from humanloop.server.store.text_index import indexed_at_once

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Columns, Row

_OF_LIVING_PROJECT = (logs.c.project_id == projects.c.id, projects.c.deleted_at.is_(None))
_PLACE = (logs.c.seq, logs.c.created_at)
_SET_PARENT = sa.update(logs).where(logs.c.id == sa.bindparam("child")).values(parent_id=sa.bindparam("parent"))

_RENAME_DATAPOINT = (
    sa.update(logs)
    .where(logs.c.id == sa.bindparam("of_log"), logs.c.source_datapoint_id != sa.bindparam("datapoint"))
    .values(source_datapoint_id=sa.bindparam("datapoint"))
)


def insert_logs(connection: Connection, rows: Sequence[dict[str, Any]], ready: Columns = NOT_READY) -> None:
    """Store logs, in this order.

    Args:
        connection: The database.
        rows: Their rows.
        ready: Those of their columns that were made ready before.
    """
    moment = steady_now()
    if len(rows) < MANY:
        insert = insert_records if connection.dialect.name == "postgresql" else insert_columns
        if rows:
            insert(connection, logs, [{**row, "arrived_at": moment} for row in rows])
        return
    arrived = made_ready(connection.dialect, logs, [{"arrived_at": moment}] * len(rows))
    with indexed_at_once(connection):
        insert_columns(connection, logs, rows, {**ready, **arrived})


def find_log(connection: Connection, log_id: str) -> Row | None:
    """Find a log whose project is not deleted."""
    return first_row(connection, sa.select(logs).where(logs.c.id == log_id, *_OF_LIVING_PROJECT))


def find_log_by_reference(connection: Connection, reference_id: str) -> Row | None:
    """Find the latest log that carries this reference."""
    mine = (logs.c.reference_id == reference_id, *_OF_LIVING_PROJECT)
    return first_row(connection, sa.select(logs).where(*mine).order_by(logs.c.seq.desc()).limit(1))


def logs_by_id(connection: Connection, log_ids: Iterable[str]) -> dict[str, Row]:
    """Find several logs: id → its `reference_id`, `project_id`, `config_id`, `session_id`, and place in time."""
    wanted = set(log_ids)
    if not wanted:
        return {}
    columns = (logs.c.id, logs.c.reference_id, logs.c.project_id, logs.c.config_id, logs.c.session_id, *_PLACE)
    query = sa.select(*columns).where(among(connection, logs.c.id, wanted), *_OF_LIVING_PROJECT)
    return {row["id"]: row for row in all_rows(connection, query)}


def places_of_logs(connection: Connection, log_ids: Iterable[str]) -> dict[str, Row]:
    """Find where several logs belong, also those of deleted projects: id → `project_id`, `config_id` and links."""
    wanted = set(log_ids)
    if not wanted:
        return {}
    columns = (logs.c.id, logs.c.project_id, logs.c.config_id, logs.c.session_id, logs.c.parent_id)
    query = sa.select(*columns, projects.c.deleted_at).join(projects, projects.c.id == logs.c.project_id)
    return {row["id"]: row for row in all_rows(connection, query.where(logs.c.id.in_(wanted)))}


def places_in_time(connection: Connection, log_ids: Iterable[str]) -> dict[str, Row]:
    """Find where several logs stand among others: id → `seq` and `created_at`."""
    query = sa.select(logs.c.id, *_PLACE).where(among(connection, logs.c.id, set(log_ids)))
    return {row["id"]: row for row in all_rows(connection, query)}


def logs_by_reference(connection: Connection, references: Iterable[str]) -> dict[str, str]:
    """Find the latest logs that carry several references: reference → id."""
    wanted = set(references)
    if not wanted:
        return {}
    query = sa.select(logs.c.reference_id, logs.c.id).where(logs.c.reference_id.in_(wanted), *_OF_LIVING_PROJECT)
    return {row["reference_id"]: row["id"] for row in all_rows(connection, query.order_by(logs.c.seq))}


def set_parents(connection: Connection, parents: Mapping[str, str]) -> None:
    """Put logs below others: id → id of the parent."""
    if parents:
        rows = [{"child": child, "parent": parent} for child, parent in parents.items()]
        connection.execute(_SET_PARENT, rows)


def rename_datapoints(connection: Connection, names: Mapping[str, str]) -> None:
    """Name the datapoints anew that logs were made for: id of the log → id of its datapoint."""
    if names:
        rows = [{"of_log": log_id, "datapoint": datapoint_id} for log_id, datapoint_id in names.items()]
        connection.execute(_RENAME_DATAPOINT, rows)


def latest_by_reference(connection: Connection, reference_ids: Iterable[str]) -> dict[str, Row]:
    """Find the latest log that carries each of several references: reference → its `id` and `session_id`."""
    wanted = set(reference_ids)
    if not wanted:
        return {}
    mine = (logs.c.reference_id.in_(wanted), *_OF_LIVING_PROJECT)
    latest = sa.select(sa.func.max(logs.c.seq)).where(*mine).group_by(logs.c.reference_id).correlate(None)
    query = sa.select(logs.c.id, logs.c.reference_id, logs.c.session_id).where(logs.c.seq.in_(latest))
    return {row["reference_id"]: row for row in all_rows(connection, query)}


def whole_logs_by_id(connection: Connection, log_ids: Iterable[str]) -> list[Row]:
    """List several logs with everything that is kept of them, in the order of their arrival."""
    wanted = set(log_ids)
    if not wanted:
        return []
    query = sa.select(logs).where(among(connection, logs.c.id, wanted), *_OF_LIVING_PROJECT)
    return all_rows(connection, query.order_by(logs.c.seq))


def octets_of_logs(connection: Connection, log_ids: Iterable[str]) -> dict[str, int]:
    """Tell how many bytes several logs have: id → bytes."""
    columns = (logs.c.inputs, logs.c.messages, logs.c.metadata, logs.c.output, logs.c.error, logs.c.details)
    query = sa.select(logs.c.id, octets(*columns)).where(logs.c.id.in_(set(log_ids)))
    return {row["id"]: row["octets"] for row in all_rows(connection, query)}


def set_session(connection: Connection, log_ids: Iterable[str], session_id: str) -> None:
    """Move logs into a session."""
    connection.execute(sa.update(logs).where(logs.c.id.in_(list(log_ids))).values(session_id=session_id))


def delete_logs(connection: Connection, log_ids: Iterable[str]) -> None:
    """Remove logs; their feedback goes with them, and what was said in the spans that they were.

    Of a span stays what tells it from others: sent again, it is no log again.
    """
    ids = list(log_ids)
    references = sa.select(logs.c.reference_id).where(logs.c.id.in_(ids), logs.c.reference_id.is_not(None))
    # A reference is a text of the caller's, too: only the log's own span counts.
    own = sa.and_(spans.c.key.in_(references), spans.c.log_id.in_(ids))
    connection.execute(sa.delete(span_records).where(span_records.c.key.in_(sa.select(spans.c.key).where(own))))
    connection.execute(sa.update(spans).where(own).values(content=None, pair=None))
    connection.execute(sa.delete(logs).where(logs.c.id.in_(ids)))


def first_logs_of_session(connection: Connection, session_id: str, most: int, only: Collection[str] = ()) -> list[Row]:
    """List the oldest logs of a session that are visible, with everything that is kept of them.

    Args:
        connection: The database.
        session_id: The session.
        most: Most logs.
        only: Ids of the only projects whose logs are listed; empty means all.
    """
    query = sa.select(logs).where(logs.c.session_id == session_id, *_OF_LIVING_PROJECT, *_of(only))
    return all_rows(connection, query.order_by(logs.c.created_at, logs.c.seq).limit(most))


def log_at_end_of_session(
    connection: Connection, session_id: str, *, last: bool, only: Collection[str] = ()
) -> Row | None:
    """Find the first or the last log of a session that is visible, of all projects or of these only."""
    order = (logs.c.created_at.desc(), logs.c.seq.desc()) if last else (logs.c.created_at, logs.c.seq)
    query = sa.select(logs.c.inputs, logs.c.output).where(
        logs.c.session_id == session_id, *_OF_LIVING_PROJECT, *_of(only)
    )
    return first_row(connection, query.order_by(*order).limit(1))


def _of(only: Collection[str]) -> list[sa.ColumnElement[bool]]:
    return [logs.c.project_id.in_(only)] if only else []
