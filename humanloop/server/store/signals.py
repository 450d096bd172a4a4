"""Word of what a transaction has done, for those in this process who wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection, Engine

_KEY = "humanloop_signals"


def signal(connection: Connection, name: str) -> None:
    """Let those know who listen for this name, when the transaction is committed."""
    connection.info.setdefault(_KEY, set()).add(name)


def listen(engine: Engine, name: str, callback: Callable[[], Any]) -> None:
    """Call back, in the thread that commits, before each commit of a transaction that gave this signal.

    Whoever is told looks by a write of its own, which comes after the commit; and it may be told in vain.
    """

    def on_commit(connection: Connection) -> None:
        given: set[str] = connection.info.get(_KEY, set())
        if name in given:
            given.discard(name)
            callback()

    event.listen(engine, "commit", on_commit)
