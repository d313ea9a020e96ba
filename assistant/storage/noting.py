"""Who did what in a team: written down in the transaction that does it, so never one alone."""

from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from assistant.domain.storing import Key, Owned
from assistant.storage.schema import audit, members, team_sessions

LONGEST = 80
"""Characters of a name."""


def note_of(connection: Connection, key: Key, what: str) -> None:
    """Write down what somebody did with a session, where it is a team's."""
    if isinstance(key, Owned):
        belongs = select(team_sessions.c.team).where(team_sessions.c.session == key.session)
        team = connection.scalar(belongs)
        if team is not None:
            note(connection, team, key.person, what, key.session)


def note(connection: Connection, team: str, person: str, what: str, about: str = "") -> None:
    """Write down what a member of a team did, under the name they have there."""
    mine = (members.c.team == team) & (members.c.person == person)
    name = connection.scalar(select(members.c.name).where(mine)) or ""
    row = {"team": team, "person": person, "name": name, "what": what, "about": about[:LONGEST]}
    connection.execute(insert(audit).values(**row, at=datetime.now(UTC)))
