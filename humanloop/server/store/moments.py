"""The present, by the clock that all servers of a database share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.schema import Moment

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def present(connection: Connection, later: timedelta = timedelta()) -> sa.ColumnElement[datetime]:
    """Answer the time of the database, or a later one; SQLite has one server, and its clock does."""
    if connection.dialect.name == "postgresql":
        clock: sa.ColumnElement[datetime] = sa.func.clock_timestamp()
        return clock + later if later else clock
    return sa.literal(datetime.now(UTC) + later, Moment())
