"""The tables, and bringing a database up to them, safe when several processes start at once."""

import threading
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    inspect,
    text,
)

from assistant.domain.storing import StorageError

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0003"
"""The newest migration. Kept here so that a start that has nothing to do need not load Alembic."""
LONGEST_KEY = 200
_LOCK = 6_025_114_297_043_611
"""Any number of ours: PostgreSQL's advisory lock that one migrating process holds."""

_migrating = threading.Lock()  # Alembic keeps the migration at hand in a module variable

metadata = MetaData()

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("last_seen", DateTime(timezone=True), nullable=False, index=True),
)

turns = Table(
    "turns",
    metadata,
    Column(
        "session",
        String(64),
        ForeignKey("sessions.token_hash", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("key", String(LONGEST_KEY), nullable=False),
    Column("payload", Text, nullable=False),
    Column("knowledge", String(64), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("session", "key", name="one_turn_per_key"),
)

owners = Table(
    "owners",
    metadata,
    Column(
        "session",
        String(64),
        ForeignKey("sessions.token_hash", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("person", String(64), nullable=False, index=True),
)

links = Table(
    "links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column(
        "session",
        String(64),
        ForeignKey("sessions.token_hash", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)

teams = Table(
    "teams",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("team", String(64), ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("person", String(64), primary_key=True, index=True),
    Column("name", String(80), nullable=False),
    Column("role", String(10), nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column(
        "team", String(64), ForeignKey("teams.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("role", String(10), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)

team_sessions = Table(
    "team_sessions",
    metadata,
    Column(
        "session",
        String(64),
        ForeignKey("sessions.token_hash", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column(
        "team", String(64), ForeignKey("teams.id", ondelete="CASCADE"), nullable=False, index=True
    ),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "team", String(64), ForeignKey("teams.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("person", String(64), nullable=False, index=True),
    Column("name", String(80), nullable=False),
    Column("what", String(20), nullable=False),
    Column("about", String(80), nullable=False),
)


def version(connection: Connection) -> str:
    """Return the migration this database stands at, or "" for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def upgrade(connection: Connection) -> None:
    """Bring the database to HEAD inside the transaction of `connection`, which must hold the lock.

    All of it happens or nothing. Raises StorageError when a newer release wrote the database.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if version(connection) == HEAD:  # another process was faster
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    # A percent sign starts a placeholder in this kind of configuration.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        with _migrating:
            command.upgrade(config, HEAD)
    except CommandError as error:
        raise StorageError(
            "The database was written by a newer release of this program; please upgrade."
        ) from error
