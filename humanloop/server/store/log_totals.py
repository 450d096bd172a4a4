"""How many logs a list has in all: exact as long as they are few, and at most some seconds old where they are many."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from humanloop.server.store.schema import logs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection, Engine

_SECONDS = 5
_EXACT = 10_000
_MOST_KEPT = 1000

# Of each database: what is listed → until when it counts, and the number.
_kept: WeakKeyDictionary[Engine, dict[str, tuple[float, int]]] = WeakKeyDictionary()


def count_logs(connection: Connection, name: str, conditions: Sequence[sa.ColumnElement[bool]]) -> int:
    """Count logs.

    Args:
        connection: The database.
        name: Says the same as the conditions: a number that is large is kept by it.
        conditions: Which logs.
    """
    kept = _kept.setdefault(connection.engine, {})
    until, number = kept.get(name, (0, 0))
    if time.monotonic() < until:
        return number
    some = sa.select(sa.literal(1)).select_from(logs).where(*conditions).limit(_EXACT + 1).subquery()
    number = connection.scalar(sa.select(sa.func.count()).select_from(some)) or 0
    if number <= _EXACT:
        return number
    number = connection.scalar(sa.select(sa.func.count()).select_from(logs).where(*conditions)) or 0
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[name] = (time.monotonic() + _SECONDS, number)
    return number
