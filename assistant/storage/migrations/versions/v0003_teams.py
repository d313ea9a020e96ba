"""Create the tables of teams: members, invitations, what is a team's, and who did what there."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
TEAM = ("teams.id", "CASCADE")
SESSION = ("sessions.token_hash", "CASCADE")


def _hash(name: str, of: tuple[str, str] | None = None, *, primary: bool = False) -> sa.Column[str]:
    links = [sa.ForeignKey(of[0], ondelete=of[1])] if of else []
    return sa.Column(name, sa.String(64), *links, primary_key=primary, nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _short(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def upgrade() -> None:
    """Create the tables, unless they are there from before this database went down."""
    if "teams" in sa.inspect(op.get_bind()).get_table_names():
        return
    op.create_table("teams", _hash("id", primary=True), _short("name", 80), _moment("created_at"))
    op.create_table(
        "members",
        _hash("team", TEAM, primary=True),
        _hash("person", primary=True),
        _short("name", 80),
        _short("role", 10),
        _moment("since"),
    )
    op.create_table(
        "invitations",
        _hash("token_hash", primary=True),
        _hash("team", TEAM),
        _short("role", 10),
        _moment("expires_at"),
    )
    op.create_table("team_sessions", _hash("session", SESSION, primary=True), _hash("team", TEAM))
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        _hash("team", TEAM),
        _moment("at"),
        _hash("person"),
        _short("name", 80),
        _short("what", 20),
        _short("about", 80),
    )
    for table, column in (
        ("members", "person"),
        ("invitations", "team"),
        ("team_sessions", "team"),
        ("audit", "team"),
        ("audit", "person"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    """Leave the tables where they are, for the reason that 0002 gives."""
