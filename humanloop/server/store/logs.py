"""Queries over logs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic_core import to_json

from humanloop.server.store.rows import all_rows, first_row, like_pattern
from humanloop.server.store.tables import configs, logs, projects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

_OF_LIVING_PROJECT = (logs.c.project_id == projects.c.id, projects.c.deleted_at.is_(None))
_INSERT = sa.insert(logs)


@dataclass(frozen=True)
class LogFilter:
    """Which logs of a project are wanted; None leaves a condition out.

    Args:
        search: Text that the inputs or the output contain, in any case.
        metadata_search: Text that the metadata contain as JSON, in any case.
        version_status: Status of the log's config.
        start: First moment of `created_at`.
        end: First moment after the last.
    """

    search: str | None = None
    metadata_search: str | None = None
    version_status: str | None = None
    start: datetime | None = None
    end: datetime | None = None

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """Build the conditions."""
        found: list[sa.ColumnElement[bool]] = []
        if self.search:
            output = sa.func.lower(logs.c.output).like(like_pattern(self.search), escape="\\")
            found.append(sa.or_(_json_contains(logs.c.inputs, self.search), output))
        if self.metadata_search:
            in_values = _json_contains(logs.c.metadata, self.metadata_search)
            as_written = _text_contains(logs.c.metadata, self.metadata_search)
            found.append(sa.or_(in_values, as_written))
        if self.version_status:
            status = sa.select(configs.c.status).where(configs.c.id == logs.c.config_id).scalar_subquery()
            found.append(status == self.version_status)
        if self.start is not None:
            found.append(logs.c.created_at >= self.start)
        if self.end is not None:
            found.append(logs.c.created_at < self.end)
        return found


def _json_contains(column: sa.Column[Any], text: str) -> sa.ColumnElement[bool]:
    """Look for text inside of stored JSON, where quotes and line ends are escaped."""
    return _text_contains(column, to_json(text).decode()[1:-1])


def _text_contains(column: sa.Column[Any], text: str) -> sa.ColumnElement[bool]:
    return sa.func.lower(sa.cast(column, sa.Text)).like(like_pattern(text), escape="\\")


def insert_logs(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Store logs, in this order."""
    if rows:
        connection.execute(_INSERT, list(rows))


def find_log(connection: Connection, log_id: str) -> Row | None:
    """Find a log whose project is not deleted."""
    return first_row(connection, sa.select(logs).where(logs.c.id == log_id, *_OF_LIVING_PROJECT))


def find_log_by_reference(connection: Connection, reference_id: str) -> Row | None:
    """Find the latest log that carries this reference."""
    mine = (logs.c.reference_id == reference_id, *_OF_LIVING_PROJECT)
    return first_row(connection, sa.select(logs).where(*mine).order_by(logs.c.seq.desc()).limit(1))


def logs_by_id(connection: Connection, log_ids: Iterable[str]) -> dict[str, Row]:
    """Find several logs: id → its `reference_id`, `project_id`, `config_id` and `session_id`."""
    wanted = set(log_ids)
    if not wanted:
        return {}
    columns = (logs.c.id, logs.c.reference_id, logs.c.project_id, logs.c.config_id, logs.c.session_id)
    query = sa.select(*columns).where(logs.c.id.in_(wanted), *_OF_LIVING_PROJECT)
    return {row["id"]: row for row in all_rows(connection, query)}


def whole_logs_by_id(connection: Connection, log_ids: Iterable[str]) -> list[Row]:
    """List several logs with everything that is kept of them, in the order of their arrival."""
    wanted = set(log_ids)
    if not wanted:
        return []
    query = sa.select(logs).where(logs.c.id.in_(wanted), *_OF_LIVING_PROJECT)
    return all_rows(connection, query.order_by(logs.c.seq))


def logs_page(connection: Connection, project: Row, wanted: LogFilter, offset: int, size: int) -> tuple[list[Row], int]:
    """List a page of a project's logs, newest first, and how many there are in all."""
    conditions = [logs.c.project_id == project["id"], *wanted.conditions()]
    order = (logs.c.created_at.desc(), logs.c.seq.desc())
    rows = all_rows(connection, sa.select(logs).where(*conditions).order_by(*order).offset(offset).limit(size))
    if len(conditions) == 1:
        return rows, project["data_count"]
    counted = connection.scalar(sa.select(sa.func.count()).select_from(logs).where(*conditions))
    return rows, counted or 0


def update_log(connection: Connection, log_id: str, **values: Any) -> None:
    """Change columns of a log."""
    connection.execute(sa.update(logs).where(logs.c.id == log_id).values(**values))


def delete_logs(connection: Connection, log_ids: Iterable[str]) -> None:
    """Remove logs; their feedback goes with them."""
    connection.execute(sa.delete(logs).where(logs.c.id.in_(list(log_ids))))


def log_at_end_of_session(connection: Connection, session_id: str, *, last: bool) -> Row | None:
    """Find the first or the last log of a session that is visible."""
    order = (logs.c.created_at.desc(), logs.c.seq.desc()) if last else (logs.c.created_at, logs.c.seq)
    query = sa.select(logs.c.inputs, logs.c.output).where(logs.c.session_id == session_id, *_OF_LIVING_PROJECT)
    return first_row(connection, query.order_by(*order).limit(1))
