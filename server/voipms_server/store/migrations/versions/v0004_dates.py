"""Dates of plans."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INDEXED = ("account", "over")


def upgrade() -> None:
    """Their table."""
    op.create_table(
        "dates",
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("starts", sa.Float(), nullable=False),
        sa.Column("ends", sa.Float(), nullable=False),
        sa.Column("again", sa.Float(), nullable=False),
        sa.Column("over", sa.Float(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("plan"),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_dates_{column}"), "dates", [column], unique=False)
