"""What became of old ids: an addition to the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.operation import Operation
from humanloop.server.domain.imported import get_imported
from humanloop.server.http.additions import Addition

if TYPE_CHECKING:
    from humanloop.server.http.calls import Call

_TEXT = {"type": "string"}
_SCHEMA = {
    "type": "object",
    "properties": {
        "kind": _TEXT,
        "old_id": _TEXT,
        "id": _TEXT,
        "rest": {"type": "object", "description": "What this API has no field for."},
    },
}


async def _get(call: Call) -> Any:
    old_id, projects = call.path["old_id"], call.caller.projects
    return await call.read(lambda connection: get_imported(connection, old_id, projects))


ADDITIONS = {
    "imported.get": Addition(
        "Imported_get",
        Operation("GET", "/imported/{old_id}", status=200),
        _get,
        ("read", "write", "admin"),
        "Say what an id of elsewhere has become when it was imported",
        _SCHEMA,
    )
}
"""The operations, by key."""
