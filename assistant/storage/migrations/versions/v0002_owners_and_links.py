"""Create the tables of who owns a session, and of the links by which others may read its result."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create both tables, unless they are there from before this database went down to 0001."""
    there = sa.inspect(op.get_bind()).get_table_names()
    if "owners" not in there:
        op.create_table(
            "owners",
            sa.Column(
                "session",
                sa.String(64),
                sa.ForeignKey("sessions.token_hash", ondelete="CASCADE"),
                primary_key=True,
            ),
            sa.Column("person", sa.String(64), nullable=False),
        )
        op.create_index("ix_owners_person", "owners", ["person"])
    if "links" not in there:
        op.create_table(
            "links",
            sa.Column("token_hash", sa.String(64), primary_key=True),
            sa.Column(
                "session",
                sa.String(64),
                sa.ForeignKey("sessions.token_hash", ondelete="CASCADE"),
                nullable=False,
            ),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        )
        op.create_index("ix_links_session", "links", ["session"])


def downgrade() -> None:
    """Leave both tables where they are.

    The release before does not look at them, and what it deletes takes their rows along. Dropped,
    the sessions of those who signed in would be nobody's, for good.
    """
