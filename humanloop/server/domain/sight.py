"""What is hidden from a key of some projects: everything of others, as if it were not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.errors import NotFoundError
from humanloop.server.store.owners import Kind, owners_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.roles import Caller


def check_sight(connection: Connection, caller: Caller, named: Iterable[tuple[str, str]]) -> None:
    """See that a caller sees everything that a request names.

    Args:
        connection: The database.
        caller: Who asks.
        named: Kinds of things (the keys of `KINDS`) and their ids; other pairs are nothing.

    Raises:
        NotFoundError: Something of them belongs to other projects only.
    """
    if not caller.projects:
        return
    for kind, identifier in dict.fromkeys(named):
        found = (owners_of(connection, each, [identifier]) for each in KINDS.get(kind, ()) if identifier)
        owners = {project_id for owned in found for project_id in owned.get(identifier, ())}
        # A project of a new name would be made.
        if (owners or (kind == "project" and identifier)) and not owners & caller.projects:
            raise NotFoundError.of(kind, identifier)


KINDS: dict[str, tuple[Kind, ...]] = {
    "project": ("project", "project of the name"),
    "log": ("log",),
    "session": ("session",),
    "config": ("config",),
    "dataset": ("dataset",),
    "datapoint": ("datapoint",),
    "evaluation": ("evaluation",),
    "experiment": ("experiment",),
}
"""What belongs to projects, as pages call it: kind → as what of the store it is looked for."""
