"""The audit list: who did what, of the things that cannot be seen afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from humanloop.server.domain.times import now
from humanloop.server.store import audit as rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.engine import Connection

Action = Literal[
    "key.create",
    "key.revoke",
    "config.deploy",
    "config.undeploy",
    "project.delete",
    "log.delete",
    "dataset.delete",
    "evaluator.delete",
    "experiment.delete",
    "import",
    "export",
    "retention.change",
    "retention.delete",
    "settings.change",
]
"""What is done."""


def record(
    connection: Connection, who: str, action: Action, subject: str, detail: Mapping[str, Any] | None = None
) -> int:
    """Add an entry, in the transaction of what it tells of; answers its number.

    Args:
        connection: The database.
        who: The name of the key (`Caller.name`), `command:<user of the system>`, or `server`.
        action: What was done.
        subject: To what: a name or an id. No key, and nothing that a user has written into a log.
        detail: What else there is to know, such as the number of rows; the same holds for it.
    """
    row = {"at": now(), "who": who, "action": action, "subject": subject, "detail": dict(detail or {})}
    return rows.insert_entry(connection, row)


def entries(connection: Connection, since: datetime | None = None, limit: int | None = None) -> list[dict[str, Any]]:
    """List entries, the newest first.

    Args:
        connection: The database.
        since: Only those from then on.
        limit: Most of them.
    """
    names = ("at", "who", "action", "subject", "detail")
    return [{name: row[name] for name in names} for row in rows.entries(connection, since, limit)]
