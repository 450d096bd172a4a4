"""Queries over what was imported: old id → new id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows, first_row
from humanloop.server.store.schema import imported

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def find_imported(connection: Connection, old_id: str) -> Row | None:
    """Find what became of an old id."""
    return first_row(connection, sa.select(imported).where(imported.c.old_id == old_id))


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
    known = new_ids(connection, last)
    new = [row for row in last.values() if row["old_id"] not in known]
    if new:
        connection.execute(sa.insert(imported), new)
    for old_id, new_id in known.items():
        if last[old_id]["id"] != new_id:
            values = {"id": last[old_id]["id"], "kind": last[old_id]["kind"], "rest": last[old_id]["rest"]}
            connection.execute(sa.update(imported).where(imported.c.old_id == old_id).values(**values))
