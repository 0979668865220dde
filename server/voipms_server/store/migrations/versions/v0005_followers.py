"""Plans with dates that follow another plan."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """The group of the plan that they follow."""
    op.add_column("dates", sa.Column("follows", sa.String(length=32), nullable=False, server_default=""))
    op.create_index(op.f("ix_dates_follows"), "dates", ["follows"], unique=False)
