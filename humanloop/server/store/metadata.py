"""What all tables share: their metadata, and the columns that most of them have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Integer, String

from humanloop.server.store.columns import Moment

if TYPE_CHECKING:
    from datetime import datetime

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite only numbers rows by itself when the column is declared INTEGER.
Sequence = BigInteger().with_variant(Integer, "sqlite")
"""Type of a number that tells the order of arrival."""


def id_column() -> Column[str]:
    """Build the column of the API's id, as the primary key."""
    return Column("id", String(64), primary_key=True)


def created_column() -> Column[datetime]:
    """Build the column of the time of creation."""
    return Column("created_at", Moment, nullable=False)


def updated_column() -> Column[datetime]:
    """Build the column of the time of the last change."""
    return Column("updated_at", Moment, nullable=False)
