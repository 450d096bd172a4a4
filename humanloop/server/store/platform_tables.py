"""Tables of the server itself, which no operation shows."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table

from humanloop.server.store.metadata import created_column, metadata

# Writes that were done under a key, with what was answered: who asks again gets that answer once more.
idempotent_writes = Table(
    "idempotent_writes",
    metadata,
    # A digest of caller and key, which is one column to look up and never too long.
    Column("id", String(64), primary_key=True),
    # A digest of method, path, query and body.
    Column("request", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    created_column(),
)
Index(None, idempotent_writes.c.created_at)
