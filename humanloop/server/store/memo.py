"""Rows that are read once in a transaction that shares them with no writer of such rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, MutableMapping

    from sqlalchemy.engine import Connection

T = TypeVar("T")

_KEY = "humanloop_memo"


def begin_memo(connection: Connection) -> None:
    """Begin to remember: what is read from now on stays as it is until `end_memo`."""
    connection.info[_KEY] = {}


def end_memo(info: MutableMapping[Any, Any]) -> None:
    """Forget everything that was read on the connection of this `info`."""
    info.pop(_KEY, None)


def remembered(connection: Connection, key: Hashable, find: Callable[[], T | None]) -> T | None:
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
