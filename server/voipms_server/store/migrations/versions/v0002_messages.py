"""Messages that were delivered, and what strangers wrote that was shown."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Three tables."""
    op.create_table(
        "inbound",
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("did", sa.String(length=20), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("account", "key"),
    )
    op.create_index(op.f("ix_inbound_at"), "inbound", ["at"], unique=False)
    op.create_table(
        "seen",
        sa.Column("caller", sa.String(length=200), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("did", sa.String(length=20), nullable=False),
        sa.Column("contact", sa.String(length=60), nullable=False),
        sa.Column("before", sa.Float(), nullable=False),
        sa.Column("ids", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "account", "did", "contact"),
    )
    op.create_table(
        "strangers",
        sa.Column("caller", sa.String(length=200), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("author", sa.String(length=60), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "account", "author"),
    )
