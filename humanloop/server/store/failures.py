"""What a failing database means for the request that met it."""

from __future__ import annotations

import logging

from sqlalchemy import exc

from humanloop.server.errors import ConflictError, ServerError, UnavailableError, UnprocessableError

_logger = logging.getLogger(__name__)

# Names of SQLite's errors that pass: somebody else holds the lock, the disk is full or gone.
_PASSING_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
# Classes of SQLSTATE: connection lost, transaction void, no resources, not in the right state, told to stop.
_PASSING_SQLSTATE = ("08", "40", "53", "55", "57")


def to_server_error(error: Exception) -> ServerError | None:
    """Say which error a client should see; None if the server itself is wrong.

    Args:
        error: What a read or a write raised.
    """
    if isinstance(error, OverflowError):
        return UnprocessableError("A number is too large to be stored.")
    if isinstance(error, exc.DataError):
        return UnprocessableError("A value cannot be stored.")
    if isinstance(error, exc.IntegrityError):
        return ConflictError("Another request changed the same thing at the same moment.")
    if isinstance(error, exc.TimeoutError) or (isinstance(error, exc.DBAPIError) and _passes(error)):
        _logger.error("The database does not answer: %s", error)
        return UnavailableError("The database does not answer just now.")
    return None


def _passes(error: exc.DBAPIError) -> bool:
    if error.connection_invalidated:
        return True
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state.startswith(_PASSING_SQLSTATE)
    name: str | None = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        return name.startswith(_PASSING_SQLITE)
    # Without any code there was no connection to begin with.
    return isinstance(error, (exc.OperationalError, exc.InterfaceError))
