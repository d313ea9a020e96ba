"""Opens the database with the guarantees storage needs, and names its failures."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from assistant.domain.storing import StorageBusy, StorageError

WAIT = 10.0
"""Seconds to wait for a database that somebody else has locked."""
_PAUSE = 0.02
_IMMEDIATE = "begin_immediate"
_PRIMARY = 0xFF
"""The part of SQLite's result codes that names the kind of failure."""


def connect(url: str) -> Engine:
    """Return an engine for `sqlite:///path` or `postgresql://…`.

    Raises StorageError for any other address, and when the driver is not installed. The address
    is never part of a message: it may hold a password.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StorageError("The database address cannot be read.") from error
    kind = address.get_backend_name()
    if kind == "sqlite":
        return _sqlite(address)
    if kind in {"postgresql", "postgres"}:
        return _postgresql(address.set(drivername="postgresql+psycopg"))
    raise StorageError("The database address must start with sqlite:/// or postgresql://.")


@contextmanager
def transaction(engine: Engine, *, write: bool) -> Iterator[Connection]:
    """Run a block in one transaction, committed at its end; a failure takes all of it back.

    Raises StorageBusy or StorageError in place of the library's errors.
    """
    try:
        with (
            engine.connect().execution_options(**{_IMMEDIATE: write}) as connection,
            connection.begin(),
        ):
            yield connection
    except PoolTimeoutError as error:  # every connection of the pool is in use
        raise StorageBusy from error
    except IntegrityError:
        raise  # a fault of ours, not of the database
    except DBAPIError as error:
        raise _named(error.orig) from error
    except sqlite3.Error as error:  # raised while a connection was being prepared
        raise _named(error) from error


def scrub(engine: Engine) -> None:
    """Move what was deleted out of SQLite's log as well, unless somebody is reading just now."""
    if engine.dialect.name == "sqlite":
        # The deletion is done; that its traces go later, at the next one, is no failure.
        with suppress(DBAPIError, PoolTimeoutError, sqlite3.Error), engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to a write-ahead log, waiting for another process that does so at this moment.

    SQLite's own timeout does not cover that switch.
    """
    until = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & _PRIMARY == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _sqlite(address: URL) -> Engine:
    if not address.database or address.database.startswith((":memory:", "file:")):
        raise StorageError("The database must be a file, or what is said is lost at the end.")
    path = Path(address.database)
    try:
        # What people say about their work is nobody else's business on a shared machine.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():  # the folder may have been there before, and open to others
            path.touch(mode=0o600)
    except OSError as error:
        raise StorageError(f"The folder '{path.parent}' cannot be made.") from error
    engine = create_engine(
        address.set(drivername="sqlite"),
        hide_parameters=True,
        connect_args={"timeout": WAIT},
        pool_timeout=WAIT,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we begin transactions ourselves
        _write_ahead(connection)
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA secure_delete=ON")  # deleted words are overwritten

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that starts as a reader and then writes can fail without waiting.
        immediate = connection.get_execution_options().get(_IMMEDIATE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _postgresql(address: URL) -> Engine:
    try:
        return create_engine(
            address,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_timeout=WAIT,
            connect_args={
                "connect_timeout": int(WAIT),
                "options": f"-c lock_timeout={int(WAIT * 1000)}",
            },
        )
    except ModuleNotFoundError as error:
        raise StorageError(
            "PostgreSQL needs one more package: pip install 'mlops-assessment-assistant[postgres]'."
        ) from error


def _named(error: BaseException | None) -> StorageError:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without the extended part
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            return StorageBusy()
        if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
            return StorageError("The database file is damaged or not a database.")
    # lock_not_available, deadlock_detected, serialization_failure
    elif getattr(error, "sqlstate", None) in {"55P03", "40P01", "40001"}:
        return StorageBusy()
    return StorageError("The database cannot be reached or written.")
