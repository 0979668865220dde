"""Plans, and what is due at a moment."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INDEXED = (
    *(("plans", column) for column in ("account", "bundle", "created", "state")),
    *(("due", column) for column in ("account", "plan", "at", "state")),
)


def upgrade() -> None:
    """Two tables."""
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
    op.create_table(
        "due",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("caller", sa.String(length=200), nullable=False),
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("back", sa.Boolean(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for table, column in INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
