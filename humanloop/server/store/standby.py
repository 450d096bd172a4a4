"""Reads on a standby of the PostgreSQL: what it shows is never older than what was confirmed before the read began.

Before each such read the primary is asked how far its write-ahead log is, which costs it next to nothing; the standby
is read when it has come as far. Positions are compared, and no times: a standby of a quiet primary is not behind, and
who has just written reads it, whichever of several servers took the write. A standby that does not come as far within
a moment is left alone for a while, like one that is away; the primary reads in its place.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from humanloop.server.store.engine import build_engine
from humanloop.server.store.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

T = TypeVar("T")

_SECONDS_TO_ANSWER = 1
_SECONDS_BETWEEN_LOOKS = 1
_SECONDS_AWAY = 5
# A standby beside its primary is some milliseconds behind.
_SECONDS_TO_WAIT = 0.1
_SECONDS_BETWEEN_TRIES = 0.002
_SECONDS_BEHIND = 1
# What is confirmed is on the disk, unless somebody has chosen that it need not be.
_POSITION = sa.text(
    "SELECT CASE current_setting('synchronous_commit') WHEN 'off' THEN pg_current_wal_insert_lsn()"
    " ELSE pg_current_wal_flush_lsn() END::text"
)
# A server that was promoted has a log of its own, whose positions say nothing of the primary's.
_HAS_REACHED = sa.text("SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= CAST(:position AS pg_lsn)")
_IS_STANDBY = sa.text("SELECT pg_is_in_recovery()")

_logger = logging.getLogger(__name__)


class NotReadError(Exception):
    """The standby could not be read, or is behind."""


class Standby:
    """A server that keeps up with the primary and only reads.

    Args:
        url: Its SQLAlchemy URL.
        readers: Reads that may run at once.
        seconds: Longest time of one.
    """

    def __init__(self, url: str, readers: int, seconds: float) -> None:
        quick = sa.make_url(url)
        if "connect_timeout" not in quick.query:
            # The least that libpq takes is two.
            quick = quick.update_query_dict({"connect_timeout": "2"})
        url = quick.render_as_string(hide_password=False)
        self._engine = build_engine(url, writes=False, pool_size=readers)
        self._lines = Lines(self._engine, seconds)
        self._pulse = build_engine(url, writes=False, pool_size=1)
        self._pulse_lines = Lines(self._pulse, _SECONDS_TO_ANSWER)
        self._is_there = False
        self._behind_until = 0.0
        self._closed = threading.Event()
        threading.Thread(target=self._watch, name="humanloop-standby", daemon=True).start()

    @property
    def is_asked(self) -> bool:
        """Whether it is there, and was not behind just now."""
        return self._is_there and time.monotonic() >= self._behind_until

    def read(self, position: str, job: Callable[[Connection], T]) -> T:
        """Run a job that only reads.

        Args:
            position: How far the standby has to be.
            job: The job.

        Raises:
            NotReadError: It is away or behind, or has cancelled the query; the primary knows the answer.
        """
        try:
            with self._lines.use(), self._engine.connect() as connection:
                self._wait(connection, position)
                with connection.begin():
                    return job(connection)
        except SQLAlchemyError as error:
            raise NotReadError(str(error)) from error

    def close(self) -> None:
        """Close every connection."""
        self._closed.set()
        for lines in (self._lines, self._pulse_lines):
            lines.cut()
            lines.close()
        self._engine.dispose()

    def _wait(self, connection: Connection, position: str) -> None:
        end = time.monotonic() + _SECONDS_TO_WAIT
        while not _has_reached(connection, position):
            if time.monotonic() > end:
                self._behind_until = time.monotonic() + _SECONDS_BEHIND
                raise NotReadError("It is behind.")
            time.sleep(_SECONDS_BETWEEN_TRIES)

    def _watch(self) -> None:
        """See whether it answers; no read has to find out that it does not."""
        was_there = True
        pause: float = 0
        while not self._closed.wait(pause):
            try:
                with self._pulse_lines.use(), self._pulse.begin() as connection:
                    is_there = bool(connection.scalar(_IS_STANDBY))
            except SQLAlchemyError:
                is_there = False
            self._is_there = is_there
            if not is_there:
                # Who waits for it is answered by the primary.
                self._lines.cut()
            if is_there != was_there:
                _logger.warning("The standby %s", "is read again." if is_there else "is not there: the primary reads.")
            was_there = is_there
            pause = _SECONDS_BETWEEN_LOOKS if is_there else _SECONDS_AWAY
        self._pulse.dispose()


def _has_reached(connection: Connection, position: str) -> bool:
    """Tell whether a standby is as far; in a transaction of its own, which sees nothing of what comes while it asks."""
    with connection.begin():
        return bool(connection.scalar(_HAS_REACHED, {"position": position}))


def position_of(connection: Connection) -> str:
    """Tell how far the write-ahead log of a primary is."""
    return str(connection.scalar(_POSITION))
