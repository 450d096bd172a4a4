"""What became of what was imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.errors import NotFoundError
from humanloop.server.store import imported as rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.engine import Connection


def get_imported(connection: Connection, old_id: str, projects: Collection[str] = ()) -> dict[str, Any]:
    """Answer what an id of elsewhere has become here, and what there was no place for.

    Args:
        connection: The database.
        old_id: The id.
        projects: Only what belongs to one of these; none are all.

    Raises:
        NotFoundError: Nothing of this id was imported.
    """
    row = rows.find_imported(connection, old_id)
    if row is None or (projects and rows.project_of(connection, row["id"]) not in projects):
        raise NotFoundError(f"Nothing that was imported had the id {old_id!r}.")
    return {"kind": row["kind"], "old_id": row["old_id"], "id": row["id"], "rest": row["rest"] or {}}
