"""Plans."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INDEXED = ("account", "bundle", "created", "state")


def upgrade() -> None:
    """Their table."""
    op.create_table(
        "plans",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("caller", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("bundle", sa.String(length=32), nullable=False),
        sa.Column("approval", sa.String(length=64), nullable=False),
        sa.Column("calls", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("created", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_plans_{column}"), "plans", [column], unique=False)
