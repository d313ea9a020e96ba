"""How a session is reached, and what can go wrong where sessions are kept, in one sentence each.

Among the values of the domain, so that whoever catches them need not load a database library.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Owned:
    """A session as the person who owns it reaches it: what it is stored under, and their name here.

    A kind of its own, so that nothing a browser sends, which is text, can ever be taken for one.
    """

    session: str
    person: str


Key = str | Owned
"""What opens a session: its token, or, where it belongs to a person, that they are signed in."""


@dataclass(frozen=True, slots=True)
class Mine:
    """A session of a person, in the list of all of theirs."""

    key: Owned
    begun: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A link by which others may read a result, as its owner sees it: never its token."""

    id: str
    made: datetime
    until: datetime


class StorageError(Exception):
    """The database cannot be used. The other errors of storage are kinds of this one."""


class StorageBusy(StorageError):
    """Somebody else held the database for too long; nothing was stored, trying again may help."""

    def __init__(self) -> None:
        super().__init__("The database is busy; nothing was stored. Please try again.")


class NoSuchSession(StorageError):
    """No session has this token. The same for unknown, deleted and malformed tokens."""

    def __init__(self) -> None:
        super().__init__("There is no such session; it may have been deleted.")


class ChangedElsewhere(StorageError):
    """Another page or process added to this session first; nothing was stored."""

    def __init__(self) -> None:
        super().__init__("This session was continued elsewhere; nothing was stored.")
