"""What a failing database means for the request that met it."""

from __future__ import annotations

import logging
import time
from typing import cast

from sqlalchemy import exc

from humanloop.server.errors import ConflictError, ServerError, UnavailableError, UnprocessableError

_logger = logging.getLogger(__name__)

_SILENT = "The database does not answer just now."
_FULL = "The disk with the database is full."
DAMAGED = "The database is damaged."
"""Of a file of SQLite that is not as SQLite left it."""
_SECONDS_BETWEEN_LINES = 3600
_READ_ONLY = "The database cannot be written to."
# Errors that pass, by the beginnings of their names on SQLite.
_PASSING_SQLITE = {
    "SQLITE_BUSY": _SILENT,
    "SQLITE_LOCKED": _SILENT,
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": "The disk with the database fails.",
    "SQLITE_CANTOPEN": "The file of the database cannot be opened.",
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
}
# The same of SQLSTATE: connection lost, transaction void, no resources, not in the right state, told to stop.
_PASSING_SQLSTATE = {
    "08": _SILENT,
    "25006": _READ_ONLY,
    "40": _SILENT,
    "53100": _FULL,
    "53": _SILENT,
    "55": _SILENT,
    "57": _SILENT,
}


def silent() -> UnavailableError:
    """Say that the database has not answered in time."""
    _logger.error(_SILENT)
    return UnavailableError(_SILENT)


def is_damage(error: Exception) -> bool:
    """Tell whether an error says that a file of SQLite is damaged, or none."""
    return isinstance(error, exc.DBAPIError) and _passing(error) == DAMAGED


def to_server_error(error: BaseException) -> ServerError | None:
    """Say which error a client should see; None if the server itself is wrong.

    Args:
        error: What a read or a write raised.
    """
    if isinstance(error, exc.StatementError) and isinstance(error.orig, ServerError):
        # Said by the type of a column.
        return error.orig
    if isinstance(error, OverflowError):
        return UnprocessableError("A number is too large to be stored.")
    if isinstance(error, exc.DataError):
        return UnprocessableError("A value cannot be stored.")
    if isinstance(error, exc.IntegrityError):
        return ConflictError("Another request changed the same thing at the same moment.")
    passing = _SILENT if isinstance(error, exc.TimeoutError) else None
    if isinstance(error, exc.DBAPIError):
        passing = _passing(error)
    if passing is None:
        return None
    if passing != DAMAGED or _is_due():
        # What follows its first line is the statement, and where to read on.
        _logger.error("%s %s", passing, str(error).partition("\n")[0])
    return UnavailableError(passing)


def is_passing(error: BaseException) -> bool:
    """Tell whether an error is one of the database that passes: what failed may do when it is tried again."""
    if isinstance(error, BaseExceptionGroup):
        return any(map(is_passing, cast("BaseExceptionGroup[BaseException]", error).exceptions))
    is_of_database = isinstance(error, exc.DBAPIError) and _passing(error) is not None
    return is_of_database or isinstance(error, (UnavailableError, exc.TimeoutError))


def log_failure(logger: logging.Logger, message: str, error: BaseException) -> None:
    """Log that something failed which nobody waits for: in one line where that passes, else with its traceback.

    Args:
        logger: Of whoever tried.
        message: What failed.
        error: How.
    """
    known = error if isinstance(error, ServerError) else to_server_error(error)
    if isinstance(known, UnavailableError):
        logger.error("%s %s", message, known)
    else:
        logger.error("%s", message, exc_info=error)


_next_line = [0.0]


def _is_due() -> bool:
    """Tell whether it is time to say once more what does not pass by itself."""
    is_due = time.monotonic() >= _next_line[0]
    if is_due:
        _next_line[0] = time.monotonic() + _SECONDS_BETWEEN_LINES
    return is_due


def _passing(error: exc.DBAPIError) -> str | None:
    """Say what is wrong for a while; None if it is wrong for ever."""
    if error.connection_invalidated:
        return _SILENT
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return _message(_PASSING_SQLSTATE, state)
    name: str | None = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        return _message(_PASSING_SQLITE, name)
    # Without any code there was no connection to begin with.
    return _SILENT if isinstance(error, (exc.OperationalError, exc.InterfaceError)) else None


def _message(messages: dict[str, str], code: str) -> str | None:
    return next((message for start, message in messages.items() if code.startswith(start)), None)
