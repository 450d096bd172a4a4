"""The files of an SQLite database, which somebody may delete or move while they are open.

SQLite goes on writing to what has no name any more: what is acknowledged then is lost with the process. So it is looked
at, before each commit, whether the names still lead to the same files.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import event

from humanloop.server.errors import UnavailableError

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

_BESIDE = ("-wal", "-shm")
_SECONDS_BETWEEN_LOOKS = 0.5


class Files:
    """A database's file and those beside it, as they were when it was opened.

    Args:
        engine: The engine that writes, with a connection open. Of other databases nothing is looked at.
    """

    def __init__(self, engine: Engine) -> None:
        path = engine.url.database if engine.dialect.name == "sqlite" else None
        is_file = path and path != ":memory:" and not path.startswith("file:")
        # Of the folder that is the current one now.
        self._path = os.path.abspath(path) if path and is_file else None  # noqa: PTH100 - links in it stay what they are
        self._known: dict[str, tuple[int, int]] = {}
        self._looked = 0.0
        self._remember()
        if self._path is not None:
            # The last connection that is closed takes the files beside along, and the next one makes them anew.
            event.listen(engine, "connect", lambda *_: self._forget_those_beside())

    @property
    def folder(self) -> Path | None:
        """Where they are; None if there are none on this machine."""
        return None if self._path is None else Path(self._path).parent

    def _forget_those_beside(self) -> None:
        for end in _BESIDE:
            self._known.pop(f"{self._path}{end}", None)

    def _remember(self) -> None:
        """Note which files there are, of those that are not known."""
        if self._path is not None:
            for path in (self._path, *(self._path + end for end in _BESIDE)):
                found = None if path in self._known else _identity(path)
                if found is not None:
                    self._known[path] = found

    def check(self) -> None:
        """Look at the files.

        Raises:
            UnavailableError: One of them is gone, or another has taken its place.
        """
        if len(self._known) <= len(_BESIDE):
            self._remember()
        for path, known in self._known.items():
            found = _identity(path)
            if found is None:
                raise UnavailableError(
                    f"The file {path} of the database was moved or deleted: put it back, else what is new is lost."
                )
            if found != known:
                raise UnavailableError(
                    f"Another file has taken the place of {path}, which the server has open: start the server again."
                )

    def check_sometimes(self) -> None:
        """Look at the files, unless that was done just now.

        Raises:
            UnavailableError: As `check` does.
        """
        if self._known and time.monotonic() - self._looked > _SECONDS_BETWEEN_LOOKS:
            self.check()
            # Only what went well is remembered: who comes next is told the same.
            self._looked = time.monotonic()


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - before each commit
    except OSError:
        return None
    return found.st_dev, found.st_ino
