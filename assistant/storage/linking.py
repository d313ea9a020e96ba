"""Links by which others may read the result of a session, and nothing else."""

import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, insert, select

from assistant.domain.session import Turn
from assistant.domain.storing import Key, Link, NoSuchSession
from assistant.storage.document import utc
from assistant.storage.keys import hashed, name_of, opened_by, refused
from assistant.storage.noting import note_of
from assistant.storage.schema import links, sessions, turns
from assistant.storage.store import Store, turn_of

TOKEN_BYTES = 32
MOST = 20
"""Links to one result at a time."""


class Linking:
    """Links to results, in the database of a store, which keeps of their tokens only a hash."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def make(self, key: Key, lasts: timedelta) -> str:
        """Make a link to the result of a session and return its token, which is told only now.

        Nothing is made, and nothing returned, where there are MOST already. Raises NoSuchSession.
        """
        token, now = secrets.token_urlsafe(TOKEN_BYTES), datetime.now(UTC)
        its = links.c.session == name_of(key)
        with self._store.writing() as connection:
            mine = select(sessions.c.token_hash).where(opened_by(key, "change"))
            if connection.scalar(mine) is None:
                raise refused(connection, key)
            connection.execute(delete(links).where(its, links.c.expires_at <= now))
            made = connection.scalar(select(func.count()).select_from(links).where(its))
            if made is not None and made >= MOST:
                return ""
            connection.execute(
                insert(links).values(
                    token_hash=hashed(token),
                    session=name_of(key),
                    created_at=now,
                    expires_at=now + lasts,
                )
            )
            note_of(connection, key, "shared")
        return token

    def of(self, key: Key) -> tuple[Link, ...]:
        """Return the links to the result of a session that open it now, the newest first."""
        query = (
            select(links)
            .join(sessions)
            .where(opened_by(key), links.c.expires_at > datetime.now(UTC))
            .order_by(links.c.created_at.desc(), links.c.token_hash)
        )
        with self._store.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(Link(row.token_hash, utc(row.created_at), utc(row.expires_at)) for row in rows)

    def withdraw(self, key: Key, link: str) -> None:
        """Delete a link of a session; whoever holds it reads nothing from then on."""
        mine = select(sessions.c.token_hash).where(opened_by(key, "change"))
        with self._store.writing() as connection:
            its = links.c.session.in_(mine)
            if connection.execute(delete(links).where(links.c.token_hash == link, its)).rowcount:
                note_of(connection, key, "withdrew")
        self._store.scrub()

    def turns(self, token: str) -> tuple[Turn, ...]:
        """Return the turns of the session whose result a link opens, and nothing that opens it.

        Raises NoSuchSession, the same for a link that is unknown, withdrawn, or too old.
        """
        valid = (links.c.token_hash == hashed(token)) & (links.c.expires_at > datetime.now(UTC))
        with self._store.reading() as connection:
            session = connection.scalar(select(links.c.session).where(valid))
            if session is None:
                raise NoSuchSession
            rows = connection.execute(
                select(turns.c.payload).where(turns.c.session == session).order_by(turns.c.seq)
            ).all()
        return tuple(turn_of(row.payload) for row in rows)
