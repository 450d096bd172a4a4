"""A database that a command writes to, beside running servers or without one."""

from __future__ import annotations

import getpass
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from humanloop.server.commands.frame import FAILED, leave, shown
from humanloop.server.domain.roles import Caller
from humanloop.server.store.engine import build_engine
from humanloop.server.store.migrations import revision_of
from humanloop.server.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy.engine import URL


def by_command() -> Caller:
    """Answer who runs the command: the user of the system, who has the database and so may do everything."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        # A container need not know the names of its users.
        user = str(os.getuid()) if hasattr(os, "getuid") else "unknown"
    return Caller(f"command:{user}")


@contextmanager
def opened(url: URL) -> Generator[Store]:
    """Open a database within the block. A new one gets its tables; those of another release are left as they are."""
    text = url.render_as_string(hide_password=False)
    try:
        store = Store(text, readers=1, may_migrate=_is_new(text))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is why nothing was done
        leave(f"{shown(url)}: {getattr(error, 'orig', error)}", FAILED)
    try:
        yield store
    finally:
        store.close()


def _is_new(text: str) -> bool:
    engine = build_engine(text, writes=True, pool_size=1)
    try:
        with engine.connect() as connection:
            return revision_of(connection) is None
    finally:
        engine.dispose()
