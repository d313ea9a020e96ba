"""What opens a session: the name it is stored under for a key, and whether that may open it."""

import hashlib
import re
from typing import Literal

from sqlalchemy import ColumnElement, Connection, exists, select

from assistant.domain.storing import (
    Key,
    MayNotChange,
    NoSuchSession,
    Owned,
    Role,
    StorageError,
)
from assistant.storage.schema import members, owners, sessions, team_sessions

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)  # 32 bytes as base64

To = Literal["read", "change", "own"]
ALLOWED: dict[To, tuple[Role, ...]] = {
    "read": (Role.READER, Role.EDITOR, Role.OWNER),
    "change": (Role.EDITOR, Role.OWNER),
    "own": (Role.OWNER,),
}
"""Which members of a team may do what with all that is the team's."""


def name_of(key: Key) -> str:
    """Return what a session is stored under. Raises NoSuchSession for a token of another form.

    For a token that is its hash, so that a copy of the database opens no session.
    """
    return key.session if isinstance(key, Owned) else hashed(key)


def hashed(token: str) -> str:
    """Return what is stored of a token. Raises NoSuchSession for one of another form."""
    if not _TOKEN.fullmatch(token):
        raise NoSuchSession
    return hashlib.sha256(token.encode()).hexdigest()


def opened_by(key: Key, to: To = "read") -> ColumnElement[bool]:
    """Return the condition on `sessions` under which a key opens one `to` do something with it.

    A person opens what is theirs, and what is a team's in which they may do that; a token opens
    what is nobody's. Raises NoSuchSession.
    """
    mine = sessions.c.token_hash == name_of(key)
    owned = owners.c.session == sessions.c.token_hash
    shared = team_sessions.c.session == sessions.c.token_hash
    if isinstance(key, Owned):
        theirs = exists().where(owned, owners.c.person == key.person)
        teams = exists().where(
            shared,
            members.c.team == team_sessions.c.team,
            members.c.person == key.person,
            members.c.role.in_(ALLOWED[to]),
        )
        return mine & (theirs | teams)
    return mine & ~exists().where(owned) & ~exists().where(shared)


def refused(connection: Connection, key: Key) -> StorageError:
    """Return why a key does not open a session to do something with it: whether it may be read."""
    found = connection.scalar(select(sessions.c.token_hash).where(opened_by(key)))
    return NoSuchSession() if found is None else MayNotChange()
