"""Keeps sessions, which are lists of turns, in SQLite or PostgreSQL.

An acknowledged turn is on disk and stored exactly once: `append` commits before it returns, and a
repeated call with the same key stores nothing new. A session is reached by a random token, of
which only a hash is kept, or by the person it belongs to. Raise and catch the errors named here;
nothing of the database library passes this door.
"""

from assistant.domain.storing import ChangedElsewhere, NoSuchSession, StorageBusy, StorageError
from assistant.storage.document import SessionDocument, made, parsed, schema, written
from assistant.storage.linking import Linking
from assistant.storage.owning import Owning
from assistant.storage.store import Store
from assistant.storage.teaming import Teaming

__all__ = [
    "ChangedElsewhere",
    "Linking",
    "NoSuchSession",
    "Owning",
    "SessionDocument",
    "StorageBusy",
    "StorageError",
    "Store",
    "Teaming",
    "made",
    "parsed",
    "schema",
    "written",
]
