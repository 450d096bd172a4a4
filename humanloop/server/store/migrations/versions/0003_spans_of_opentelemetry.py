"""Spans of OpenTelemetry, their traces, and records of their content."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from humanloop.server.store.schema import Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "span_records",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_span_records")),
    )
    with op.batch_alter_table("span_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_span_records_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_span_records_key"), ["key"], unique=False)

    op.create_table(
        "spans",
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("trace_id", sa.String(length=32), nullable=False),
        sa.Column("parent", sa.String(length=128), nullable=True),
        sa.Column("project", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("is_model", sa.Boolean(), nullable=False),
        sa.Column("log_below", sa.Boolean(), nullable=False),
        sa.Column("model_below", sa.Boolean(), nullable=False),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=False),
        sa.Column("attributes", sa.Integer(), nullable=False),
        sa.Column("session", sa.Text(), nullable=True),
        sa.Column("user", sa.Text(), nullable=True),
        sa.Column("fixed_session", sa.Boolean(), nullable=False),
        sa.Column("fixed_parent", sa.Boolean(), nullable=False),
        sa.Column("save", sa.Boolean(), nullable=False),
        sa.Column("log_id", sa.String(length=64), nullable=True),
        sa.Column("pair", sa.String(length=64), nullable=True),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_spans")),
    )
    with op.batch_alter_table("spans", schema=None) as batch_op:
        batch_op.create_index(
            "ix_spans_kept",
            ["created_at"],
            unique=False,
            sqlite_where=sa.text("content IS NOT NULL"),
            postgresql_where=sa.text("content IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_spans_pair"),
            ["pair"],
            unique=False,
            sqlite_where=sa.text("pair IS NOT NULL"),
            postgresql_where=sa.text("pair IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_spans_parent"), ["parent"], unique=False)
        batch_op.create_index(batch_op.f("ix_spans_trace_id"), ["trace_id"], unique=False)

    op.create_table(
        "traces",
        sa.Column("trace_id", sa.String(length=32), nullable=False),
        sa.Column("session", sa.Text(), nullable=True),
        sa.Column("session_started", sa.BigInteger(), nullable=True),
        sa.Column("session_span", sa.String(length=128), nullable=True),
        sa.Column("session_id", sa.String(length=64), nullable=True),
        sa.Column("users", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("trace_id", name=op.f("pk_traces")),
    )


def downgrade() -> None:
    """Change them back."""
    for name in ("traces", "spans", "span_records"):
        op.drop_table(name)
