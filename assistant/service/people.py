"""What belongs to a person who signs in, their teams, and the links that share a result."""

from datetime import timedelta
from typing import TYPE_CHECKING

from assistant.domain.session import Turn
from assistant.domain.storing import Key, Link, Mine, Note, Owned, Role, Team
from assistant.service.sessions import Sessions

if TYPE_CHECKING:
    from assistant.storage import Linking, Owning, Teaming

LINK_LASTS = timedelta(days=30)
"""How long a link opens a result."""


class People:
    """Owners of sessions, teams, and links to results. Holds nothing; safe between threads."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    # Imported here, not above: a page that needs no database does not wait for its library.

    @property
    def _owning(self) -> "Owning":
        from assistant.storage import Owning

        return Owning(self._sessions.store)

    @property
    def _linking(self) -> "Linking":
        from assistant.storage import Linking

        return Linking(self._sessions.store)

    @property
    def _teaming(self) -> "Teaming":
        from assistant.storage import Teaming

        return Teaming(self._sessions.store)

    def claim(self, token: str, person: str) -> Owned | None:
        """Make what was said under a token a person's; None where nothing was.

        Raises StorageError.
        """
        claimed = self._owning.claim(token, person)
        if claimed is not None:
            self._sessions.forget(token)
        return claimed

    def own(self, person: str) -> tuple[Mine, ...]:
        """Return the sessions of a person and of their teams, the last used first.

        Raises StorageError.
        """
        every = (*self._owning.of(person), *self._teaming.sessions(person))
        return tuple(sorted(every, key=lambda one: one.last, reverse=True))

    def begin(self, person: str) -> Owned:
        """Begin another session of a person. Raises StorageError."""
        return self._owning.begin(person)

    def delete(self, key: Owned) -> None:
        """Delete a session of a person for good. Raises StorageError."""
        self._sessions.store.delete(key)
        self._sessions.forget(key)

    def forget(self, person: str) -> None:
        """Delete all that a person owns for good, and take them out of all teams.

        Raises LastOwner, and StorageError.
        """
        for one in self.own(person):
            self._sessions.forget(one.key)
        self._teaming.forget(person)
        self._owning.forget(person)

    # --- teams: who acts comes first; see `storage.Teaming` for what is refused to whom

    def teams(self, person: str) -> tuple[Team, ...]:
        """Return the teams a person is in. Raises StorageError."""
        return self._teaming.of(person)

    def found(self, person: str, called: str, name: str) -> None:
        """Begin a team that a person owns. Raises StorageError."""
        self._teaming.found(person, called, name)

    def invite(self, person: str, team: str, role: Role) -> str:
        """Return what somebody joins a team by, told only now. Raises StorageError."""
        return self._teaming.invite(team, person, role)

    def join(self, person: str, called: str, token: str) -> None:
        """Join a team by an invitation. Raises NoSuchSession for any other, StorageError."""
        self._teaming.join(token, person, called)

    def change(self, person: str, team: str, member: str, role: Role | None) -> None:
        """Give a member another role, or take them out. Raises LastOwner, StorageError."""
        self._teaming.change(team, person, member, role)

    def team_of(self, key: Owned) -> tuple[str, Role] | None:
        """Return the team's name and the person's role, where a session is a team's.

        Raises StorageError.
        """
        return self._teaming.place(key)

    def give(self, key: Owned, team: str) -> None:
        """Give a session to a team for good. Raises StorageError."""
        self._teaming.give(key, team)

    def notes(self, person: str, team: str) -> tuple[Note, ...]:
        """Return who did what in a team, the newest first. Raises StorageError."""
        return self._teaming.notes(team, person)

    def disband(self, person: str, team: str) -> None:
        """Delete a team for good, with all that is its. Raises StorageError."""
        self._teaming.delete(team, person)

    # --- links to results

    def share(self, key: Key) -> str:
        """Make a link to the result of a session and return its token, which is told only now.

        Nothing where there are as many links as there may be. Raises StorageError.
        """
        return self._linking.make(key, LINK_LASTS)

    def links(self, key: Key) -> tuple[Link, ...]:
        """Return the links that open the result of a session now. Raises StorageError."""
        return self._linking.of(key)

    def withdraw(self, key: Key, link: str) -> None:
        """Have a link open nothing from now on. Raises StorageError."""
        self._linking.withdraw(key, link)

    def shared(self, token: str) -> tuple[Turn, ...]:
        """Return the turns of the session whose result a link opens. Raises StorageError."""
        return self._linking.turns(token)
