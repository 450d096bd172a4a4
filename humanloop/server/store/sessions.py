"""Queries over sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows, among, first_row, insert_rows, update
from humanloop.server.store.schema import projects, session_projects, sessions
from humanloop.server.store.upserts import upsert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


_COUNT = (
    sa.update(sessions)
    .where(sessions.c.id == sa.bindparam("counted"))
    .values(
        datapoints_count=sessions.c.datapoints_count + sa.bindparam("more"),
        updated_at=sa.bindparam("moment", type_=sessions.c.updated_at.type),
    )
)
_COUNT_PROJECT = (
    sa.update(session_projects)
    .where(
        session_projects.c.session_id == sa.bindparam("of_session"),
        session_projects.c.project_id == sa.bindparam("of_project"),
    )
    .values(data_count=session_projects.c.data_count + sa.bindparam("more"))
)

_BEGIN = (
    sa.update(sessions)
    .where(sessions.c.id == sa.bindparam("begun"), sessions.c.created_at > sa.bindparam("moment"))
    .values(created_at=sa.bindparam("moment", type_=sessions.c.created_at.type))
)


def insert_session(connection: Connection, row: Row) -> None:
    """Store a session."""
    connection.execute(sa.insert(sessions), dict(row))


def find_session(connection: Connection, session_id: str) -> Row | None:
    """Find a session by id."""
    return first_row(connection, sa.select(sessions).where(sessions.c.id == session_id))


def find_session_by_reference(connection: Connection, reference_id: str) -> Row | None:
    """Find a session by the id that its user gave it."""
    return first_row(connection, sa.select(sessions).where(sessions.c.reference_id == reference_id))


def sessions_by_reference(connection: Connection, reference_ids: Iterable[str]) -> dict[str, str]:
    """Find several sessions by the ids that their users gave them: that id → id."""
    wanted = sorted(set(reference_ids))
    if not wanted:
        return {}
    query = sa.select(sessions.c.reference_id, sessions.c.id).where(among(connection, sessions.c.reference_id, wanted))
    return {row["reference_id"]: row["id"] for row in all_rows(connection, query)}


def insert_sessions(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Store sessions."""
    if rows:
        insert_rows(connection, sessions, rows)


def begin_sessions(connection: Connection, moments: Mapping[str, datetime]) -> None:
    """Let sessions begin at these moments, those that begin later: id → moment."""
    if moments:
        rows = [{"begun": session_id, "moment": moment} for session_id, moment in moments.items()]
        connection.execute(_BEGIN, rows)


def drop_empty_session(connection: Connection, session_id: str, reference_id: str) -> None:
    """Remove a session of this reference that has no log any more."""
    mine = (sessions.c.id == session_id, sessions.c.reference_id == reference_id, sessions.c.datapoints_count <= 0)
    connection.execute(sa.delete(sessions).where(*mine))


def sessions_by_id(connection: Connection, session_ids: Iterable[str]) -> dict[str, Row]:
    """Find several sessions: id → row."""
    wanted = set(session_ids)
    if not wanted:
        return {}
    return {row["id"]: row for row in all_rows(connection, sa.select(sessions).where(sessions.c.id.in_(wanted)))}


def sessions_of_project(connection: Connection, project_id: str, offset: int, size: int) -> list[Row]:
    """List a page of the sessions that hold a log of a project, in the order of arrival, newest first."""
    query = (
        sa.select(sessions)
        .join(session_projects, session_projects.c.session_id == sessions.c.id)
        .where(session_projects.c.project_id == project_id)
        .order_by(session_projects.c.created_at.desc(), session_projects.c.session_id.desc())
        .offset(offset)
        .limit(size)
    )
    return all_rows(connection, query)


def arrivals_in_project(connection: Connection, project_id: str, session_ids: Iterable[str]) -> dict[str, datetime]:
    """Tell when several sessions got their first log of a project: id → the time by which they are listed."""
    mine = (session_projects.c.project_id == project_id, session_projects.c.session_id.in_(list(session_ids)))
    query = sa.select(session_projects.c.session_id, session_projects.c.created_at).where(*mine)
    return {row["session_id"]: row["created_at"] for row in all_rows(connection, query)}


