"""Queries over what was imported: old id → new id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows, among, first_row
from humanloop.server.store.schema import configs, datasets, evaluations, imported, logs, projects
from humanloop.server.store.upserts import upsert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def find_imported(connection: Connection, old_id: str) -> Row | None:
    """Find what became of an old id."""
    return first_row(connection, sa.select(imported).where(imported.c.old_id == old_id))


def project_of(connection: Connection, new_id: str) -> str | None:
    """Find the project that something belongs to; None for what belongs to none, or to several."""
    if connection.scalar(sa.select(projects.c.id).where(projects.c.id == new_id)) is not None:
        return new_id
    for table in (logs, configs, datasets, evaluations):
        found: str | None = connection.scalar(sa.select(table.c.project_id).where(table.c.id == new_id))
        if found is not None:
            return found
    return None


def new_ids(connection: Connection, old_ids: Iterable[str]) -> dict[str, str]:
    """Find what became of several old ids: old id → id."""
    wanted = set(old_ids)
    if not wanted:
        return {}
    query = sa.select(imported.c.old_id, imported.c.id).where(imported.c.old_id.in_(wanted))
    return {row["old_id"]: row["id"] for row in all_rows(connection, query)}


def put_imported(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Note what became of old ids; one that has become something else since leads there."""
    last = {row["old_id"]: row for row in rows}
    _add_to_rests(connection, last)
    if last:
        statement = upsert(connection, imported)
        changed = {name: statement.excluded[name] for name in ("kind", "id", "rest")}
        put = statement.on_conflict_do_update(
            index_elements=[imported.c.old_id],
            set_=changed,
            # A deployment is noted with the export that said it last.
            where=sa.or_(imported.c.id != statement.excluded.id, imported.c.kind == "deployment"),
        )
        connection.execute(put, list(last.values()))


def _add_to_rests(connection: Connection, rows: Mapping[str, Row]) -> None:
    """Add what was not known to what is kept beside old ids that are noted already."""
    wanted = [old_id for old_id, row in rows.items() if row["rest"]]
    if not wanted:
        return
    for present in all_rows(connection, sa.select(imported).where(among(connection, imported.c.old_id, wanted))):
        old_id: str = present["old_id"]
        before: dict[str, Any] = present["rest"] or {}
        rest: dict[str, Any] = {**rows[old_id]["rest"], **before}
        if present["id"] == rows[old_id]["id"] and len(rest) > len(before):
            connection.execute(sa.update(imported).where(imported.c.old_id == old_id).values(rest=rest))
