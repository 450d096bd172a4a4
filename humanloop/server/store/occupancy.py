"""A file of SQLite has one server: a lock of the kernel on a file beside, held for life, keeps a second one away."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa

from humanloop.core.locks import try_lock

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

SERVED = "-server"
"""End of the file beside a database that its server has."""
_GUIDE = "docs/guides/scale.md"

_logger = logging.getLogger(__name__)


class OccupiedError(RuntimeError):
    """Another server has the file."""


class Occupancy:
    """The file of a database that this server alone has.

    Args:
        database_url: Any SQLAlchemy URL; of what is no file, nothing is kept.

    Raises:
        OccupiedError: Another server has it.
    """

    def __init__(self, database_url: str) -> None:
        self._descriptor: int | None = None
        found = path_of(sa.make_url(database_url))
        if found is None:
            return
        # By whatever links it is named, it is one file.
        self._path = os.path.realpath(found) + SERVED
        try:
            self._descriptor = _opened(self._path)
        except _LockedError as locked:
            message = f"{found} is served by {locked}; for several servers use PostgreSQL: {_GUIDE}"
            raise OccupiedError(message) from None
        except OSError as error:
            # Where no file can be made, SQLite will say what is wrong; some file systems have no locks.
            _logger.info("Whether another server has %s cannot be told: %s", found, error)
            return
        self._say(f"process {os.getpid()}")

    def say(self, url: str) -> None:
        """Let a second server say where this one is."""
        self._say(f"process {os.getpid()} at {url}")

    def end(self) -> None:
        """Leave the file to others."""
        if self._descriptor is not None:
            with suppress(OSError):
                Path(self._path).unlink()
            os.close(self._descriptor)
            self._descriptor = None

    def _say(self, text: str) -> None:
        if self._descriptor is not None:
            os.truncate(self._descriptor, 0)
            os.pwrite(self._descriptor, text.encode(), 0)


class _LockedError(Exception):
    """Somebody has the lock; the text says who."""


def path_of(url: URL) -> str | None:
    """Answer the path of a file of SQLite; None of what is none."""
    database = url.database
    if url.get_backend_name() != "sqlite" or not database or database == ":memory:":
        return None
    if not database.startswith("file:"):
        return database
    name = unquote(urlsplit(database).path)
    return None if url.query.get("mode") == "memory" or not name or name == ":memory:" else name


def _opened(path: str) -> int:
    """Open and lock a file.

    Raises:
        _LockedError: Another process has the lock.
        OSError: It cannot be opened.
    """
    while True:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        if not try_lock(descriptor):
            said = os.pread(descriptor, 4096, 0).decode(errors="replace")
            os.close(descriptor)
            raise _LockedError(said or "another process")
        # Whoever had it may have taken the file away just now; then it is nobody's.
        with suppress(OSError):
            if os.path.samestat(os.fstat(descriptor), Path(path).stat()):
                return descriptor
        os.close(descriptor)
