"""How a session is reached, and what can go wrong where sessions are kept, in one sentence each.

Among the values of the domain, so that whoever catches them need not load a database library.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Owned:
    """A session as the person who owns it reaches it: what it is stored under, and their name here.

    A kind of its own, so that nothing a browser sends, which is text, can ever be taken for one.
    """

    session: str
    person: str


Key = str | Owned
"""What opens a session: its token, or, where it belongs to a person, that they are signed in."""


class Role(StrEnum):
    """What a member of a team may do with all that is the team's; each may what the next may."""

    OWNER = "owner"  # also delete it, and say who is in the team
    EDITOR = "editor"  # change it, and share its result
    READER = "reader"  # read it


@dataclass(frozen=True, slots=True)
class Mine:
    """A session of a person, in the list of all of theirs, or one of a team they are in."""

    key: Owned
    begun: datetime
    last: datetime
    team: str = ""
    role: Role = Role.OWNER


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team, and what they are called there."""

    person: str
    name: str
    role: Role
    since: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """Who did what in a team, and when; `about` is another member, or a session of the team."""

    at: datetime
    who: str
    what: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Team:
    """A team as one of its members sees it, `role` being theirs."""

    id: str
    name: str
    role: Role
    members: tuple[Member, ...]


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


class MayNotChange(StorageError):
    """It is a team's, and this member may read it, or change it, but not do that."""

    def __init__(self) -> None:
        super().__init__("It belongs to a team in which you may not do that; nothing was stored.")


class LastOwner(StorageError):
    """A team whose only owner left would be nobody's."""

    def __init__(self) -> None:
        super().__init__("This team has no other owner; make somebody its owner first.")
