"""The tables of the decision store, as the newest migration leaves them."""

from typing import Final

import sqlalchemy as sa

HEAD: Final = "r0002"
"""The newest migration (`migrations/versions`)."""

METADATA: Final = sa.MetaData()

DECISIONS: Final = sa.Table(
    "decisions",
    METADATA,
    sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
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
    sa.Index("decisions_by_subject", "workspace", "kind", "subject", "position"),
)

LOOKS: Final = sa.Table(
    "looks",
    METADATA,
    sa.Column("workspace", sa.Text, nullable=False),
    sa.Column("month", sa.Date, nullable=False),
    sa.Column("persona_id", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("job", sa.Text, nullable=False),
    sa.Column("n", sa.Integer, nullable=False),
    sa.UniqueConstraint("workspace", "month", "persona_id", "place", "job", name="looks_once"),
)

OPINIONS: Final = sa.Table(
    "opinions",
    METADATA,
    sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("workspace", sa.Text, nullable=False),
    sa.Column("month", sa.Date, nullable=False),
    sa.Column("persona_id", sa.Text, nullable=False),
    sa.Column("job", sa.Text, nullable=False),
    sa.Column("believed", sa.Integer, nullable=False),
    sa.Column("useful", sa.Integer, nullable=False),
)
