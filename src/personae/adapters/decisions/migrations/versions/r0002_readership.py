"""The tables of looks (counts) and opinions."""

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "looks",
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("persona_id", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("job", sa.Text, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.UniqueConstraint("workspace", "month", "persona_id", "place", "job", name="looks_once"),
    )
    op.create_table(
        "opinions",
        sa.Column(
            "position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
        ),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("persona_id", sa.Text, nullable=False),
        sa.Column("job", sa.Text, nullable=False),
        sa.Column("believed", sa.Integer, nullable=False),
        sa.Column("useful", sa.Integer, nullable=False),
    )
