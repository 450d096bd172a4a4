"""Logs that wait for their parents, in a file of their own: there may be as many as there are logs."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from humanloop.server.moving.records import Parent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_PIECE = 500


class Orphans:
    """Logs and what their parents are called.

    Args:
        path: Where the file is made.
    """

    def __init__(self, path: Path) -> None:
        # Only one thread at a time uses it, but not always the same one.
        self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._file.execute("PRAGMA journal_mode=OFF")
        self._file.execute("PRAGMA synchronous=OFF")
        self._file.execute("CREATE TABLE waiting (child TEXT PRIMARY KEY, parent TEXT, is_reference INTEGER)")

    def add(self, parents: Mapping[str, Parent]) -> None:
        """Let logs wait: id → parent."""
        rows = [(child, parent.name, parent.is_reference) for child, parent in parents.items()]
        if rows:
            self._file.execute("BEGIN")
            self._file.executemany("INSERT OR REPLACE INTO waiting VALUES (?, ?, ?)", rows)
            self._file.execute("COMMIT")

    def pieces(self) -> Iterator[dict[str, Parent]]:
        """Read those that wait, some at a time."""
        found = self._file.execute("SELECT child, parent, is_reference FROM waiting")
        while rows := found.fetchmany(_PIECE):
            yield {child: Parent(parent, bool(is_reference)) for child, parent, is_reference in rows}

    def close(self) -> None:
        """Close the file."""
        self._file.close()
