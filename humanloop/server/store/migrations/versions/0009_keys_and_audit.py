"""Names, roles and ends of keys, and the list of who did what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from humanloop.server.store.schema import Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Change the tables. Keys that are there may do everything, as before."""
    with op.batch_alter_table("api_keys", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("role", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("projects", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("prefix", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("last_used_at", Moment(), nullable=True))
        batch_op.add_column(sa.Column("expires_at", Moment(), nullable=True))
        batch_op.add_column(sa.Column("revoked_at", Moment(), nullable=True))
    _name_keys()
    with op.batch_alter_table("api_keys", schema=None) as batch_op:
        batch_op.alter_column("name", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("role", existing_type=sa.String(length=16), nullable=False)
        batch_op.alter_column("projects", existing_type=sa.JSON(none_as_null=True), nullable=False)
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_at"), ["at"], unique=False)


def _name_keys() -> None:
    """Call the oldest key `first`, as that of a new database is called, and the others by their numbers."""
    keys = sa.table(
        "api_keys",
        sa.column("digest", sa.String),
        sa.column("created_at", Moment()),
        sa.column("name", sa.Text),
        sa.column("role", sa.String),
        sa.column("projects", sa.JSON(none_as_null=True)),
    )
    connection = op.get_bind()
    digests = connection.scalars(sa.select(keys.c.digest).order_by(keys.c.created_at, keys.c.digest)).all()
    for number, digest in enumerate(digests, start=1):
        name = "first" if number == 1 else f"key {number}"
        change = sa.update(keys).where(keys.c.digest == digest)
        connection.execute(change.values(name=name, role="admin", projects=[]))


def downgrade() -> None:
    """Change them back. Keys that may not do all for all time go: the earlier release would let them."""
    op.execute(
        "DELETE FROM api_keys WHERE role <> 'admin' OR revoked_at IS NOT NULL OR expires_at IS NOT NULL "
        "OR CAST(projects AS TEXT) <> '[]'"
    )
    with op.batch_alter_table("api_keys", schema=None) as batch_op:
        for name in ("name", "role", "projects", "prefix", "last_used_at", "expires_at", "revoked_at"):
            batch_op.drop_column(name)
    op.drop_table("audit")
