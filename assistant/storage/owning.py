"""Sessions that belong to a person who signs in: begin one, claim one, list and delete all."""

import secrets
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from assistant.domain.storing import Mine, Owned
from assistant.storage.document import utc
from assistant.storage.keys import hashed, opened_by
from assistant.storage.schema import links, owners, sessions, turns
from assistant.storage.store import Store

NAME_BYTES = 32


class Owning:
    """Who owns which session, in the database of a store. A person is known by a hash alone."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, person: str) -> Owned:
        """Begin an empty session of a person."""
        now = datetime.now(UTC)
        with self._store.writing() as connection:
            return _begin(connection, person, new_name(), now, now)

    def claim(self, token: str, person: str) -> Owned | None:
        """Make the session of a token that of a person; None where nothing was said in it.

        It moves to a name of its own, with the links to its result: the token opens nothing from
        then on, whoever holds it, and may begin another session. Raises NoSuchSession for a token
        of another form.
        """
        with self._store.writing() as connection:
            # Also takes the row lock: whoever is just adding to it waits, or is waited for.
            mine = update(sessions).where(opened_by(token)).values(last_seen=sessions.c.last_seen)
            if not connection.execute(mine).rowcount:
                return None
            old = sessions.c.token_hash == hashed(token)
            if (
                connection.scalar(select(turns.c.seq).where(turns.c.session == hashed(token)))
                is None
            ):
                return None
            row = connection.execute(select(sessions).where(old)).one()
            begun, last = utc(row.created_at), utc(row.last_seen)
            claimed = _begin(connection, person, new_name(), begun, last)
            for table in (turns, links):
                moved = update(table).where(table.c.session == hashed(token))
                connection.execute(moved.values(session=claimed.session))
            connection.execute(delete(sessions).where(old))
        return claimed

    def of(self, person: str) -> tuple[Mine, ...]:
        """Return all sessions of a person, that in which something was said last first."""
        query = (
            select(sessions)
            .join(owners)
            .where(owners.c.person == person)
            .order_by(sessions.c.last_seen.desc(), sessions.c.token_hash)
        )
        with self._store.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Mine(Owned(row.token_hash, person), utc(row.created_at), utc(row.last_seen))
            for row in rows
        )

    def forget(self, person: str) -> int:
        """Delete all sessions of a person for good, and what hangs on them; return how many."""
        theirs = select(owners.c.session).where(owners.c.person == person)
        with self._store.writing() as connection:
            gone = connection.execute(delete(sessions).where(sessions.c.token_hash.in_(theirs)))
        self._store.scrub()
        return int(gone.rowcount)


def new_name() -> str:
    """Return a name for a session that is no token's hash, so that no token opens it."""
    return secrets.token_hex(NAME_BYTES)


def _begin(
    connection: Connection, person: str, name: str, begun: datetime, last: datetime
) -> Owned:
    row = {"token_hash": name, "created_at": begun, "last_seen": last}
    connection.execute(insert(sessions).values(row))
    connection.execute(insert(owners).values(session=name, person=person))
    return Owned(name, person)
