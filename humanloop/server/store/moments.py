"""The present, by clocks that measure durations: that all servers of a database share, and that nobody sets."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.schema import Moment

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

# Goes on while a machine sleeps, where there is such a clock.
_CLOCK = getattr(time, "CLOCK_BOOTTIME", None)


def _elapsed() -> float:
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)


_BEGAN, _BEGAN_AT = _elapsed(), datetime.now(UTC)


def steady_now() -> datetime:
    """Tell the time by a clock that began with this process as the wall clock, and that nobody sets after that.

    Whoever compares its times gets durations, whatever happens to the wall clock meanwhile.
    """
    return _BEGAN_AT + timedelta(seconds=_elapsed() - _BEGAN)


def present(connection: Connection, later: timedelta = timedelta()) -> sa.ColumnElement[datetime]:
    """Answer the time of the database, or a later one; SQLite has one server, and its steady clock does."""
    if connection.dialect.name == "postgresql":
        clock: sa.ColumnElement[datetime] = sa.func.clock_timestamp()
        return clock + later if later else clock
    return sa.literal(steady_now() + later, Moment())
