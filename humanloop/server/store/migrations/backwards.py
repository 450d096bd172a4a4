"""From a later revision of the tables back to an earlier one; apart, because only a command needs Alembic for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.command import downgrade

from humanloop.server.store.migrations import alembic_config, have_the_turn, revision_of

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine


def migrate_back(engine: Engine, revision: str) -> None:
    """Bring a database back to an earlier revision; what only later ones keep is lost.

    Args:
        engine: The engine that writes.
        revision: One of the revisions that there are, and not later than that of the database.

    Raises:
        ValueError: The database is at an earlier one, or has none.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            have_the_turn(connection)
        now = revision_of(connection)
        if now is None or now < revision:
            raise ValueError(f"the database is at revision {now or 'none'}, which is before {revision}")
        downgrade(alembic_config(connection), revision)
