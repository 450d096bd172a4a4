"""What Alembic runs: the migrations, on the connection and in the transaction of the caller."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from humanloop.server.store.schema import SAID_INDEXES, Moment, metadata
from humanloop.server.store.text_index import is_part_of_index


def render_item(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Write the project's own column types, and booleans as every database has them; the rest is left to Alembic."""
    if kind == "type" and isinstance(item, Moment):
        autogen.imports.add("from humanloop.server.store.schema import Moment")
        return "Moment()"
    if kind == "server_default" and isinstance(getattr(item, "arg", None), (sa.False_, sa.True_)):
        return f"sa.{item.arg}()"
    return False


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    """Leave out what only the database knows."""
    del kind, parents
    return not is_part_of_index(name) and name not in SAID_INDEXES


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    compare_server_default=True,
    # SQLite cannot change columns in place: tables are copied.
    render_as_batch=True,
    render_item=render_item,
    include_name=include_name,
    transactional_ddl=True,
)
context.run_migrations()
