"""How many logs a list has in all: exact as long as they are few, and at most some seconds old where they are many."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

    from humanloop.server.store.chosen_logs import ChosenLogs

_SECONDS = 5
_EXACT = 10_000
_MOST_KEPT = 1000

# Of each database: what is listed → until when it counts, and the number.
_kept: WeakKeyDictionary[Engine, dict[str, tuple[float, int]]] = WeakKeyDictionary()


def count_logs(connection: Connection, name: str, chosen: ChosenLogs) -> int:
    """Count logs.

    Args:
        connection: The database.
        name: Says which logs: a number that is large is kept by it.
        chosen: The logs.
    """
    kept = _kept.setdefault(connection.engine, {})
    until, number = kept.get(name, (0, 0))
    if time.monotonic() < until:
        return number
    number = chosen.count(connection, _EXACT + 1)
    if number <= _EXACT:
        return number
    number = chosen.count(connection)
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[name] = (time.monotonic() + _SECONDS, number)
    return number
