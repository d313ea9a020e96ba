"""What belongs to a person who signs in, and the links by which somebody shares a result."""

from datetime import timedelta
from typing import TYPE_CHECKING

from assistant.domain.session import Turn
from assistant.domain.storing import Key, Link, Mine, Owned
from assistant.service.sessions import Sessions

if TYPE_CHECKING:
    from assistant.storage import Linking, Owning

LINK_LASTS = timedelta(days=30)
"""How long a link opens a result."""


class People:
    """Owners of sessions and links to results. Holds nothing; safe to share between threads."""

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

    def claim(self, token: str, person: str) -> Owned | None:
        """Make what was said under a token a person's; None where nothing was.

        Raises StorageError.
        """
        claimed = self._owning.claim(token, person)
        if claimed is not None:
            self._sessions.forget(token)
        return claimed

    def own(self, person: str) -> tuple[Mine, ...]:
        """Return the sessions of a person, the last used first. Raises StorageError."""
        return self._owning.of(person)

    def begin(self, person: str, session: str = "") -> Owned:
        """Begin another session of a person, under a name that is known already if one is given.

        Raises StorageError.
        """
        return self._owning.begin(person, session)

    def delete(self, key: Owned) -> None:
        """Delete a session of a person for good. Raises StorageError."""
        self._sessions.store.delete(key)
        self._sessions.forget(key)

    def forget(self, person: str) -> None:
        """Delete all that a person owns for good. Raises StorageError."""
        for one in self.own(person):
            self._sessions.forget(one.key)
        self._owning.forget(person)

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
