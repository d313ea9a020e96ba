"""What can go wrong where sessions are kept, each in one sentence a user may read.

Among the values of the domain, so that whoever catches them need not load a database library.
"""


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
