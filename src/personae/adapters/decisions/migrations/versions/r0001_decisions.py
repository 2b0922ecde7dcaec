"""The table of decisions."""

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None


def upgrade() -> None:
    """Make the table and its index."""
    op.create_table(
        "decisions",
        sa.Column(
            "position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
        ),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("decision_id", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("supersedes", sa.Text),
        sa.Column("build_id", sa.Text),
        sa.Column("persona_id", sa.Text),
        sa.Column("about", sa.Text),
        sa.Column("detail", sa.Text, nullable=False),
        sa.UniqueConstraint("workspace", "decision_id", name="decisions_once"),
    )
    op.create_index("decisions_by_subject", "decisions", ["workspace", "kind", "subject", "position"])
