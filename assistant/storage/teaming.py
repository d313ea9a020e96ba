"""Teams: who is in one and may do what there, what belongs to it, and who did what."""

import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from assistant.domain.storing import (
    LastOwner,
    MayNotChange,
    Member,
    Mine,
    NoSuchSession,
    Note,
    Owned,
    Role,
    Team,
)
from assistant.storage.document import utc
from assistant.storage.keys import hashed
from assistant.storage.noting import LONGEST, note, note_of
from assistant.storage.schema import (
    audit,
    invitations,
    members,
    owners,
    sessions,
    team_sessions,
    teams,
)
from assistant.storage.store import Store

TOKEN_BYTES = 32
LASTS = timedelta(days=7)
"""How long an invitation can be taken, once."""
NOTED = 200
"""Entries that are listed of who did what; the database holds all."""


class Teaming:
    """Teams in the database of a store. Whoever acts is named, and what they may not is refused."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def found(self, person: str, called: str, name: str) -> str:
        """Begin a team whose owner is this person; return its id."""
        team, now = secrets.token_hex(TOKEN_BYTES), datetime.now(UTC)
        with self._store.writing() as connection:
            row = {"id": team, "name": name[:LONGEST], "created_at": now}
            connection.execute(insert(teams).values(row))
            _join(connection, team, person, called, Role.OWNER)
            note(connection, team, person, "founded")
        return team

    def of(self, person: str) -> tuple[Team, ...]:
        """Return the teams a person is in, by name, each with its members."""
        mine = select(members.c.team).where(members.c.person == person)
        with self._store.reading() as connection:
            rows = connection.execute(
                select(teams).where(teams.c.id.in_(mine)).order_by(teams.c.name, teams.c.id)
            ).all()
            people = connection.execute(
                select(members)
                .where(members.c.team.in_([row.id for row in rows]))
                .order_by(members.c.since, members.c.person)
            ).all()
        found = []
        for row in rows:
            inside = tuple(
                Member(one.person, one.name, Role(one.role), utc(one.since))
                for one in people
                if one.team == row.id
            )
            role = next(one.role for one in inside if one.person == person)
            found.append(Team(row.id, row.name, role, inside))
        return tuple(found)

    def invite(self, team: str, person: str, role: Role) -> str:
        """Return a token with which one person can join, once and soon. Raises MayNotChange."""
        token, now = secrets.token_urlsafe(TOKEN_BYTES), datetime.now(UTC)
        with self._store.writing() as connection:
            _owner(connection, team, person)
            connection.execute(delete(invitations).where(invitations.c.expires_at <= now))
            row = {"token_hash": hashed(token), "team": team, "role": role.value}
            connection.execute(insert(invitations).values(**row, expires_at=now + LASTS))
            note(connection, team, person, "invited", role.value)
        return token

    def join(self, token: str, person: str, called: str) -> None:
        """Become a member by an invitation, which is used up. Raises NoSuchSession for any other.

        Who is in the team already stays what they are.
        """
        this = invitations.c.token_hash == hashed(token)
        with self._store.writing() as connection:
            valid = this & (invitations.c.expires_at > datetime.now(UTC))
            row = connection.execute(select(invitations).where(valid)).first()
            if row is None or not connection.execute(delete(invitations).where(this)).rowcount:
                raise NoSuchSession
            _lock(connection, row.team)
            if _role(connection, row.team, person) is None:
                _join(connection, row.team, person, called, Role(row.role))
                note(connection, row.team, person, "joined", row.role)

    def change(self, team: str, person: str, member: str, role: Role | None) -> None:
        """Give a member another role, or with none take them out; anybody may take out themselves.

        Raises MayNotChange, and LastOwner where the team would have no owner left.
        """
        this = (members.c.team == team) & (members.c.person == member)
        with self._store.writing() as connection:
            _lock(connection, team)
            if member == person and role is None:
                if _role(connection, team, person) is None:
                    raise MayNotChange
            else:
                _owner(connection, team, person)
            name = connection.scalar(select(members.c.name).where(this))
            if name is None:
                return
            left = member == person and role is None
            what = "left" if left else role.value if role else "removed"
            note(connection, team, person, what, "" if left else name)
            if role is None:
                connection.execute(delete(members).where(this))
            else:
                connection.execute(update(members).where(this).values(role=role.value))
            _owned(connection, team)

    def give(self, key: Owned, team: str) -> None:
        """Give a session of one's own to a team in which one may change things, for good.

        Raises NoSuchSession and MayNotChange.
        """
        mine = (owners.c.session == key.session) & (owners.c.person == key.person)
        with self._store.writing() as connection:
            _lock(connection, team)
            if _role(connection, team, key.person) not in {Role.OWNER, Role.EDITOR}:
                raise MayNotChange
            if not connection.execute(delete(owners).where(mine)).rowcount:
                raise NoSuchSession
            connection.execute(insert(team_sessions).values(session=key.session, team=team))
            note_of(connection, key, "gave")

    def sessions(self, person: str) -> tuple[Mine, ...]:
        """Return the sessions of all teams a person is in, the last used first."""
        query = (
            select(sessions, team_sessions.c.team, members.c.role)
            .join(team_sessions)
            .join(members, members.c.team == team_sessions.c.team)
            .where(members.c.person == person)
            .order_by(sessions.c.last_seen.desc(), sessions.c.token_hash)
        )
        with self._store.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Mine(
                key=Owned(row.token_hash, person),
                begun=utc(row.created_at),
                last=utc(row.last_seen),
                team=row.team,
                role=Role(row.role),
            )
            for row in rows
        )

    def place(self, key: Owned) -> tuple[str, Role] | None:
        """Return the name of the team whose a session is and the person's role there, if any."""
        query = (
            select(teams.c.name, members.c.role)
            .join(team_sessions, team_sessions.c.team == teams.c.id)
            .join(members, members.c.team == teams.c.id)
            .where(team_sessions.c.session == key.session, members.c.person == key.person)
        )
        with self._store.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else (row.name, Role(row.role))

    def notes(self, team: str, person: str) -> tuple[Note, ...]:
        """Return who did what in a team, the newest first; nothing to who is not in it."""
        query = select(audit).where(audit.c.team == team).order_by(audit.c.id.desc())
        with self._store.reading() as connection:
            if _role(connection, team, person) is None:
                return ()
            rows = connection.execute(query.limit(NOTED)).all()
        return tuple(Note(utc(row.at), row.name, row.what, row.about) for row in rows)

    def delete(self, team: str, person: str) -> None:
        """Delete a team for good, with all that is its. Raises MayNotChange."""
        its = select(team_sessions.c.session).where(team_sessions.c.team == team)
        with self._store.writing() as connection:
            _owner(connection, team, person)
            connection.execute(delete(sessions).where(sessions.c.token_hash.in_(its)))
            connection.execute(delete(teams).where(teams.c.id == team))
        self._store.scrub()

    def forget(self, person: str) -> None:
        """Take a person out of all teams, and their name out of who did what there.

        Teams in which nobody else is go with them. Raises LastOwner, and does nothing, where they
        are the only owner of others.
        """
        with self._store.writing() as connection:
            mine = select(members.c.team).where(members.c.person == person)
            for team in sorted(connection.scalars(mine)):
                _lock(connection, team)
                count = select(func.count()).select_from(members).where(members.c.team == team)
                if connection.scalar(count) == 1:
                    its = select(team_sessions.c.session).where(team_sessions.c.team == team)
                    connection.execute(delete(sessions).where(sessions.c.token_hash.in_(its)))
                    connection.execute(delete(teams).where(teams.c.id == team))
                    continue
                this = (members.c.team == team) & (members.c.person == person)
                called = connection.scalar(select(members.c.name).where(this))
                connection.execute(delete(members).where(this))
                _owned(connection, team)
                about = (audit.c.team == team) & (audit.c.about == called)
                connection.execute(update(audit).where(about).values(about=""))
            done = audit.c.person == person
            connection.execute(update(audit).where(done).values(person="", name=""))
        self._store.scrub()


def _role(connection: Connection, team: str, person: str) -> Role | None:
    mine = (members.c.team == team) & (members.c.person == person)
    found = connection.scalar(select(members.c.role).where(mine))
    return None if found is None else Role(found)


def _lock(connection: Connection, team: str) -> None:
    """Have all who would change who is in a team wait for each other, until this is done."""
    connection.execute(select(teams.c.id).where(teams.c.id == team).with_for_update())


def _owner(connection: Connection, team: str, person: str) -> None:
    _lock(connection, team)
    if _role(connection, team, person) is not Role.OWNER:
        raise MayNotChange


def _owned(connection: Connection, team: str) -> None:
    """Raise LastOwner, which takes everything back, where nobody owns a team."""
    owner = (members.c.team == team) & (members.c.role == Role.OWNER)
    if connection.scalar(select(members.c.person).where(owner).limit(1)) is None:
        raise LastOwner


def _join(connection: Connection, team: str, person: str, called: str, role: Role) -> None:
    row = {"team": team, "person": person, "name": called[:LONGEST], "role": role.value}
    connection.execute(insert(members).values(**row, since=datetime.now(UTC)))
