"""The store of sessions: begin one, read its turns, add one exactly once, delete it."""

import hashlib
import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Self

from pydantic import ValidationError
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    delete,
    func,
    insert,
    select,
    update,
)

from assistant.domain.session import Turn
from assistant.domain.storing import (
    ChangedElsewhere,
    Key,
    NoSuchSession,
    StorageBusy,
    StorageError,
)
from assistant.storage.connecting import WAIT, connect, scrub, transaction
from assistant.storage.document import SessionDocument, StoredTurn, utc
from assistant.storage.keys import name_of, opened_by, refused
from assistant.storage.noting import note_of
from assistant.storage.schema import (
    HEAD,
    LONGEST_KEY,
    links,
    sessions,
    turns,
    upgrade,
    version,
)

_TOKEN_BYTES = 32
_WRITERS = 15
"""Writers at once in one process on PostgreSQL: as many as the pool has connections."""
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Store:
    """Sessions in one database. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = threading.BoundedSemaphore(1 if engine.dialect.name == "sqlite" else _WRITERS)

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the database at `url`, making or upgrading its tables; waits for others doing so.

        Raises StorageError when it cannot be reached, is damaged, or is newer than this program.
        """
        engine = connect(url)
        try:
            with transaction(engine, write=False) as connection:
                current = version(connection) == HEAD
            if not current:
                with transaction(engine, write=True) as connection:
                    upgrade(connection)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Close all connections. The store opens new ones if it is used again."""
        self._engine.dispose()

    def check(self) -> None:
        """Do nothing where sessions can be read and written; StorageError where not.

        A session nobody has a token for is written and deleted in one transaction: nobody ever
        sees it, yet all of it has to reach the disk.
        """
        probe = hashlib.sha256(secrets.token_bytes(_TOKEN_BYTES)).hexdigest()
        now = datetime.now(UTC)
        with self.writing() as connection:
            connection.execute(select(turns.c.seq).limit(1)).first()
            row = {"token_hash": probe, "created_at": now, "last_seen": now}
            connection.execute(insert(sessions).values(row))
            connection.execute(delete(sessions).where(sessions.c.token_hash == probe))

    def new_session(self, token: str = "") -> str:
        """Begin an empty session; the token returned (43 characters) is the only way back to it.

        A `token` of that form that was drawn elsewhere is taken; NoSuchSession for any other form.
        """
        token = token or secrets.token_urlsafe(_TOKEN_BYTES)
        now = datetime.now(UTC)
        with self.writing() as connection:
            connection.execute(
                insert(sessions).values(token_hash=name_of(token), created_at=now, last_seen=now)
            )
        return token

    def purge(self, unseen_for: timedelta, kept_for: timedelta | None = None) -> int:
        """Delete the sessions that were never written to and not seen for so long; return how many.

        Whoever opens the page gets a session, also those who leave without a word. With `kept_for`
        those are deleted too to which nothing was added for so long, with all that was said. Links
        that open nothing any more go in any case.
        """
        now = datetime.now(UTC)
        written = select(turns.c.session).where(turns.c.session == sessions.c.token_hash).exists()
        due = (sessions.c.last_seen < now - unseen_for) & ~written
        if kept_for is not None:
            due |= sessions.c.last_seen < now - kept_for
        with self.writing() as connection:
            gone = connection.execute(delete(sessions).where(due))
            connection.execute(delete(links).where(links.c.expires_at <= now))
        return int(gone.rowcount)

    def knows(self, key: Key) -> bool:
        """Return whether a key opens a session; a malformed token never does."""
        try:
            mine = opened_by(key)
        except NoSuchSession:
            return False
        with self.reading() as connection:
            return _exists(connection, mine)

    def turns(self, key: Key) -> tuple[Turn, ...]:
        """Return the turns of a session, oldest first. Raises NoSuchSession."""
        return tuple(turn for turn, _ in self.since(key) or ())

    def since(
        self, session: Key, count: int = 0, key: str = ""
    ) -> tuple[tuple[Turn, str], ...] | None:
        """Return what came after the first `count` turns of a session, each turn with its key.

        None where the last of these was not stored under `key`: the session was emptied since, and
        has to be read from its beginning. Raises NoSuchSession.
        """
        mine = opened_by(session)
        columns = select(turns.c.key, turns.c.payload).join(sessions).where(mine)
        with self.reading() as connection:
            rows = connection.execute(
                columns.where(turns.c.seq >= count).order_by(turns.c.seq)
            ).all()
            if not rows and not _exists(connection, mine):
                raise NoSuchSession
        if count:
            if not rows or rows[0].key != key:
                return None
            rows = rows[1:]
        return tuple((turn_of(row.payload), row.key) for row in rows)

    def document(self, key: Key) -> SessionDocument:
        """Return a session as a document, also by what it is stored under. Raises NoSuchSession."""
        if isinstance(key, str) and _HASH.fullmatch(key):
            mine = sessions.c.token_hash == key
        else:
            mine = opened_by(key)
        with self.reading() as connection:
            begun = connection.scalar(select(sessions.c.created_at).where(mine))
            if begun is None:
                raise NoSuchSession
            rows = connection.execute(
                select(turns).join(sessions).where(mine).order_by(turns.c.seq)
            ).all()
        told = tuple(
            StoredTurn(
                key=row.key,
                at=utc(row.created_at),
                knowledge=row.knowledge,
                turn=turn_of(row.payload),
            )
            for row in rows
        )
        return SessionDocument(begun=utc(begun), turns=told)

    def restore(self, document: SessionDocument, into: Key = "") -> Key:
        """Keep the session of a document as a new one and return its token.

        With the key of a session that holds nothing yet, it becomes that one. Raises
        NoSuchSession, and ChangedElsewhere when that session does hold something.
        """
        key = into or secrets.token_urlsafe(_TOKEN_BYTES)
        session = name_of(key)
        rows = [
            {
                "session": session,
                "seq": seq,
                "key": one.key,
                "payload": one.turn.json(),
                "knowledge": one.knowledge,
                "created_at": utc(one.at),
            }
            for seq, one in enumerate(document.turns, start=1)
        ]
        row = {"created_at": utc(document.begun), "last_seen": datetime.now(UTC)}
        with self.writing() as connection:
            if not into:
                connection.execute(insert(sessions).values(token_hash=session, **row))
            else:
                # Also takes the row lock that makes writers of one session wait for each other.
                mine = update(sessions).where(opened_by(key, "change"))
                if not connection.execute(mine.values(**row)).rowcount:
                    raise refused(connection, key)
                if connection.scalar(select(turns.c.seq).where(turns.c.session == session)):
                    raise ChangedElsewhere
                note_of(connection, key, "changed")
            if rows:
                connection.execute(insert(turns), rows)
        return key

    def append(
        self, session: Key, turn: Turn, key: str, expected_count: int, knowledge: str = ""
    ) -> int:
        """Store `turn` after the `expected_count` turns the caller has seen; return the new count.

        `key` (1 to 200 characters) names this act of the user: calling again with the same key and
        turn stores nothing and returns the same number. `knowledge` is the hash of the knowledge
        in use. When this returns, the turn is on disk. Raises NoSuchSession, StorageBusy, and
        ChangedElsewhere when the session holds another number of turns or the key another turn,
        and MayNotChange to who may only read it.
        """
        if not 1 <= len(key) <= LONGEST_KEY:
            raise ValueError(f"a key has 1 to {LONGEST_KEY} characters")
        name, now = name_of(session), datetime.now(UTC)
        with self.writing() as connection:
            # Also takes the row lock that makes writers of one session wait for each other.
            touched = connection.execute(
                update(sessions).where(opened_by(session, "change")).values(last_seen=now)
            )
            if not touched.rowcount:
                raise refused(connection, session)
            same = (turns.c.session == name) & (turns.c.key == key)
            stored = connection.execute(select(turns.c.seq, turns.c.payload).where(same)).first()
            if stored is not None:
                if turn_of(stored.payload) != turn:
                    raise ChangedElsewhere
                return int(stored.seq)
            count = connection.scalar(
                select(func.count()).select_from(turns).where(turns.c.session == name)
            )
            if count != expected_count:
                raise ChangedElsewhere
            connection.execute(
                insert(turns).values(
                    session=name,
                    seq=expected_count + 1,
                    key=key,
                    payload=turn.json(),
                    knowledge=knowledge,
                    created_at=now,
                )
            )
            note_of(connection, session, "changed")
        return expected_count + 1

    def clear(self, key: Key) -> None:
        """Delete all turns of a session for good, and the links to its result; the key still works.

        Raises NoSuchSession.
        """
        with self.writing() as connection:
            if not _exists(connection, opened_by(key, "own")):
                raise refused(connection, key)
            note_of(connection, key, "emptied")
            for table in (turns, links):
                connection.execute(delete(table).where(table.c.session == name_of(key)))
        self.scrub()

    def delete(self, key: Key) -> None:
        """Delete a session and all that hangs on it for good. Raises NoSuchSession."""
        with self.writing() as connection:
            if not _exists(connection, opened_by(key, "own")):
                raise refused(connection, key)
            note_of(connection, key, "deleted")
            connection.execute(delete(sessions).where(sessions.c.token_hash == name_of(key)))
        self.scrub()

    def reading(self) -> AbstractContextManager[Connection]:
        """Run a block in one transaction that only reads."""
        return transaction(self._engine, write=False)

    def scrub(self) -> None:
        """Have what was deleted gone from the files as well."""
        scrub(self._engine)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Run a block in one transaction that may write; all of it happens, or nothing."""
        # SQLite has one writer at a time. Threads that wait for it in SQLite sleep ever longer and
        # can starve, so they wait for each other here.
        if not self._turn.acquire(timeout=WAIT):
            raise StorageBusy
        try:
            with transaction(self._engine, write=True) as connection:
                yield connection
        finally:
            self._turn.release()


def turn_of(payload: str) -> Turn:
    """Return a turn as it was stored. Raises StorageError for one of another release."""
    try:
        return Turn.read(payload)
    except ValidationError as error:
        raise StorageError("This session was written by another release.") from error


def _exists(connection: Connection, mine: ColumnElement[bool]) -> bool:
    return connection.scalar(select(sessions.c.token_hash).where(mine)) is not None