def projects_of_sessions(connection: Connection, session_ids: list[str]) -> list[Row]:
    """List the projects of several sessions that are not deleted, in the order in which they joined."""
    query = (
        sa.select(
            session_projects.c.session_id,
            session_projects.c.data_count,
            projects.c.id,
            projects.c.name,
            projects.c.config_type,
        )
        .join(projects, projects.c.id == session_projects.c.project_id)
        .where(session_projects.c.session_id.in_(session_ids), projects.c.deleted_at.is_(None))
        .order_by(session_projects.c.created_at, projects.c.created_at)
    )
    return all_rows(connection, query)


def add_to_session(connection: Connection, session_id: str, logs: int, updated_at: datetime) -> None:
    """Add to the number of a session's logs."""
    total = sessions.c.datapoints_count + logs
    update(connection, sessions, session_id, datapoints_count=total, updated_at=updated_at)


def add_to_sessions(connection: Connection, counts: Mapping[str, int], updated_at: datetime) -> None:
    """Add to the numbers of several sessions' logs: id → logs."""
    rows = [{"counted": session_id, "more": logs, "moment": updated_at} for session_id, logs in counts.items()]
    if rows:
        connection.execute(_COUNT, rows)


def add_to_session_projects(
    connection: Connection, counts: Mapping[tuple[str, str], int], created_at: datetime
) -> list[str]:
    """Add to the numbers of projects' logs in several sessions; answers the projects that are new in one, each time.

    Args:
        connection: The database.
        counts: Session and project → logs.
        created_at: When those joined that are new.
    """
    if not counts:
        return []
    wanted = {session_id for session_id, _ in counts}
    known = sa.select(session_projects.c.session_id, session_projects.c.project_id)
    found = all_rows(connection, known.where(among(connection, session_projects.c.session_id, wanted)))
    known_pairs = {(row["session_id"], row["project_id"]) for row in found}
    new: list[dict[str, Any]] = [
        {"session_id": pair[0], "project_id": pair[1], "data_count": logs, "created_at": created_at}
        for pair, logs in counts.items()
        if pair not in known_pairs
    ]
    joined = _join_projects(connection, new) if new else set[tuple[str, str]]()
    others: list[dict[str, Any]] = [
        {"of_session": pair[0], "of_project": pair[1], "more": logs}
        for pair, logs in counts.items()
        if pair not in joined
    ]
    if others:
        connection.execute(_COUNT_PROJECT, others)
    return [project_id for _, project_id in joined]


def _join_projects(connection: Connection, new: Sequence[Row]) -> set[tuple[str, str]]:
    """Store projects that are new in sessions; answers those that no other server has stored meanwhile."""
    if connection.dialect.name == "sqlite":
        insert_rows(connection, session_projects, new)
        return {(row["session_id"], row["project_id"]) for row in new}
    query = upsert(connection, session_projects).on_conflict_do_nothing()
    stored = connection.execute(query.returning(session_projects.c.session_id, session_projects.c.project_id), new)
    return {(row.session_id, row.project_id) for row in stored}


def add_to_session_project(
    connection: Connection, session_id: str, project_id: str, logs: int, created_at: datetime
) -> bool:
    """Add to the number of a project's logs in a session; answers whether the project is new there."""
    count = session_projects.c.data_count
    mine = (session_projects.c.session_id == session_id, session_projects.c.project_id == project_id)
    updated = connection.execute(sa.update(session_projects).where(*mine).values(data_count=count + logs))
    if updated.rowcount:
        return False
    row = {"session_id": session_id, "project_id": project_id, "data_count": logs, "created_at": created_at}
    connection.execute(sa.insert(session_projects), row)
    return True


def drop_empty_session_project(connection: Connection, session_id: str, project_id: str) -> bool:
    """Take a project out of a session that has no log of it any more; answers whether it had to be."""
    mine = (session_projects.c.session_id == session_id, session_projects.c.project_id == project_id)
    query = sa.delete(session_projects).where(*mine, session_projects.c.data_count <= 0)
    return bool(connection.execute(query).rowcount)
