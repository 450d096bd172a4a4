"""Rows that are read once for as long as nobody changes such rows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, MutableMapping

    from sqlalchemy.engine import Connection

T = TypeVar("T")

_KEY = "humanloop_memo"
# What a server of another release, or a person, has changed without a turn is seen after this time.
_SECONDS = 5.0


class Memo:
    """What transactions have read that nobody has changed since."""

    def __init__(self) -> None:
        self._rows: dict[Hashable, Any] = {}
        self._turn: int | None = None
        self._ends = 0.0

    def begin(self, connection: Connection, turn: int | None) -> None:
        """Begin to remember: what is read from now on stays as it is until `end_memo`.

        Args:
            connection: The database.
            turn: The number of the last turn in which such rows may have been changed.
        """
        if turn != self._turn or time.monotonic() > self._ends:
            self._rows, self._turn, self._ends = {}, turn, time.monotonic() + _SECONDS
        connection.info[_KEY] = self._rows

    def forget(self) -> None:
        """Forget everything: what was read may have been made by a transaction that was rolled back."""
        self._ends = 0.0


def end_memo(info: MutableMapping[Any, Any]) -> None:
    """Forget everything that was read on the connection of this `info`."""
    info.pop(_KEY, None)


def remembered(connection: Connection, key: Hashable, find: Callable[[], T]) -> T:
    """Answer what was found before, or find it; what is not there is looked for each time."""
    memo = cast("dict[Hashable, T] | None", connection.info.get(_KEY))
    if memo is None:
        return find()
    found = memo.get(key)
    if found is None:
        found = find()
        if found is not None:
            memo[key] = found
    return found
