"""What opens a session: the name it is stored under for a key, and whether that may open it."""

import hashlib
import re

from sqlalchemy import ColumnElement, exists

from assistant.domain.storing import Key, NoSuchSession, Owned
from assistant.storage.schema import owners, sessions

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)  # 32 bytes as base64


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


def opened_by(key: Key) -> ColumnElement[bool]:
    """Return the condition on `sessions` under which a key opens one. Raises NoSuchSession.

    A person opens what is theirs; a token opens what is nobody's.
    """
    mine = sessions.c.token_hash == name_of(key)
    owned = owners.c.session == sessions.c.token_hash
    if isinstance(key, Owned):
        return mine & exists().where(owned, owners.c.person == key.person)
    return mine & ~exists().where(owned)
